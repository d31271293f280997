package envoy

import "github.com/appmesh-mock/appmesh-mock/server/internal/model"

// The functions in this file read TLS settings from specs. Gateways and nodes have the same
// members in types with different names.

func nodeTLS(s *model.ListenerTls) *listenerTLS {
	if s == nil {
		return nil
	}
	l := &listenerTLS{mode: text(s.Mode)}
	if c := s.Certificate; c != nil {
		l.certificate = certificateOf(c.File, c.Sds)
		if c.Acm != nil {
			l.certificate = &certificate{arn: text(c.Acm.CertificateArn)}
		}
	}
	if v := s.Validation; v != nil {
		l.validation = &validation{names: namesOf(v.SubjectAlternativeNames)}
		if v.Trust != nil {
			l.validation.trust = trustOf(v.Trust.File, v.Trust.Sds, nil)
		}
	}
	return l
}

func gatewayTLS(s *model.VirtualGatewayListenerTls) *listenerTLS {
	if s == nil {
		return nil
	}
	l := &listenerTLS{mode: text(s.Mode)}
	if c := s.Certificate; c != nil {
		l.certificate = certificateOf((*model.ListenerTlsFileCertificate)(c.File),
			(*model.ListenerTlsSdsCertificate)(c.Sds))
		if c.Acm != nil {
			l.certificate = &certificate{arn: text(c.Acm.CertificateArn)}
		}
	}
	if v := s.Validation; v != nil {
		l.validation = &validation{names: namesOf(v.SubjectAlternativeNames)}
		if v.Trust != nil {
			l.validation.trust = trustOf((*model.TlsValidationContextFileTrust)(v.Trust.File),
				(*model.TlsValidationContextSdsTrust)(v.Trust.Sds), nil)
		}
	}
	return l
}

func nodePolicy(s *model.ClientPolicy) *clientPolicy {
	if s == nil || s.Tls == nil {
		return nil
	}
	p := &clientPolicy{enforced: s.Tls.Enforce == nil || *s.Tls.Enforce, ports: s.Tls.Ports}
	if c := s.Tls.Certificate; c != nil {
		p.certificate = certificateOf(c.File, c.Sds)
	}
	if v := s.Tls.Validation; v != nil {
		p.validation = &validation{names: namesOf(v.SubjectAlternativeNames)}
		if v.Trust != nil {
			p.validation.trust = trustOf(v.Trust.File, v.Trust.Sds, v.Trust.Acm)
		}
	}
	return p
}

func gatewayPolicy(s *model.VirtualGatewayClientPolicy) *clientPolicy {
	if s == nil || s.Tls == nil {
		return nil
	}
	p := &clientPolicy{enforced: s.Tls.Enforce == nil || *s.Tls.Enforce, ports: s.Tls.Ports}
	if c := s.Tls.Certificate; c != nil {
		p.certificate = certificateOf((*model.ListenerTlsFileCertificate)(c.File),
			(*model.ListenerTlsSdsCertificate)(c.Sds))
	}
	if v := s.Tls.Validation; v != nil {
		p.validation = &validation{names: namesOf(v.SubjectAlternativeNames)}
		if v.Trust != nil {
			p.validation.trust = trustOf((*model.TlsValidationContextFileTrust)(v.Trust.File),
				(*model.TlsValidationContextSdsTrust)(v.Trust.Sds), (*model.TlsValidationContextAcmTrust)(v.Trust.Acm))
		}
	}
	return p
}

func certificateOf(file *model.ListenerTlsFileCertificate, sds *model.ListenerTlsSdsCertificate) *certificate {
	switch {
	case file != nil:
		return &certificate{chain: text(file.CertificateChain), key: text(file.PrivateKey)}
	case sds != nil:
		return &certificate{secret: text(sds.SecretName)}
	default:
		return nil
	}
}

func trustOf(file *model.TlsValidationContextFileTrust, sds *model.TlsValidationContextSdsTrust,
	acm *model.TlsValidationContextAcmTrust) trust {
	switch {
	case file != nil:
		return trust{file: text(file.CertificateChain)}
	case sds != nil:
		return trust{secret: text(sds.SecretName)}
	case acm != nil:
		return trust{arns: acm.CertificateAuthorityArns}
	default:
		return trust{}
	}
}

func namesOf(s *model.SubjectAlternativeNames) []string {
	if s == nil || s.Match == nil {
		return nil
	}
	return s.Match.Exact
}
