package api

// The numbers of the rules that this package implements (package rules).
const (
	ruleNoNulls         = 1
	ruleNotFound        = 3
	ruleNameInUse       = 4
	ruleToken           = 6
	ruleMustExist       = 7
	ruleNotImplicit     = 9
	ruleInUse           = 11
	ruleQuotas          = 12
	rulePathNames       = 15
	ruleServiceName     = 16
	rulePaging          = 17
	ruleTagARN          = 19
	ruleTooManyTags     = 22
	ruleTagKeys         = 23
	ruleMeshOwner       = 24
	ruleAccessDenied    = 25
	ruleAuthentication  = 26
	ruleListenerChange  = 29
	ruleExceptions      = 40
	ruleNodeNotFound    = 43
	ruleTargetMissing   = 44
	ruleMeshInUse       = 45
	ruleRouterInUse     = 46
	ruleNodeInUse       = 47
	ruleServiceInUse    = 48
	ruleRoutePort       = 52
	ruleRouterListeners = 53
	ruleSeveralPorts    = 54
	ruleNoGateways      = 57
	ruleOwnResources    = 58
	ruleClientToken     = 63
	rulePlainNames      = 64
	ruleListenerInUse   = 69
	rulePageTokens      = 72
	ruleInferredPorts   = 74
	ruleUnambiguous     = 75
	ruleStrict          = 110
)
