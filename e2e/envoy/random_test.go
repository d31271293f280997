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

// fuzzer generates meshes with values in their specs that Envoy might reject.
type fuzzer struct{ *rand.Rand }

func (f fuzzer) chance(n int) bool { return f.IntN(n) == 0 }

func (f fuzzer) word() string {
	return []string{"a", "x-y", "Ä b", `q"\`, "50%", "a.b*", "*", "*.c", "%REQ(X)%", "/p", "/p/", "(?i)a+", `\d{1,200}`, "a(", "(?=a)", ":authority", "A"}[f.IntN(17)]
}

func (f fuzzer) path() string {
	return []string{"/", "/a", "/a/", "/a b", "/ä?", `/\1`, "/%41"}[f.IntN(7)]
}

func (f fuzzer) duration() object {
	return object{"unit": []string{"s", "ms"}[f.IntN(2)], "value": []int64{0, 1, 1500, 1 << 60}[f.IntN(4)]}
}

func (f fuzzer) tls(client bool) object {
	certificate := []object{
		{"file": object{"certificateChain": "/tls/chain.pem", "privateKey": "/tls/key.pem"}}, {"sds": object{"secretName": f.word()}},
		{"acm": object{"certificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/x"}},
	}
	validation := object{
		"trust":                   []object{{"file": object{"certificateChain": "/tls/ca.pem"}}, {"sds": object{"secretName": "ca"}}}[f.IntN(2)],
		"subjectAlternativeNames": object{"match": object{"exact": []string{f.word(), "spiffe://a/b"}}},
	}
	if client {
		o := object{"enforce": f.chance(2), "validation": validation}
		if f.chance(2) {
			o["certificate"] = certificate[f.IntN(2)]
		}
		if f.chance(2) {
			o["ports"] = []int{80, 81}
		}
		return o
	}
	o := object{"mode": []string{"STRICT", "PERMISSIVE", "DISABLED"}[f.IntN(3)], "certificate": certificate[f.IntN(3)]}
	if f.chance(2) {
		o["validation"] = validation
	}
	return o
}

func (f fuzzer) listener(gateway bool) (object, string) {
	protocols := []string{"http", "http2", "grpc", "tcp"}
	protocol := protocols[f.IntN(4)]
	if gateway {
		protocol = protocols[f.IntN(3)]
	}
	l := object{"portMapping": object{"port": []int{80, 81, 443, 15001}[f.IntN(4)], "protocol": protocol}}
	if f.chance(3) {
		l["tls"] = f.tls(false)
	}
	if f.chance(3) {
		l["healthCheck"] = object{"protocol": protocol, "path": f.path(), "healthyThreshold": 2, "unhealthyThreshold": 2, "intervalMillis": 5000, "timeoutMillis": 2000}
	}
	if f.chance(3) {
		pool := object{"http": object{"maxConnections": 1, "maxPendingRequests": 1}, "tcp": object{"maxConnections": 1}, "http2": object{"maxRequests": 1}, "grpc": object{"maxRequests": 1}}
		l["connectionPool"] = object{protocol: pool[protocol]}
	}
	if !gateway && f.chance(3) {
		l["outlierDetection"] = object{"maxServerErrors": int64(1) << f.IntN(50), "interval": f.duration(), "baseEjectionDuration": f.duration(), "maxEjectionPercent": f.IntN(101)}
	}
	if !gateway && f.chance(3) {
		timeout := object{"idle": f.duration()}
		if protocol != "tcp" {
			timeout["perRequest"] = f.duration()
		}
		l["timeout"] = object{protocol: timeout}
	}
	return l, protocol
}

func (f fuzzer) criterion() object {
	o := object{"name": f.word(), "invert": f.chance(2)}
	if w := f.word(); !f.chance(4) {
		o["match"] = []object{{"exact": w}, {"prefix": w}, {"suffix": w}, {"regex": w}, {"range": object{"start": f.IntN(9), "end": f.IntN(9)}}}[f.IntN(5)]
	}
	return o
}

func (f fuzzer) match(gateway, grpc bool) object {
	m := object{}
	if grpc {
		if f.chance(2) {
			m["serviceName"] = f.word()
		}
		if f.chance(2) {
			m["metadata"] = []object{f.criterion()}
		}
	} else {
		switch f.IntN(3) {
		case 0:
			m["prefix"] = f.path()
		case 1:
			m["path"] = object{"exact": f.path()}
		default:
			m["path"] = object{"regex": f.path() + f.word()}
		}
		if f.chance(2) {
			m["headers"] = []object{f.criterion(), f.criterion()}
		}
		if f.chance(2) {
			m["queryParameters"] = []object{{"name": f.word()}, {"name": "q", "match": object{"exact": f.word()}}}
		}
	}
	if gateway && f.chance(2) {
		m["hostname"] = []object{{"exact": f.word()}, {"suffix": f.word()}}[f.IntN(2)]
	}
	return m
}

// steps returns operations that create a mesh. The server may refuse some of them.
func (f fuzzer) steps() (steps []server.Step) {
	add := func(operation string, input object) {
		data, err := json.Marshal(input)
		if err != nil {
			panic(err) // all values have a JSON form
		}
		steps = append(steps, server.Step{Operation: operation, Input: data})
	}
	mesh := object{}
	if f.chance(2) {
		mesh["egressFilter"] = object{"type": "ALLOW_ALL"}
	}
	if f.chance(3) {
		mesh["serviceDiscovery"] = object{"ipPreference": []string{"IPv4_ONLY", "IPv6_ONLY", "IPv6_PREFERRED"}[f.IntN(3)]}
	}
	add("CreateMesh", object{"meshName": "m", "spec": mesh})
	log := object{"accessLog": object{"file": object{"path": "/dev/null", "format": []object{{"text": f.word()}, {"json": []object{{"key": f.word(), "value": f.word()}}}}[f.IntN(2)]}}}
	services := []string{"a.svc", "A.svc", "*", "*.c", "ü 50%", "b.svc"}
	for i := range 3 {
		name := fmt.Sprint("n", i)
		l, _ := f.listener(false)
		second, _ := f.listener(false)
		discovery := []object{{"dns": object{"hostname": []string{"n.local", "10.0.0.1", "::1", "ü b"}[f.IntN(4)], "responseType": []string{"LOADBALANCER", "ENDPOINTS"}[f.IntN(2)]}},
			{"awsCloudMap": object{"namespaceName": "ns", "serviceName": "s"}}}[f.IntN(2)]
		spec := object{"listeners": []object{l, second}, "serviceDiscovery": discovery, "logging": log}
		var backends []object
		for _, service := range services {
			backend := object{"virtualServiceName": service}
			if f.chance(3) {
				backend["clientPolicy"] = object{"tls": f.tls(true)}
			}
			backends = append(backends, object{"virtualService": backend})
		}
		if spec["backends"] = backends; f.chance(2) {
			spec["backendDefaults"] = object{"clientPolicy": object{"tls": f.tls(true)}}
		}
		add("CreateVirtualNode", object{"meshName": "m", "virtualNodeName": name, "spec": spec})
		router := fmt.Sprint("r", i)
		rl, protocol := f.listener(false)
		number := rl["portMapping"].(object)["port"]
		add("CreateVirtualRouter", object{"meshName": "m", "virtualRouterName": router, "spec": object{"listeners": []object{{"portMapping": rl["portMapping"]}}}})
		for j := range 3 {
			target := object{"virtualNode": fmt.Sprint("n", f.IntN(i+1)), "weight": f.IntN(3), "port": number}
			other := object{"virtualNode": name, "weight": f.IntN(3), "port": 80}
			route := object{"action": object{"weightedTargets": []object{target, other}}}
			if protocol != "tcp" {
				route["match"] = f.match(false, protocol == "grpc")
				if f.chance(2) {
					route["timeout"] = object{"perRequest": f.duration(), "idle": f.duration()}
				}
				if f.chance(2) {
					route["retryPolicy"] = object{"httpRetryEvents": []string{"server-error", "stream-error", "client-error"}, "tcpRetryEvents": []string{"connection-error"}, "maxRetries": int64(1) << f.IntN(40), "perRetryTimeout": f.duration()}
				}
			}
			spec := object{protocol + "Route": route}
			if f.chance(2) {
				spec["priority"] = f.IntN(3)
			}
			add("CreateRoute", object{"meshName": "m", "virtualRouterName": router, "routeName": fmt.Sprint("route", j), "spec": spec})
		}
		provider := []object{{"virtualRouter": object{"virtualRouterName": router}}, {"virtualNode": object{"virtualNodeName": name}}}[f.IntN(2)]
		for _, service := range services[2*i : 2*i+2] {
			add("CreateVirtualService", object{"meshName": "m", "virtualServiceName": service, "spec": object{"provider": provider}})
		}
	}
	first, protocol := f.listener(true)
	second, _ := f.listener(true)
	spec := object{"listeners": []object{first, second}, "logging": log}
	if f.chance(2) {
		spec["backendDefaults"] = object{"clientPolicy": object{"tls": f.tls(true)}}
	}
	add("CreateVirtualGateway", object{"meshName": "m", "virtualGatewayName": "g", "spec": spec})
	for i, service := range services {
		match := f.match(true, protocol == "grpc")
		match["port"] = first["portMapping"].(object)["port"]
		action := object{"target": object{"virtualService": object{"virtualServiceName": service}, "port": []int{80, 81}[f.IntN(2)]}}
		if f.chance(2) {
			action["rewrite"] = object{"hostname": object{"defaultTargetHostname": "DISABLED"}}
		}
		if _, is := match["prefix"]; is && f.chance(2) {
			action["rewrite"] = []object{{"prefix": object{"value": "/new/"}}, {"path": object{"exact": f.path()}}, {"prefix": object{"defaultPrefix": "DISABLED"}}}[f.IntN(3)]
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
	created, refused := 0, 0
	for i := range meshes {
		f := fuzzer{rand.New(rand.NewPCG(uint64(i), 1))}
		s, err := server.New(server.Options{Relax: []int{28}})
		if err != nil {
			t.Fatal(err)
		}
		for _, step := range f.steps() {
			if err := s.Apply("", "", []server.Step{step}); err == nil {
				created++
			} else if refused++; !strings.Contains(err.Error(), "Exception") {
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
	if t.Logf("%d resources created, %d refused", created, refused); refused > created {
		t.Errorf("%d resources were created, and %d refused", created, refused)
	}
}
