package properties

import (
	"fmt"
	"sync"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server"
)

// account is the account of the tests of concurrency.
const account = "111111111111"

// start returns a new server.
func start(t testing.TB) *server.Server {
	t.Helper()
	s, err := server.New(server.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// keyAt returns the key of a resource in the mesh "m". Routes are in the router "up", gateway
// routes in the gateway "up".
func keyAt(kind, name string) key {
	k := key{region: "us-east-1", owner: account, kind: kind, mesh: "m", name: name}
	switch kind {
	case mesh:
		k.mesh = name
	case route, gatewayRoute:
		k.parentName = "up"
	}
	return k
}

// newRequest returns a request for a resource. Its spec is valid if a node "node" and a service
// "service" exist. Specs with different marks differ.
func newRequest(verb, kind, name string, mark int) request {
	q := request{verb: verb, caller: account, key: keyAt(kind, name), spec: spec{salt: mark}}
	switch kind {
	case virtualGateway:
		q.spec.listeners = []listener{{80, "http"}}
	case virtualRouter:
		q.spec.listeners = []listener{{1 + mark, "http"}}
	case virtualService:
		if mark > 0 {
			q.spec.targets = []target{{kind: virtualNode, name: "node"}}
		}
	case route:
		q.spec.match = listener{0, "http"}
		q.spec.targets = []target{{kind: virtualNode, name: "node"}}
	case gatewayRoute:
		q.spec.match = listener{0, "http"}
		q.spec.targets = []target{{kind: virtualService, name: "service"}}
	}
	return q
}

// createPrerequisites creates the resources that routes and gateway routes need.
func createPrerequisites(t testing.TB, s *server.Server) {
	t.Helper()
	for _, each := range [][2]string{
		{mesh, "m"}, {virtualNode, "node"}, {virtualService, "service"}, {virtualRouter, "up"}, {virtualGateway, "up"},
	} {
		must(t, s, newRequest("create", each[0], each[1], 0))
	}
}

// must sends a request that must succeed.
func must(t testing.TB, s *server.Server, q request) response {
	t.Helper()
	a := send(s, q)
	if a.Status != 200 {
		t.Fatalf("%s\ngot %d %s", q, a.Status, a.Body)
	}
	return a
}

// arnOf returns the ARN of a resource of the account.
func arnOf(k key) string { return (&resource{key: k, creator: k.owner}).arn() }

// marked returns the mark of the spec in the response.
func marked(a response) string {
	return fmt.Sprint(a.At("spec", "logging", "accessLog", "file", "path"))
}

// atOnce runs do n times concurrently and waits for all.
func atOnce(n int, do func(i int)) {
	var all sync.WaitGroup
	begin := make(chan struct{})
	for i := range n {
		all.Add(1)
		go func() {
			defer all.Done()
			<-begin
			do(i)
		}()
	}
	close(begin)
	all.Wait()
}
