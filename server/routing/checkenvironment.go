package routing

import (
	"net/netip"
	"slices"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
)

// checkListenerCertificate reports certificates of a listener with unknown content.
func (a *analysis) checkListenerCertificate(ref, at string, tls *model.ListenerTls) {
	if tls == nil || deref(tls.Mode) == "DISABLED" {
		return
	}
	if c := tls.Certificate; c != nil && c.File != nil {
		a.checkCertificate(ref, at+".tls.certificate.file.certificateChain", deref(c.File.CertificateChain))
	} else if c != nil && c.Acm != nil {
		a.checkCertificate(ref, at+".tls.certificate.acm.certificateArn", deref(c.Acm.CertificateArn))
	}
	if v := tls.Validation; v != nil && v.Trust != nil && v.Trust.File != nil {
		a.checkCertificate(ref, at+".tls.validation.trust.file.certificateChain", deref(v.Trust.File.CertificateChain))
	}
}

// checkClientCertificate reports certificates of a client policy with unknown content.
func (a *analysis) checkClientCertificate(ref, at string, tls *model.ClientPolicyTls) {
	if c := tls.Certificate; c != nil && c.File != nil {
		a.checkCertificate(ref, at+".certificate.file.certificateChain", deref(c.File.CertificateChain))
	}
	if tls.Validation == nil || tls.Validation.Trust == nil {
		return
	}
	trust := tls.Validation.Trust
	if trust.File != nil {
		a.checkCertificate(ref, at+".validation.trust.file.certificateChain", deref(trust.File.CertificateChain))
	}
	if trust.Acm != nil {
		for i, arn := range trust.Acm.CertificateAuthorityArns {
			a.checkCertificate(ref, index(at+".validation.trust.acm.certificateAuthorityArns", i), arn)
		}
	}
}

func (a *analysis) checkCertificate(ref, path, name string) {
	if a.env.HasCertificate == nil || a.env.HasCertificate(name) {
		return
	}
	a.add(CertificateUnknown, ref, path, "the content of %s is not known", name)
}

// checkAddresses reports an IP preference that excludes all known addresses of a node.
func (a *analysis) checkAddresses(n *node) {
	d := n.spec.ServiceDiscovery
	if d == nil {
		return
	}
	preference, path := a.mesh.ipPreference(d)
	var addresses []netip.Addr
	for _, name := range n.hostnames() {
		if literal, err := netip.ParseAddr(name); err == nil {
			addresses = append(addresses, literal)
		} else if a.env.Addresses != nil {
			addresses = append(addresses, a.env.Addresses(name)...)
		}
	}
	if d.AwsCloudMap != nil {
		addresses = append(addresses, cloudMapAddresses(d.AwsCloudMap)...)
	}
	var usable func(netip.Addr) bool
	switch preference {
	case "IPv4_ONLY":
		usable = func(ip netip.Addr) bool { return ip.Unmap().Is4() }
	case "IPv6_ONLY":
		usable = func(ip netip.Addr) bool { return !ip.Unmap().Is4() }
	default:
		return
	}
	if len(addresses) > 0 && !slices.ContainsFunc(addresses, usable) {
		a.add(IPPreferenceExcludes, n.ref, path, "%s excludes all its addresses, such as %s", preference, addresses[0])
	}
}

// ipPreference returns the preference that applies to a node, and the path of its service
// discovery. A preference of the node replaces the preference of the mesh.
func (m *Mesh) ipPreference(d *model.ServiceDiscovery) (preference, path string) {
	var own *string
	path = "spec.serviceDiscovery.dns"
	if d.Dns != nil {
		own = d.Dns.IpPreference
	} else if d.AwsCloudMap != nil {
		own, path = d.AwsCloudMap.IpPreference, "spec.serviceDiscovery.awsCloudMap"
	}
	if own == nil && m.spec.ServiceDiscovery != nil {
		own = m.spec.ServiceDiscovery.IpPreference
	}
	return deref(own), path
}

// cloudMapAddresses returns the addresses that the attributes of a Cloud Map service select.
func cloudMapAddresses(d *model.AwsCloudMapServiceDiscovery) (all []netip.Addr) {
	for i := range d.Attributes {
		key := deref(d.Attributes[i].Key)
		if key != "AWS_INSTANCE_IPV4" && key != "AWS_INSTANCE_IPV6" {
			continue
		}
		if ip, err := netip.ParseAddr(deref(d.Attributes[i].Value)); err == nil {
			all = append(all, ip)
		}
	}
	return all
}
