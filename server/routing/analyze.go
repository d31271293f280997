package routing

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
)

// Severity is the severity of a finding.
type Severity string

// The severities, the worst first.
const (
	Error   Severity = "error"   // traffic fails, or the proxy's configuration leaves something out
	Warning Severity = "warning" // traffic takes an unexpected route, or may fail
	Info    Severity = "info"    // something has no effect
)

// Finding is a certain or probable mistake in a mesh.
type Finding struct {
	Code     Code     `json:"code"`
	Severity Severity `json:"severity"`
	Ref      string   `json:"ref"`  // of the resource
	Path     string   `json:"path"` // of the member of the resource; may be empty
	Message  string   `json:"message"`
	Help     string   `json:"help"` // how to fix it
}

// Environment describes the surroundings of a mesh. If a function is nil, the checks that
// need it are omitted.
type Environment struct {
	// HasCertificate reports whether the content of a certificate is known. The argument is the
	// path of its chain or its ARN in ACM.
	HasCertificate func(name string) bool
	// Addresses returns the addresses of a host name in the service discovery, or none if they
	// are not known.
	Addresses func(hostname string) []netip.Addr
}

// Analyze returns the findings of a mesh, sorted by resource, path and code.
func (m *Mesh) Analyze(env Environment) []Finding {
	a := &analysis{mesh: m, env: env, findings: []Finding{}, added: map[Finding]bool{}, lowerNames: map[string]string{}}
	for _, n := range m.nodeList {
		a.checkNodeListeners(n)
		a.checkBackends(n)
		a.checkDiscovery(n)
		a.checkAddresses(n)
	}
	for _, g := range m.gatewayList {
		a.checkGateway(g)
	}
	for _, r := range m.routerList {
		a.checkRouter(r)
	}
	for _, s := range m.serviceList {
		a.checkService(s)
	}
	a.checkUse()
	slices.SortStableFunc(a.findings, func(x, y Finding) int {
		return cmp.Or(cmp.Compare(x.Ref, y.Ref), cmp.Compare(x.Path, y.Path), cmp.Compare(x.Code, y.Code))
	})
	return a.findings
}

// analysis collects the findings of a mesh.
type analysis struct {
	mesh     *Mesh
	env      Environment
	findings []Finding
	added    map[Finding]bool
	// lowerNames maps the lower-case names of the services checked so far to the services.
	lowerNames map[string]string
}

// add adds a finding with the severity of its code.
func (a *analysis) add(code Code, ref, path, format string, args ...any) {
	a.addAs(codeInfo(code).Severity, code, ref, path, format, args...)
}

// addAs adds a finding unless an equal one exists.
func (a *analysis) addAs(severity Severity, code Code, ref, path, format string, args ...any) {
	f := Finding{
		Code: code, Severity: severity, Ref: ref, Path: path,
		Message: fmt.Sprintf(format, args...), Help: codeInfo(code).Help,
	}
	if !a.added[f] {
		a.added[f] = true
		a.findings = append(a.findings, f)
	}
}

// index returns the path of an item in a list, counted from 0.
func index(list string, i int) string { return fmt.Sprintf("%s[%d]", list, i) }

// checkPorts reports listeners of one resource that share a port.
func (a *analysis) checkPorts(ref string, all []listener) {
	for i, l := range all {
		if first := slices.IndexFunc(all, func(o listener) bool { return o.port == l.port }); first < i {
			a.add(DuplicateListenerPort, ref, index("spec.listeners", i)+".portMapping.port",
				"port %d is also that of listener %d", l.port, first)
		}
	}
}
