// Package envoy translates the resources of a mesh to the configuration of the Envoys that
// stand for its virtual gateways and virtual nodes, as App Mesh did. Package envoy/xds
// serves it.
//
// Names, order and values follow published configurations of App Mesh's own Envoys where
// there are any. Rules 80 to 89 say how requests are matched, rules 90 to 109 what else was
// decided; README.md has the effect of every member of a spec.
package envoy
