package envoy

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Certificate holds the files of a certificate or an authority on the Envoy's machine.
type Certificate struct {
	CertificateChain string `json:"certificateChain"`
	PrivateKey       string `json:"privateKey,omitempty"` // none for an authority
}

// CertificateMap holds certificates by the ARN, or the name of a secret, in specs.
type CertificateMap map[string]Certificate

// Check returns an error if a certificate has no file.
func (m CertificateMap) Check() error {
	for name, c := range m {
		if name == "" || c.CertificateChain == "" ||
			strings.ContainsFunc(name+c.CertificateChain+c.PrivateKey, isControl) {
			return fmt.Errorf("certificate %q: certificateChain must be the path of a file", name)
		}
	}
	return nil
}

// certificate is a certificate in a spec: files, or a secret by name or ARN.
type certificate struct{ chain, key, secret, arn string }

// trust is the trusted authorities in a spec: a file, a secret by name, or ARNs.
type trust struct {
	file, secret string
	arns         []string
}

// validation holds the requirements of a spec for the peer's certificate.
type validation struct {
	trust trust
	names []string // subject alternative names, of which the certificate must have one
}

// addCertificate adds a certificate to a CommonTlsContext.
func (t *translator) addCertificate(common object, c *certificate) error {
	if c.chain != "" {
		common["tls_certificates"] = []object{certificateFiles(Certificate{c.chain, c.key})}
		return nil
	}
	name := c.secret + c.arn
	config, err := t.secret(name, name, c.arn != "", func(files Certificate) object {
		return object{"tls_certificate": certificateFiles(files)}
	})
	if err == nil {
		common["tls_certificate_sds_secret_configs"] = []object{config}
	}
	return err
}

func certificateFiles(c Certificate) object {
	return object{
		"certificate_chain": object{"filename": c.CertificateChain},
		"private_key":       object{"filename": c.PrivateKey},
	}
}

// addValidation adds the validation of the peer's certificate to a CommonTlsContext.
func (t *translator) addValidation(common object, v *validation) error {
	context := object{}
	var names []object
	for _, name := range v.names {
		kind := "DNS"
		if strings.Contains(name, "://") {
			kind = "URI"
		}
		names = append(names, object{"san_type": kind, "matcher": object{"exact": name}})
	}
	if names != nil {
		context["match_typed_subject_alt_names"] = names
	}
	if v.trust.file != "" {
		context["trusted_ca"] = object{"filename": v.trust.file}
		common["validation_context"] = context
		return nil
	}
	name, err := t.authority(v.trust)
	if err != nil {
		return err
	}
	config, err := t.secret(name, "trust:"+name, v.trust.secret == "", func(files Certificate) object {
		return object{"validation_context": object{"trusted_ca": object{"filename": files.CertificateChain}}}
	})
	if err != nil {
		return err
	}
	common["combined_validation_context"] = object{
		"default_validation_context":           context,
		"validation_context_sds_secret_config": config,
	}
	return nil
}

// authority returns the secret with the authorities. Envoy accepts one file, so several
// authorities must be in the same file.
func (t *translator) authority(v trust) (string, error) {
	if v.secret != "" {
		return v.secret, nil
	}
	if len(v.arns) == 0 {
		return "", errors.New("the validation names no authority")
	}
	for _, arn := range v.arns[1:] {
		if t.Certificates[arn] != t.Certificates[v.arns[0]] {
			return "", fmt.Errorf("the authorities %s must have one file: "+
				"map them to a file with the certificates of all", strings.Join(v.arns, " and "))
		}
	}
	return v.arns[0], nil
}

// secret returns the reference to a secret. A secret that is mapped to files is added to the
// secrets that this server serves. Other secrets come from the Envoy's own server of secrets.
func (t *translator) secret(name, served string, isARN bool, content func(Certificate) object) (object, error) {
	files, mapped := t.Certificates[name]
	switch {
	case mapped:
		s := content(files)
		s["name"] = served
		t.add(Secrets, served, s)
		config := object{"name": served}
		if t.Source != Static {
			config["sds_config"] = t.configSource()
		}
		return config, nil
	case isARN:
		return nil, fmt.Errorf("certificate %s: there is no ACM here; "+
			"map the ARN to files with PUT /_mock/certificates", name)
	case t.Options.SDS != "":
		return object{"name": name, "sds_config": object{
			"resource_api_version": "V3",
			"api_config_source": object{
				"api_type": "GRPC", "transport_api_version": "V3",
				"grpc_services": []object{{"envoy_grpc": object{"cluster_name": SDSCluster}}},
			},
		}}, nil
	default:
		return nil, fmt.Errorf("secret %s: give the Envoy a server of secrets with the option sds, "+
			"or map the name to files with PUT /_mock/certificates", name)
	}
}

// listenerTLS is the TLS of a listener.
type listenerTLS struct {
	mode        string // STRICT, PERMISSIVE or DISABLED
	certificate *certificate
	validation  *validation
}

const (
	modePermissive = "PERMISSIVE"
	modeDisabled   = "DISABLED"
)

// offered reports whether the listener accepts TLS.
func (l *listenerTLS) offered() bool { return l != nil && l.mode != "" && l.mode != modeDisabled }

// downstream returns the transport socket of a listener.
func (t *translator) downstream(l *listenerTLS, protocol string) (object, error) {
	common := object{}
	if protocols := alpn(protocol, true); protocols != nil {
		common["alpn_protocols"] = protocols
	}
	if l.certificate == nil {
		return nil, errors.New("the listener has no certificate")
	}
	if err := t.addCertificate(common, l.certificate); err != nil {
		return nil, err
	}
	context := object{"common_tls_context": common}
	if l.validation != nil {
		context["require_client_certificate"] = true
		if err := t.addValidation(common, l.validation); err != nil {
			return nil, err
		}
	}
	return extension("envoy.transport_sockets.tls",
		"extensions.transport_sockets.tls.v3.DownstreamTlsContext", context), nil
}

func alpn(protocol string, server bool) any {
	switch {
	case protocol == tcp:
		return nil
	case server:
		return []string{"h2", "http/1.1"}
	case protocol == http:
		return []string{"http/1.1"}
	default:
		return []string{"h2"}
	}
}

// clientPolicy is the TLS policy for a backend.
type clientPolicy struct {
	enforced    bool
	ports       []int32 // none: all
	certificate *certificate
	validation  *validation
}

// upstream returns the transport socket for a listener, or nil for plain text. A policy that
// is enforced for the port requires TLS. Otherwise the listener's mode decides, because Envoy
// cannot fall back (rule 94). Without a policy any certificate is accepted, as App Mesh's
// clients did (rule 93).
func (t *translator) upstream(p *clientPolicy, l *listenerTLS, on port) (object, error) {
	if p != nil && len(p.ports) > 0 && !slices.Contains(p.ports, int32(on.number)) {
		p = nil
	}
	if (p == nil || !p.enforced) && !l.offered() {
		return nil, nil
	}
	common := object{}
	if protocols := alpn(on.protocol, false); protocols != nil {
		common["alpn_protocols"] = protocols
	}
	if p != nil && p.certificate != nil {
		if err := t.addCertificate(common, p.certificate); err != nil {
			return nil, err
		}
	}
	if p != nil && p.validation != nil {
		if err := t.addValidation(common, p.validation); err != nil {
			return nil, err
		}
	}
	return extension("envoy.transport_sockets.tls",
		"extensions.transport_sockets.tls.v3.UpstreamTlsContext", object{"common_tls_context": common}), nil
}
