// Package envoy translates the resources of a mesh to the configuration of the Envoys that
// represent its virtual gateways and virtual nodes, as App Mesh did:
//
//	config, err := envoy.Translate(envoy.Input{State: srv.Checkpoint(), Resource: ingress})
//	...
//	for _, cluster := range config.Sets[envoy.Clusters] {
//
// Package envoy/xds serves the configuration.
//
// Names, order and values follow published configurations of App Mesh's Envoys where they
// exist. Rules 80 to 89 describe how requests are matched, rules 90 to 109 other decisions.
// README.md describes the effect of every member of a spec.
package envoy
