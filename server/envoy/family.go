package envoy

import "net/netip"

// App Mesh's IP preferences.
const (
	ipv4Preferred = "IPv4_PREFERRED"
	ipv6Preferred = "IPv6_PREFERRED"
	ipv4Only      = "IPv4_ONLY"
	ipv6Only      = "IPv6_ONLY"
)

// preference returns the IP preference of a node or, without one, that of the mesh.
func (t *translator) preference(own *string) string {
	if own != nil {
		return *own
	}
	if s := t.mesh.spec.ServiceDiscovery; s != nil {
		return text(s.IpPreference)
	}
	return ""
}

// family returns the DNS lookup family for a preference, as recorded.
func family(preference string) string {
	switch preference {
	case ipv4Preferred:
		return "V4_PREFERRED"
	case ipv4Only:
		return "V4_ONLY"
	case ipv6Only:
		return "V6_ONLY"
	default: // also for IPv6_PREFERRED
		return "AUTO"
	}
}

// prefer returns the addresses that a preference permits. Addresses of the other family are
// included only if the preference permits them and there are no others.
func prefer(addresses []string, preference string) []string {
	var v4, v6 []string
	for _, address := range addresses {
		if a, err := netip.ParseAddrPort(address); err == nil && a.Addr().Unmap().Is6() {
			v6 = append(v6, address)
		} else {
			v4 = append(v4, address)
		}
	}
	switch {
	case preference == ipv4Only:
		return v4
	case preference == ipv6Only:
		return v6
	case preference == ipv6Preferred && v6 != nil, v4 == nil:
		return v6
	default:
		return v4
	}
}

// bind returns the address of a listener. With an IP preference, listeners also accept IPv6.
func (t *translator) bind(number int) object {
	host := t.Options.Bind
	dual := host == "" && t.preference(nil) != ""
	switch {
	case dual:
		host = "::"
	case host == "":
		host = "0.0.0.0"
	}
	a := socketAddress(host, t.mapped(number))
	if dual {
		a["socket_address"].(object)["ipv4_compat"] = true
	}
	return a
}

// loopback returns the address at which the Envoy reaches its machine.
func (t *translator) loopback() string {
	if t.preference(nil) == ipv6Only {
		return "::1"
	}
	return "127.0.0.1"
}
