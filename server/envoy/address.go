package envoy

import (
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
)

const maxPort = 65535

// EndpointMap maps names to addresses. A key is HOST, HOST:PORT or
// cloudmap:NAMESPACE/SERVICE[?KEY=VALUE[&KEY=VALUE]], an address is HOST:PORT.
type EndpointMap map[string][]string

// Check returns an error if a key or an address is invalid.
func (m EndpointMap) Check() error {
	for key, addresses := range m {
		if key == "" || strings.ContainsFunc(key, isControl) {
			return fmt.Errorf("endpoint %q: the name must not be empty and must have no control characters", key)
		}
		for _, address := range addresses {
			if _, _, err := splitAddress(address); err != nil {
				return fmt.Errorf("endpoint %q: %w", key, err)
			}
		}
	}
	return nil
}

func (m EndpointMap) host(name string, port int) (addresses []string, ok bool) {
	if addresses, ok = m[name+":"+strconv.Itoa(port)]; ok {
		return addresses, true
	}
	addresses, ok = m[name]
	return addresses, ok
}

func (m EndpointMap) cloudMap(d *model.AwsCloudMapServiceDiscovery) (addresses []string, ok bool) {
	name := "cloudmap:" + text(d.NamespaceName) + "/" + text(d.ServiceName)
	if len(d.Attributes) > 0 {
		var attributes []string
		for _, a := range d.Attributes {
			attributes = append(attributes, text(a.Key)+"="+text(a.Value))
		}
		slices.Sort(attributes)
		for key, addresses := range m {
			service, query, has := strings.Cut(key, "?")
			if has && service == name && sameAttributes(query, attributes) {
				return addresses, true
			}
		}
	}
	addresses, ok = m[name]
	return addresses, ok
}

// sameAttributes reports whether a query has exactly the attributes, which are sorted.
func sameAttributes(query string, attributes []string) bool {
	var named []string
	for part := range strings.SplitSeq(query, "&") {
		if unescaped, err := url.QueryUnescape(part); err == nil {
			part = unescaped
		}
		named = append(named, part)
	}
	slices.Sort(named)
	return slices.Equal(named, attributes)
}

// splitAddress splits HOST:PORT. It replaces the name localhost by 127.0.0.1.
func splitAddress(address string) (host string, port int, err error) {
	at := strings.LastIndexByte(address, ':')
	if at < 1 || !isPort(address[at+1:]) || strings.ContainsFunc(address, isControl) {
		return "", 0, fmt.Errorf("%q must be HOST:PORT", address)
	}
	host = strings.Trim(address[:at], "[]")
	if host == "" || strings.ContainsAny(host, " /") || strings.Contains(host, ":") && !isAddress(host) {
		return "", 0, fmt.Errorf("%q must be HOST:PORT", address)
	}
	if host == "localhost" {
		host = "127.0.0.1"
	}
	port, _ = strconv.Atoi(address[at+1:]) // isPort has read it
	return host, port, nil
}

func isAddress(host string) bool {
	a, err := netip.ParseAddr(host)
	return err == nil && a.Zone() == ""
}

func isPort(text string) bool {
	n, err := strconv.Atoi(text)
	return err == nil && n >= 1 && n <= maxPort
}

func isControl(r rune) bool { return r < ' ' || r == 0x7f }

func socketAddress(host string, port int) object {
	return object{"socket_address": object{"address": host, "port_value": port}}
}
