package envoy

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
)

// target adds the cluster of a virtual node and returns its name. A target that cannot be
// reached gets a cluster without endpoints: its share of the requests fails, as in App Mesh,
// and the other targets keep their shares.
//
// The argument number is the port in the target, or 0; from is the port through which
// requests reach the target.
func (t *translator) target(ref, name string, number int, from port, b backend) string {
	n := t.mesh.node(name)
	if n == nil {
		t.omit(ref, "there is no virtual node "+name)
		return t.addCluster(t.emptyCluster(name, from), b.service)
	}
	l := n.listener(number, from.number)
	if l == nil {
		t.omit(ref, "the virtual node "+name+" has no listener on the port")
		return t.addCluster(t.emptyCluster(name, from), b.service)
	}
	on := portOf(l.PortMapping)
	if on.family() != from.family() {
		t.omit(ref, "a route of protocol "+from.protocol+" cannot lead to the virtual node "+name+", which has "+
			on.protocol)
		return t.addCluster(t.emptyCluster(name, from), b.service)
	}
	key := clusterKey{name, on.number, b.policy}
	if known, ok := t.targets[key]; ok {
		return known
	}
	cluster := t.addCluster(t.nodeCluster(n, l, on, b), b.service)
	t.targets[key] = cluster
	return cluster
}

// clusterKey identifies a cluster. Targets with equal keys share a cluster.
type clusterKey struct {
	node   string
	port   int
	policy *clientPolicy
}

// backend is a virtual service from the view of its client.
type backend struct {
	service string
	policy  *clientPolicy
}

// addCluster adds a cluster and returns its name. If another cluster has the same name, it
// appends the name of the service. This happens if backends of a node have different policies
// for the same target.
func (t *translator) addCluster(cluster object, service string) string {
	name := cluster["name"].(string)
	if content, ok := t.sets[Clusters][name]; ok && !bytes.Equal(content, withType(Clusters, cluster).encode()) {
		name += "_" + service
		cluster["name"] = name
		if a, ok := cluster["load_assignment"].(object); ok {
			a["cluster_name"] = name
		}
	}
	t.add(Clusters, name, cluster)
	return name
}

func (t *translator) egressName(node string, on port) string {
	return "cds_egress_" + t.mesh.key.Name() + "_" + node + "_" + on.protocol + "_" + strconv.Itoa(on.number)
}

func (t *translator) ingressName(name string, on port) string {
	return "cds_ingress_" + t.mesh.key.Name() + "_" + name + "_" + on.protocol + "_" + strconv.Itoa(on.number)
}

// clusterOf returns a cluster of type STATIC without endpoints.
func clusterOf(name, protocol, timeout string, l limits) object {
	c := object{
		"name": name, "type": "STATIC", "connect_timeout": timeout,
		"circuit_breakers": unlimited,
		"load_assignment":  assignment(name, nil),
	}
	if l != (limits{}) {
		c["circuit_breakers"] = l.circuitBreakers()
	}
	if protocol == http2 || protocol == grpc {
		c["typed_extension_protocol_options"] = object{
			"envoy.extensions.upstreams.http.v3.HttpProtocolOptions": typed(
				"extensions.upstreams.http.v3.HttpProtocolOptions",
				object{"explicit_http_config": object{"http2_protocol_options": object{}}}),
		}
	}
	return c
}

const (
	remoteTimeout = "1s"    // to connect to another node
	localTimeout  = "0.25s" // to connect to the local application
)

func (t *translator) emptyCluster(node string, on port) object {
	return clusterOf(t.egressName(node, on), on.protocol, remoteTimeout, limits{})
}

// nodeCluster returns the cluster of a listener of another node.
func (t *translator) nodeCluster(n *node, l *model.VirtualNodeListener, on port, b backend) object {
	c := clusterOf(t.egressName(n.name, on), on.protocol, remoteTimeout, limits{})
	ref := "virtualNode/" + n.name
	socket, err := t.upstream(b.policy, nodeTLS(l.Tls), on)
	if err != nil {
		t.omit(ref, err.Error())
		return c
	}
	if socket != nil {
		c["transport_socket"] = socket
	}
	if h := healthCheck(l.HealthCheck); h != nil {
		if text(l.HealthCheck.Protocol) == grpc && on.protocol != http2 && on.protocol != grpc {
			t.omit(ref, "a health check of protocol grpc needs a listener of protocol http2 or grpc")
		} else {
			c["health_checks"] = []object{h}
		}
	}
	if d := outlierDetection(l.OutlierDetection); d != nil {
		c["outlier_detection"] = d
	} else if l.OutlierDetection != nil {
		t.omit(ref, "an outlier detection needs an interval and a base ejection duration above 0")
	}
	check := 0
	if l.HealthCheck != nil && int(value(l.HealthCheck.Port)) != on.number {
		check = int(value(l.HealthCheck.Port))
	}
	t.discover(c, n, on, check)
	return c
}

// discover sets the source of endpoints for a node's cluster.
func (t *translator) discover(c object, n *node, on port, check int) {
	ref := "virtualNode/" + n.name
	switch d := n.spec.ServiceDiscovery; {
	case d == nil || d.Dns == nil && d.AwsCloudMap == nil:
		t.omit(ref, "without service discovery the virtual node has no endpoints")
	case d.AwsCloudMap != nil:
		t.discoverCloudMap(c, ref, d.AwsCloudMap, check)
	default:
		t.discoverDNS(c, ref, d.Dns, on, check)
	}
}

func (t *translator) discoverDNS(c object, ref string, d *model.DnsServiceDiscovery, on port, check int) {
	host := text(d.Hostname)
	if addresses, ok := t.Endpoints.host(host, on.number); ok {
		t.setAddresses(c, addresses, check)
		return
	}
	if host == "" || strings.ContainsFunc(host, isControl) {
		t.omit(ref, "the host name is invalid")
		return
	}
	if !t.inForce(ruleTrailingDot) && !isAddress(host) && !strings.HasSuffix(host, ".") {
		host += "."
	}
	c["type"] = "LOGICAL_DNS"
	if text(d.ResponseType) == "ENDPOINTS" {
		c["type"] = "STRICT_DNS"
	}
	c["dns_lookup_family"] = family(t.preference(d.IpPreference))
	c["load_assignment"] = assignment(c["name"].(string), []object{endpoint(host, on.number, check)})
}

func (t *translator) discoverCloudMap(c object, ref string, d *model.AwsCloudMapServiceDiscovery, check int) {
	addresses, ok := t.Endpoints.cloudMap(d)
	if !ok {
		t.omit(ref, "there is no Cloud Map here: map cloudmap:"+text(d.NamespaceName)+"/"+text(d.ServiceName)+
			" to addresses with PUT /_mock/endpoints")
	}
	t.setAddresses(c, prefer(addresses, t.preference(d.IpPreference)), check)
	if t.Source == Static || c["type"] != "STATIC" {
		return
	}
	name := c["name"].(string)
	t.add(Endpoints, name, c["load_assignment"].(object))
	delete(c, "load_assignment")
	c["type"] = "EDS"
	c["eds_cluster_config"] = object{"service_name": name, "eds_config": t.configSource()}
}

// setAddresses sets mapped addresses. Host names are looked up by DNS.
func (t *translator) setAddresses(c object, addresses []string, check int) {
	var endpoints []object
	for _, address := range addresses {
		host, number, err := splitAddress(address)
		if err != nil { // EndpointMap.Check has refused it
			continue
		}
		if !isAddress(host) {
			c["type"] = "STRICT_DNS"
		}
		endpoints = append(endpoints, endpoint(host, number, check))
	}
	c["load_assignment"] = assignment(c["name"].(string), endpoints)
}

func assignment(cluster string, endpoints []object) object {
	if endpoints == nil {
		return object{"cluster_name": cluster}
	}
	return object{"cluster_name": cluster, "endpoints": []object{{"lb_endpoints": endpoints}}}
}

func endpoint(host string, number, check int) object {
	e := object{"address": socketAddress(host, number)}
	if check != 0 {
		e["health_check_config"] = object{"port_value": check}
	}
	return object{"endpoint": e}
}
