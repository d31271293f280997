package envoy

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net"
	"strconv"
	"strings"
)

// Bootstrap describes the bootstrap of an Envoy.
type Bootstrap struct {
	Resource string // the node id: an ARN, or mesh/MESH/virtualNode/NAME
	Server   string // the address of this server: HOST:PORT or unix:PATH
	TLS      bool   // whether the server uses TLS
	Source   Source // REST or ADS
	Admin    string // the address of Envoy's admin interface: HOST:PORT or unix:PATH; none if empty
	Options  Options
}

// MetadataKey is the member of a node's metadata that contains the Options.
const MetadataKey = "appmesh-mock"

// JSON returns the bootstrap as JSON.
func (b Bootstrap) JSON() ([]byte, error) {
	if err := b.Options.Check(); err != nil {
		return nil, err
	}
	metadata, err := json.Marshal(b.Options)
	if err != nil {
		return nil, err
	}
	server, err := dial(b.Server)
	if err != nil {
		return nil, fmt.Errorf("the server's address: %w", err)
	}
	xds := clusterOf(XDSCluster, cond(b.Source == ADS, grpc, http), remoteTimeout, limits{})
	xds["type"] = "STRICT_DNS"
	if strings.HasPrefix(b.Server, "unix:") {
		xds["type"] = "STATIC"
	}
	xds["load_assignment"] = assignment(XDSCluster, []object{{"endpoint": object{"address": server}}})
	if b.TLS {
		xds["transport_socket"] = extension("envoy.transport_sockets.tls",
			"extensions.transport_sockets.tls.v3.UpstreamTlsContext", nil)
	}
	clusters := []object{xds}
	if b.Options.SDS != "" {
		sds := clusterOf(SDSCluster, grpc, remoteTimeout, limits{})
		sds["load_assignment"] = assignment(SDSCluster, []object{{"endpoint": object{
			"address": object{"pipe": object{"path": b.Options.SDS}},
		}}})
		clusters = append(clusters, sds)
	}
	document := object{
		"node": object{
			"id": b.Resource, "cluster": b.Resource, "metadata": object{MetadataKey: raw(metadata)},
		},
		"dynamic_resources": b.dynamicResources(),
		"static_resources":  object{"clusters": clusters},
		"layered_runtime": object{"layers": []object{{
			// Envoy's own limit of 100 would refuse expressions that App Mesh's Envoys accepted.
			"name": "static", "static_layer": object{"re2.max_program_size.error_level": 100 * maxProgram},
		}}},
	}
	if b.Admin != "" {
		address, err := dial(b.Admin)
		if err != nil {
			return nil, fmt.Errorf("the admin address: %w", err)
		}
		document["admin"] = object{"address": address}
	}
	return []byte(document.encode()), nil
}

func (b Bootstrap) dynamicResources() object {
	if b.Source == ADS {
		source := object{"ads": object{}, "resource_api_version": "V3", "initial_fetch_timeout": "2s"}
		return object{
			"lds_config": source, "cds_config": source,
			"ads_config": object{
				"api_type": "GRPC", "transport_api_version": "V3",
				"grpc_services": []object{{"envoy_grpc": object{"cluster_name": XDSCluster}}},
			},
		}
	}
	// If the resource does not exist yet, the Envoy waits for this time once per type.
	source := restSource(b.Options.Refresh, "2s")
	return object{"lds_config": source, "cds_config": source}
}

// restSource returns the configuration source of this server over REST.
func restSource(refresh, fetchTimeout string) object {
	return object{
		"resource_api_version": "V3", "initial_fetch_timeout": fetchTimeout,
		"api_config_source": object{
			"api_type": "REST", "transport_api_version": "V3", "cluster_names": []string{XDSCluster},
			"refresh_delay": interval(refresh), "request_timeout": "5s",
		},
	}
}

// interval returns a duration in Envoy's format, in seconds.
func interval(refresh string) string {
	d, err := parseInterval(cmp.Or(refresh, DefaultRefresh))
	if err != nil { // Options.Check has refused it
		return DefaultRefresh
	}
	return seconds(d.Milliseconds())
}

// dial returns Envoy's form of the address HOST:PORT or unix:PATH.
func dial(address string) (object, error) {
	if path, ok := strings.CutPrefix(address, "unix:"); ok {
		return object{"pipe": object{"path": path}}, nil
	}
	host, number, err := net.SplitHostPort(address)
	if err != nil || !isPort(number) {
		return nil, fmt.Errorf("%q must be HOST:PORT or unix:PATH", address)
	}
	n, _ := strconv.Atoi(number) // isPort has read it
	return socketAddress(cmp.Or(host, "127.0.0.1"), n), nil
}

func cond[T any](is bool, yes, no T) T {
	if is {
		return yes
	}
	return no
}
