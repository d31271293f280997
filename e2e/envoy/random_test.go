package envoy

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/envoy"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// object is a JSON object.
type object = map[string]any

// drawer draws meshes with values in their specs that Envoy might reject.
type drawer struct{ *rand.Rand }

func (d drawer) chance(n int) bool { return d.IntN(n) == 0 }

func (d drawer) word() string {
	return []string{"a", "x-y", "Ä b", `q"\`, "50%", "a.b*", "*", "*.c", "%REQ(X)%", "/p", "/p/", "(?i)a+", `\d{1,200}`, "a(", "(?=a)", ":authority", "A"}[d.IntN(17)]
}

func (d drawer) path() string {
	return []string{"/", "/a", "/a/", "/a b", "/ä?", `/\1`, "/%41"}[d.IntN(7)]
}

func (d drawer) duration() object {
	return object{"unit": []string{"s", "ms"}[d.IntN(2)], "value": []int64{0, 1, 1500, 1 << 60}[d.IntN(4)]}
}

func (d drawer) tls(client bool) object {
	certificate := []object{
		{"file": object{"certificateChain": "/tls/chain.pem", "privateKey": "/tls/key.pem"}}, {"sds": object{"secretName": d.word()}},
		{"acm": object{"certificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/x"}},
	}
	validation := object{
		"trust":                   []object{{"file": object{"certificateChain": "/tls/ca.pem"}}, {"sds": object{"secretName": "ca"}}}[d.IntN(2)],
		"subjectAlternativeNames": object{"match": object{"exact": []string{d.word(), "spiffe://a/b"}}},
	}
	if client {
		o := object{"enforce": d.chance(2), "validation": validation}
		if d.chance(2) {
			o["certificate"] = certificate[d.IntN(2)]
		}
		if d.chance(2) {
			o["ports"] = []int{80, 81}
		}
		return o
	}
	o := object{"mode": []string{"STRICT", "PERMISSIVE", "DISABLED"}[d.IntN(3)], "certificate": certificate[d.IntN(3)]}
	if d.chance(2) {
		o["validation"] = validation
	}
	return o
}

func (d drawer) listener(gateway bool) (object, string) {
	protocols := []string{"http", "http2", "grpc", "tcp"}
	protocol := protocols[d.IntN(4)]
	if gateway {
		protocol = protocols[d.IntN(3)]
	}
	l := object{"portMapping": object{"port": []int{80, 81, 443, 15001}[d.IntN(4)], "protocol": protocol}}
	if d.chance(3) {
		l["tls"] = d.tls(false)
	}
	if d.chance(3) {
		l["healthCheck"] = object{"protocol": protocol, "path": d.path(), "healthyThreshold": 2, "unhealthyThreshold": 2, "intervalMillis": 5000, "timeoutMillis": 2000}
	}
	if d.chance(3) {
		pool := object{"http": object{"maxConnections": 1, "maxPendingRequests": 1}, "tcp": object{"maxConnections": 1}, "http2": object{"maxRequests": 1}, "grpc": object{"maxRequests": 1}}
		l["connectionPool"] = object{protocol: pool[protocol]}
	}
	if !gateway && d.chance(3) {
		l["outlierDetection"] = object{"maxServerErrors": int64(1) << d.IntN(50), "interval": d.duration(), "baseEjectionDuration": d.duration(), "maxEjectionPercent": d.IntN(101)}
	}
	if !gateway && d.chance(3) {
		timeout := object{"idle": d.duration()}
		if protocol != "tcp" {
			timeout["perRequest"] = d.duration()
		}
		l["timeout"] = object{protocol: timeout}
	}
	return l, protocol
}

func (d drawer) criterion() object {
	o := object{"name": d.word(), "invert": d.chance(2)}
	if w := d.word(); !d.chance(4) {
		o["match"] = []object{{"exact": w}, {"prefix": w}, {"suffix": w}, {"regex": w}, {"range": object{"start": d.IntN(9), "end": d.IntN(9)}}}[d.IntN(5)]
	}
	return o
}

func (d drawer) match(gateway, grpc bool) object {
	m := object{}
	if grpc {
		if d.chance(2) {
			m["serviceName"] = d.word()
		}
		if d.chance(2) {
			m["metadata"] = []object{d.criterion()}
		}
	} else {
		switch d.IntN(3) {
		case 0:
			m["prefix"] = d.path()
		case 1:
			m["path"] = object{"exact": d.path()}
		default:
			m["path"] = object{"regex": d.path() + d.word()}
		}
		if d.chance(2) {
			m["headers"] = []object{d.criterion(), d.criterion()}
		}
		if d.chance(2) {
			m["queryParameters"] = []object{{"name": d.word()}, {"name": "q", "match": object{"exact": d.word()}}}
		}
	}
	if gateway && d.chance(2) {
		m["hostname"] = []object{{"exact": d.word()}, {"suffix": d.word()}}[d.IntN(2)]
	}
	return m
}

// steps draws a mesh. The caller omits the steps that the server refuses.
func (d drawer) steps() (steps []server.Step) {
	add := func(operation string, input object) {
		data, err := json.Marshal(input)
		if err != nil {
			panic(err) // all values have a JSON form
		}
		steps = append(steps, server.Step{Operation: operation, Input: data})
	}
	mesh := object{}
	if d.chance(2) {
		mesh["egressFilter"] = object{"type": "ALLOW_ALL"}
	}
	if d.chance(3) {
		mesh["serviceDiscovery"] = object{"ipPreference": []string{"IPv4_ONLY", "IPv6_ONLY", "IPv6_PREFERRED"}[d.IntN(3)]}
	}
	add("CreateMesh", object{"meshName": "m", "spec": mesh})
	log := object{"accessLog": object{"file": object{"path": "/dev/null", "format": []object{{"text": d.word()}, {"json": []object{{"key": d.word(), "value": d.word()}}}}[d.IntN(2)]}}}
	services := []string{"a.svc", "A.svc", "*", "*.c", "ü 50%", "b.svc"}
	for i := range 3 {
		name := fmt.Sprint("n", i)
		l, _ := d.listener(false)
		second, _ := d.listener(false)
		discovery := []object{{"dns": object{"hostname": []string{"n.local", "10.0.0.1", "::1", "ü b"}[d.IntN(4)], "responseType": []string{"LOADBALANCER", "ENDPOINTS"}[d.IntN(2)]}},
			{"awsCloudMap": object{"namespaceName": "ns", "serviceName": "s"}}}[d.IntN(2)]
		spec := object{"listeners": []object{l, second}, "serviceDiscovery": discovery, "logging": log}
		var backends []object
		for _, service := range services {
			backend := object{"virtualServiceName": service}
			if d.chance(3) {
				backend["clientPolicy"] = object{"tls": d.tls(true)}
			}
			backends = append(backends, object{"virtualService": backend})
		}
		if spec["backends"] = backends; d.chance(2) {
			spec["backendDefaults"] = object{"clientPolicy": object{"tls": d.tls(true)}}
		}
		add("CreateVirtualNode", object{"meshName": "m", "virtualNodeName": name, "spec": spec})
		router := fmt.Sprint("r", i)
		rl, protocol := d.listener(false)
		number := rl["portMapping"].(object)["port"]
		add("CreateVirtualRouter", object{"meshName": "m", "virtualRouterName": router, "spec": object{"listeners": []object{{"portMapping": rl["portMapping"]}}}})
		for j := range 3 {
			target := object{"virtualNode": fmt.Sprint("n", d.IntN(i+1)), "weight": d.IntN(3), "port": number}
			other := object{"virtualNode": name, "weight": d.IntN(3), "port": 80}
			route := object{"action": object{"weightedTargets": []object{target, other}}}
			if protocol != "tcp" {
				route["match"] = d.match(false, protocol == "grpc")
				if d.chance(2) {
					route["timeout"] = object{"perRequest": d.duration(), "idle": d.duration()}
				}
				if d.chance(2) {
					route["retryPolicy"] = object{"httpRetryEvents": []string{"server-error", "stream-error", "client-error"}, "tcpRetryEvents": []string{"connection-error"}, "maxRetries": int64(1) << d.IntN(40), "perRetryTimeout": d.duration()}
				}
			}
			spec := object{protocol + "Route": route}
			if d.chance(2) {
				spec["priority"] = d.IntN(3)
			}
			add("CreateRoute", object{"meshName": "m", "virtualRouterName": router, "routeName": fmt.Sprint("route", j), "spec": spec})
		}
		provider := []object{{"virtualRouter": object{"virtualRouterName": router}}, {"virtualNode": object{"virtualNodeName": name}}}[d.IntN(2)]
		for _, service := range services[2*i : 2*i+2] {
			add("CreateVirtualService", object{"meshName": "m", "virtualServiceName": service, "spec": object{"provider": provider}})
		}
	}
	first, protocol := d.listener(true)
	second, _ := d.listener(true)
	spec := object{"listeners": []object{first, second}, "logging": log}
	if d.chance(2) {
		spec["backendDefaults"] = object{"clientPolicy": object{"tls": d.tls(true)}}
	}
	add("CreateVirtualGateway", object{"meshName": "m", "virtualGatewayName": "g", "spec": spec})
	for i, service := range services {
		match := d.match(true, protocol == "grpc")
		match["port"] = first["portMapping"].(object)["port"]
		action := object{"target": object{"virtualService": object{"virtualServiceName": service}, "port": []int{80, 81}[d.IntN(2)]}}
		if d.chance(2) {
			action["rewrite"] = object{"hostname": object{"defaultTargetHostname": "DISABLED"}}
		}
		if _, is := match["prefix"]; is && d.chance(2) {
			action["rewrite"] = []object{{"prefix": object{"value": "/new/"}}, {"path": object{"exact": d.path()}}, {"prefix": object{"defaultPrefix": "DISABLED"}}}[d.IntN(3)]
		}
		add("CreateGatewayRoute", object{"meshName": "m", "virtualGatewayName": "g", "gatewayRouteName": fmt.Sprint("gr", i), "spec": object{protocol + "Route": object{"match": match, "action": action}}})
	}
	return steps
}

func TestEnvoyAcceptsRandomMeshes(t *testing.T) {
	t.Parallel()
	binary(t)
	meshes := 300
	if testing.Short() {
		meshes = 20
	}
	made, left := 0, 0
	for i := range meshes {
		d := drawer{rand.New(rand.NewPCG(uint64(i), 1))}
		s, err := server.New(server.Options{Relax: []int{28}})
		if err != nil {
			t.Fatal(err)
		}
		for _, step := range d.steps() {
			if err := s.Apply("", "", []server.Step{step}); err == nil {
				made++
			} else if left++; !strings.Contains(err.Error(), "Exception") {
				t.Fatal(err)
			}
		}
		snapshot := s.Checkpoint()
		for _, ref := range []string{"virtualGateway/g", fmt.Sprint("virtualNode/n", i%3)} {
			key, err := envoy.ParseResource("mesh/m/"+ref, tenant)
			if err != nil {
				t.Fatal(err)
			}
			in := envoy.Input{State: snapshot, Resource: key, Source: envoy.Static}
			if i%2 == 0 {
				in.Options.SDS = "/run/sds.sock"
			}
			if snapshot.Get(key) == nil || key.Kind == state.VirtualGateway && i%4 == 3 {
				continue
			}
			config, err := envoy.Translate(in)
			if err != nil {
				t.Fatal(err)
			}
			t.Run(fmt.Sprintf("%d %s", i, key.Kind), func(t *testing.T) {
				t.Parallel()
				text := withFiles(t, withSDS(config.StaticJSON("")))
				if rejection := validate(t, text); rejection != "" {
					t.Errorf("%s\n%s", rejection, text)
				}
			})
		}
	}
	if t.Logf("%d resources made, %d refused", made, left); left > made {
		t.Errorf("%d resources were created, and %d refused", made, left)
	}
}
