package envoy

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/appmesh-mock/appmesh-mock/state"
)

// Input holds the arguments of Translate.
type Input struct {
	State        state.Snapshot
	Resource     state.Key // a virtual gateway or virtual node
	Options      Options
	Source       Source
	Endpoints    EndpointMap
	Certificates CertificateMap
	InForce      func(rule int) bool // whether a rule is not relaxed; nil if none is
}

// Options holds the options in the metadata of an Envoy's node.
type Options struct {
	// Bind is the address on which listeners are bound. If it is empty, they are bound to all
	// addresses.
	Bind string `json:"bind,omitempty"`
	// Ports maps ports of the mesh, including 15000 and 15001, to the ports on which to listen.
	Ports map[string]int `json:"ports,omitempty"`
	// Explicit is for virtual nodes without iptables. The Envoy listens on the mapped port for
	// each port of the node. On port 15001 it routes HTTP by the Host header.
	Explicit bool `json:"explicit,omitempty"`
	// Applications maps ports of the mesh to addresses of the application. The default is the
	// same port on the loopback address.
	Applications map[string]string `json:"applications,omitempty"`
	// SDS is the Unix socket of a server of secrets, such as that of a SPIRE agent.
	SDS string `json:"sds,omitempty"`
	// Refresh is the interval of polls over REST; DefaultRefresh if empty.
	Refresh string `json:"refresh,omitempty"`
}

// DefaultRefresh is the interval of polls over REST. Envoy adds a random time of up to the
// same length.
const DefaultRefresh = "1s"

// Check returns an error if an option is invalid.
func (o Options) Check() error {
	if o.Bind != "" && !isAddress(o.Bind) {
		return fmt.Errorf("bind %q must be an IP address", o.Bind)
	}
	for port, mapped := range o.Ports {
		if !isPort(port) || mapped < 1 || mapped > maxPort {
			return fmt.Errorf("ports: %q: %d must be two ports, from 1 to %d", port, mapped, maxPort)
		}
	}
	for port, address := range o.Applications {
		if _, _, err := splitAddress(address); err != nil || !isPort(port) {
			return fmt.Errorf("applications: %q: %q must be a port and an IP address with a port", port, address)
		}
	}
	if o.Refresh != "" {
		if _, err := parseInterval(o.Refresh); err != nil {
			return err
		}
	}
	return nil
}

// parseInterval parses an interval of polls. It refuses 0, with which Envoy would crash.
func parseInterval(text string) (time.Duration, error) {
	d, err := time.ParseDuration(text)
	if err != nil || d < 10*time.Millisecond || d > time.Hour {
		return 0, fmt.Errorf("refresh %q must be a duration from 10ms to 1h", text)
	}
	return d, nil
}

// Source is the source of an Envoy's configuration.
type Source string

// The sources.
const (
	Static Source = "static" // one file
	REST   Source = "rest"   // xDS, polled
	ADS    Source = "ads"    // xDS, one gRPC stream
)

// XDSCluster is the name of the cluster for this server in bootstraps.
const XDSCluster = "appmesh-mock"

// SDSCluster is the name of the cluster for a server of secrets, as in AWS's agent.
const SDSCluster = "static_cluster_sds_unix_socket"

// ParseResource returns the key of the gateway or node in an Envoy's node id or a reference:
// an ARN, or mesh/MESH[@OWNER]/virtualGateway/NAME and mesh/MESH[@OWNER]/virtualNode/NAME in
// the given tenant.
func ParseResource(text string, tenant state.Tenant) (state.Key, error) {
	path := text
	if strings.HasPrefix(text, "arn:") {
		parts := strings.SplitN(text, ":", 6)
		if len(parts) != 6 || parts[2] != "appmesh" || parts[3] == "" || parts[4] == "" {
			return state.Key{}, fmt.Errorf("%q is not an ARN of App Mesh", text)
		}
		tenant, path = state.Tenant{Account: parts[4], Region: parts[3]}, parts[5]
	}
	parts := strings.SplitN(path, "/", 4)
	kinds := []state.Kind{state.VirtualGateway, state.VirtualNode}
	if len(parts) != 4 || parts[0] != "mesh" || parts[1] == "" || parts[3] == "" ||
		!slices.Contains(kinds, state.ParseKind(parts[2])) {
		return state.Key{}, fmt.Errorf(
			"%q must be an ARN, mesh/MESH/virtualGateway/NAME or mesh/MESH/virtualNode/NAME", text)
	}
	mesh, owner, shared := strings.Cut(parts[1], "@")
	if shared {
		tenant.Account = owner
	}
	return state.Key{Kind: state.ParseKind(parts[2]), Tenant: tenant, Names: [3]string{mesh, parts[3]}}, nil
}

// NotFoundError reports that the resource of an Envoy, or its mesh, does not exist.
type NotFoundError struct{ Key state.Key }

func (e NotFoundError) Error() string {
	return fmt.Sprintf("there is no %s %q in the mesh %q of account %s in %s",
		e.Key.Kind, e.Key.Name(), e.Key.Names[0], e.Key.Tenant.Account, e.Key.Tenant.Region)
}
