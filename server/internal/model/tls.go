package model

import (
	"reflect"
	"strings"
)

// Rules for TLS: the trust of a validation context, and ARNs of AWS Certificate Manager.

// trusts lists the unions for which Check, not the model, refuses an absent member, because
// the service had its own message for them (rule 67).
var trusts = map[reflect.Type]bool{
	reflect.TypeFor[ListenerTlsValidationContextTrust]():               true,
	reflect.TypeFor[TlsValidationContextTrust]():                       true,
	reflect.TypeFor[VirtualGatewayListenerTlsValidationContextTrust](): true,
	reflect.TypeFor[VirtualGatewayTlsValidationContextTrust]():         true,
}

func (t *ClientPolicyTls) check(c *checker, path string) {
	trust := deref(deref(t.Validation).Trust)
	c.trust(path, trust.Acm != nil, trust.File != nil, trust.Sds != nil)
	c.authorities(path, deref(trust.Acm).CertificateAuthorityArns)
}

func (t *VirtualGatewayClientPolicyTls) check(c *checker, path string) {
	trust := deref(deref(t.Validation).Trust)
	c.trust(path, trust.Acm != nil, trust.File != nil, trust.Sds != nil)
	c.authorities(path, deref(trust.Acm).CertificateAuthorityArns)
}

func (t *ListenerTls) check(c *checker, path string) {
	if certificate := deref(t.Certificate).Acm; certificate != nil {
		c.certificate(path, deref(certificate.CertificateArn))
	}
	if t.Validation != nil {
		trust := deref(t.Validation.Trust)
		c.trust(path, trust.File != nil, trust.Sds != nil)
	}
}

func (t *VirtualGatewayListenerTls) check(c *checker, path string) {
	if certificate := deref(t.Certificate).Acm; certificate != nil {
		c.certificate(path, deref(certificate.CertificateArn))
	}
	if t.Validation != nil {
		trust := deref(t.Validation.Trust)
		c.trust(path, trust.File != nil, trust.Sds != nil)
	}
}

// trust checks that the TLS validation at the path has a trust (rule 67). Two kinds of trust
// violate the model.
func (c *checker) trust(path string, set ...bool) {
	if count(set) == 0 {
		c.refuse(ruleTrust, path+".validation.trust", "One type of TLS Validation Context Trust must be set.")
	}
}

// certificate checks the ARN of the TLS certificate at the path (rule 68).
func (c *checker) certificate(path, arn string) {
	if !isARN(arn, "acm") {
		c.must(ruleACM, path+".certificate.acm.certificateArn",
			"be the ARN of a certificate, as in arn:aws:acm:region:account:certificate/id")
	}
}

// authorities checks the ARNs of the trusted certificate authorities at the path (rule 68).
func (c *checker) authorities(path string, arns []string) {
	for i, arn := range arns {
		if !isARN(arn, "acm-pca") {
			c.must(ruleACM, item(path+".validation.trust.acm.certificateAuthorityArns", i),
				"be the ARN of a certificate authority, "+
					"as in arn:aws:acm-pca:region:account:certificate-authority/id")
		}
	}
}

// isARN reports whether s has the form of an ARN of the service. It accepts any
// partition, region, account and resource.
func isARN(s, service string) bool {
	parts := strings.SplitN(s, ":", 6)
	if len(parts) < 6 || parts[0] != "arn" || parts[2] != service {
		return false
	}
	for _, part := range parts {
		if part == "" {
			return false
		}
	}
	return true
}
