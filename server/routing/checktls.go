package routing

import (
	"cmp"
	"slices"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
)

// endpoint is a listener of a node to which a service leads.
type endpoint struct {
	node *node
	port int
	tls  *model.ListenerTls // nil: plain
}

// endpoints returns the endpoints of a service.
func (m *Mesh) endpoints(s *service) (all []endpoint) {
	add := func(n *node, port int) {
		for i := range n.spec.Listeners {
			one := endpoint{n, n.listeners[i].port, n.spec.Listeners[i].Tls}
			if one.tls != nil && deref(one.tls.Mode) == "DISABLED" {
				one.tls = nil
			}
			if port == one.port && !slices.Contains(all, one) {
				all = append(all, one)
			}
		}
	}
	switch {
	case s.node != nil:
		for _, l := range s.node.listeners {
			add(s.node, l.port)
		}
	case s.router != nil:
		for _, from := range s.router.listeners {
			for _, r := range s.router.routes {
				for i := range r.targets {
					if n, own, wrong := m.target(&r.targets[i], from); wrong == nil && r.protocol == from.protocol {
						add(n, own.port)
					}
				}
			}
		}
	}
	return all
}

// checkNodePolicy checks the TLS policy of a node for a backend. The policy of the backend
// replaces the backend defaults.
func (a *analysis) checkNodePolicy(n *node, at string, policy *model.ClientPolicy, s *service) {
	if policy == nil && n.spec.BackendDefaults != nil {
		policy, at = n.spec.BackendDefaults.ClientPolicy, "spec.backendDefaults"
	}
	var tls *model.ClientPolicyTls
	if policy != nil {
		tls = policy.Tls
	}
	a.checkPolicy(n.ref, at+".clientPolicy", tls, s)
}

// checkGatewayPolicy checks the TLS policy of a gateway for its services.
func (a *analysis) checkGatewayPolicy(g *gateway) {
	var tls *model.ClientPolicyTls
	if d := g.spec.BackendDefaults; d != nil && d.ClientPolicy != nil {
		tls = gatewayPolicy(d.ClientPolicy.Tls)
	}
	var done []*service
	for _, r := range g.routes {
		if s := a.mesh.services[r.service]; s != nil && !slices.Contains(done, s) {
			done = append(done, s)
			a.checkPolicy(g.ref, "spec.backendDefaults.clientPolicy", tls, s)
		}
	}
}

func (a *analysis) checkPolicy(ref, at string, tls *model.ClientPolicyTls, s *service) {
	if tls != nil {
		a.checkClientCertificate(ref, at+".tls", tls)
	}
	for _, e := range a.mesh.endpoints(s) {
		covers := tls != nil && (len(tls.Ports) == 0 || slices.Contains(tls.Ports, int32(e.port)))
		strict := e.tls != nil && deref(e.tls.Mode) == "STRICT"
		enforced := covers && (tls.Enforce == nil || *tls.Enforce)
		switch {
		case enforced && e.tls == nil:
			a.add(TLSServerPlain, ref, at+".tls", "it enforces TLS towards %s, and virtual node %s has none on port %d",
				s.name, e.node.name, e.port)
		case e.tls != nil && e.tls.Validation != nil && (!covers || tls.Certificate == nil):
			a.add(TLSClientCertificate, ref, at+".tls.certificate",
				"virtual node %s of %s demands a client's certificate on port %d", e.node.name, s.name, e.port)
		case strict && !covers:
			a.add(TLSNotValidated, ref, at,
				"virtual node %s of %s accepts only TLS on port %d, and no policy says which certificates to trust",
				e.node.name, s.name, e.port)
		case covers && e.tls != nil:
			a.checkNames(ref, at, tls, s, e.node)
		}
	}
}

// checkNames reports a list of accepted names that includes none of the server's names. Only
// the names in the service discovery are known, not those in the certificate.
func (a *analysis) checkNames(ref, at string, tls *model.ClientPolicyTls, s *service, n *node) {
	if tls.Validation == nil || tls.Validation.SubjectAlternativeNames == nil {
		return
	}
	var accepted []string
	if m := tls.Validation.SubjectAlternativeNames.Match; m != nil {
		accepted = m.Exact
	}
	known := append(n.hostnames(), s.name)
	fits := func(name string) bool {
		if strings.Contains(name, "://") || strings.HasPrefix(name, "*.") { // not a host name
			return true
		}
		return slices.ContainsFunc(known,
			func(k string) bool { return strings.EqualFold(strings.TrimSuffix(k, "."), name) })
	}
	if !slices.ContainsFunc(accepted, fits) {
		a.add(TLSNameMismatch, ref, at+".tls.validation.subjectAlternativeNames",
			"%s is known as %s, and only %s is accepted", n.ref, strings.Join(known, " and "),
			cmp.Or(strings.Join(accepted, " or "), "nothing"))
	}
}

// gatewayPolicy converts the policy of a gateway to that of a node. The types differ only in
// their names.
func gatewayPolicy(t *model.VirtualGatewayClientPolicyTls) *model.ClientPolicyTls {
	if t == nil {
		return nil
	}
	tls := &model.ClientPolicyTls{Enforce: t.Enforce, Ports: t.Ports}
	if c := t.Certificate; c != nil {
		tls.Certificate = &model.ClientTlsCertificate{
			File: (*model.ListenerTlsFileCertificate)(c.File),
			Sds:  (*model.ListenerTlsSdsCertificate)(c.Sds),
		}
	}
	if v := t.Validation; v != nil {
		tls.Validation = &model.TlsValidationContext{SubjectAlternativeNames: v.SubjectAlternativeNames}
		if v.Trust != nil {
			tls.Validation.Trust = &model.TlsValidationContextTrust{
				Acm:  (*model.TlsValidationContextAcmTrust)(v.Trust.Acm),
				File: (*model.TlsValidationContextFileTrust)(v.Trust.File),
				Sds:  (*model.TlsValidationContextSdsTrust)(v.Trust.Sds),
			}
		}
	}
	return tls
}

// gatewayTLS converts the TLS settings of a gateway's listener to those of a node's listener.
func gatewayTLS(t *model.VirtualGatewayListenerTls) *model.ListenerTls {
	if t == nil {
		return nil
	}
	tls := &model.ListenerTls{Mode: t.Mode}
	if c := t.Certificate; c != nil {
		tls.Certificate = &model.ListenerTlsCertificate{
			Acm:  (*model.ListenerTlsAcmCertificate)(c.Acm),
			File: (*model.ListenerTlsFileCertificate)(c.File),
			Sds:  (*model.ListenerTlsSdsCertificate)(c.Sds),
		}
	}
	if v := t.Validation; v != nil && v.Trust != nil {
		tls.Validation = &model.ListenerTlsValidationContext{Trust: &model.ListenerTlsValidationContextTrust{
			File: (*model.TlsValidationContextFileTrust)(v.Trust.File),
			Sds:  (*model.TlsValidationContextSdsTrust)(v.Trust.Sds),
		}}
	}
	return tls
}
