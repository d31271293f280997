package model

// The numbers of the rules that this package implements. Package rules has their texts and
// sources; server/BEHAVIOUR.md explains them.
const (
	ruleModel            = 13  // a constraint of AWS's API model
	ruleFormat           = 14  // malformed JSON, or a value of the wrong type
	ruleFields           = 28  // documented dependencies between members
	ruleNodeListeners    = 30  // a node's listeners stay absent
	ruleServiceDiscovery = 50  // service discovery without a listener
	ruleGRPCHealthCheck  = 51  // a gRPC health check on a listener without gRPC
	ruleTrust            = 67  // a TLS validation context without a kind of trust
	ruleACM              = 68  // ARNs of certificates and certificate authorities
	ruleCloudMap         = 70  // names of Cloud Map namespaces and services
	ruleBackendName      = 73  // length of a backend's virtual service name
	ruleUnambiguous      = 75  // a member given twice, or text that is not Unicode
	ruleNUL              = 76  // the character NUL
	ruleUnknownMember    = 110 // strict: unknown members are refused
)
