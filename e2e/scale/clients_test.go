package scale

import (
	"cmp"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// setting returns the value of an environment variable, or its default.
func setting[T any](t *testing.T, name string, parse func(string) (T, error), byDefault T) T {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return byDefault
	}
	value, err := parse(text)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return value
}

// resource is a resource that each client creates.
type resource struct {
	kind       state.Kind
	collection string // the path without the version
	spec       string
}

const (
	inMesh      = "/meshes/crowd/"
	httpOn8080  = `{"listeners":[{"portMapping":{"port":8080,"protocol":"http"}}]}`
	arnOfMeshes = "arn:aws:appmesh:us-east-1:123456789012:mesh/"
)

// resources returns a resource of each kind with a name, in an order in which they can be created.
func resources(name string) []resource {
	return []resource{
		{state.Mesh, "/meshes", `{}`},
		{state.VirtualNode, inMesh + "virtualNodes", `{}`},
		{state.VirtualRouter, inMesh + "virtualRouters", httpOn8080},
		{state.Route, inMesh + "virtualRouter/" + name + "/routes",
			`{"tcpRoute":{"action":{"weightedTargets":[{"virtualNode":"` + name + `","weight":1}]}}}`},
		{state.VirtualService, inMesh + "virtualServices",
			`{"provider":{"virtualRouter":{"virtualRouterName":"` + name + `"}}}`},
		{state.VirtualGateway, inMesh + "virtualGateways", httpOn8080},
		{state.GatewayRoute, inMesh + "virtualGateway/" + name + "/gatewayRoutes",
			`{"httpRoute":{"action":{"target":{"virtualService":{"virtualServiceName":"` + name +
				`"}}},"match":{"prefix":"/"}}}`},
	}
}

// lifecycle creates, updates and deletes a resource of each kind with a name, by all 38
// operations. It returns an error for the first response that differs from that to a single
// client.
func (s *service) lifecycle(name string, random *rand.Rand) error {
	all := resources(name)
	steps := []func() error{}
	step := func(code, method, path, body string) {
		steps = append(steps, func() error { _, err := s.send(code, method, path, body); return err })
	}
	updates := make([]int, len(all))
	for i, r := range all {
		create := fmt.Sprintf(`{"%s":%q,"spec":%s}`, r.kind.NameMember(), name, r.spec)
		step("NotFoundException", "GET", r.collection+"/"+name, "")
		step("", "PUT", r.collection, create)
		step("ConflictException", "PUT", r.collection, create)
		updates[i] = 1 + random.IntN(3)
		for range updates[i] {
			step("", "PUT", r.collection+"/"+name, `{"spec":`+r.spec+`}`)
		}
	}
	step("ResourceInUseException", "DELETE", inMesh+"virtualNodes/"+name, "")
	arn := "resourceArn=" + arnOfMeshes + name
	step("", "PUT", "/tag?"+arn, `{"tags":[{"key":"a","value":"1"},{"key":"b","value":"2"}]}`)
	step("", "PUT", "/untag?"+arn, `{"tagKeys":["a"]}`)
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	if tags, err := s.send("", "GET", "/tags?"+arn, ""); err != nil ||
		string(tags.Body) != `{"tags":[{"key":"b","value":"2"}]}` {
		return cmp.Or(err, fmt.Errorf("the tags are %s", tags.Body))
	}
	for i, r := range all {
		got, err := s.send("", "GET", r.collection+"/"+name, "")
		if err == nil && got.Version() != 1+updates[i] {
			err = fmt.Errorf("%s %s is %s after %d updates", r.kind, name, got.Body, updates[i])
		}
		if err := cmp.Or(err, s.listedOnce(r, name)); err != nil {
			return err
		}
	}
	for _, r := range slices.Backward(all) {
		if _, err := s.send("", "DELETE", r.collection+"/"+name, ""); err != nil {
			return err
		}
	}
	return nil
}

// listedOnce returns an error unless the list has a resource exactly once.
func (s *service) listedOnce(r resource, name string) error {
	count := 0
	err := s.walk(r.collection, r.kind.Plural(), r.kind.NameMember(), func(names []string) error {
		for _, each := range names {
			if each == name {
				count++
			}
		}
		return nil
	})
	if err == nil && count != 1 {
		err = fmt.Errorf("%s %s is listed %d times", r.kind, name, count)
	}
	return err
}

// Each client has resources of its own in one mesh. No response shows the writes of another
// client, no write is lost, and no resource, goroutine or memory is left. The test is not
// parallel because it measures the whole process.
func TestManyClientsLoseNoWriteAndLeaveNothing(t *testing.T) {
	clients := setting(t, "SCALE_CLIENTS", strconv.Atoi, 20)
	duration := setting(t, "SCALE_TIME", time.ParseDuration, 0)
	const minRounds = 10 // of each client
	before := goleak.IgnoreCurrent()
	s := serve(t, clients)
	if _, err := s.send("", "PUT", "/meshes", `{"meshName":"crowd"}`); err != nil {
		t.Fatal(err)
	}
	s.api.ClearCalls()
	empty, end := harness.Heap(), time.Now().Add(duration)

	failed := make([]error, clients)
	rounds := make([]int, clients)
	var all sync.WaitGroup
	for i := range clients {
		all.Add(1)
		go func() {
			defer all.Done()
			random := rand.New(rand.NewPCG(1, uint64(i)))
			for failed[i] == nil && (rounds[i] < minRounds || time.Now().Before(end)) {
				failed[i] = s.lifecycle(fmt.Sprintf("client-%03d", i), random)
				rounds[i]++
			}
		}()
	}
	all.Wait()
	if err := errors.Join(failed...); err != nil {
		t.Fatal(err)
	}
	total := 0
	for _, n := range rounds {
		total += n
	}
	t.Logf("%d clients completed %d rounds", clients, total)
	s.nothingLeft(t, clients, total, empty)
	s.close()
	if err := goleak.Find(before); err != nil {
		t.Error(err)
	}
}

// nothingLeft checks that the resources and the memory of the clients are gone, and that each
// operation succeeded in each round.
func (s *service) nothingLeft(t *testing.T, clients, rounds int, empty int64) {
	t.Helper()
	for _, kind := range state.Kinds() {
		want := 0
		if kind == state.Mesh {
			want = 1 // the mesh of all clients
		}
		if count := s.api.Count(kind); count != want {
			t.Errorf("there are %d resources of kind %s, want %d", count, kind, want)
		}
	}
	done := map[string]int64{}
	for _, m := range s.api.Statistics() {
		if m.Outcome == "-" {
			done[string(m.Operation)] += m.Calls
		} else if m.Outcome == "InternalServerErrorException" || m.Outcome == "" {
			t.Errorf("%s had the outcome %q %d times", m.Operation, m.Outcome, m.Calls)
		}
	}
	for _, op := range server.Operations() {
		if done[op.Name] < int64(rounds) {
			t.Errorf("%s succeeded %d times in %d rounds", op.Name, done[op.Name], rounds)
		}
	}
	s.api.ClearCalls()
	s.target.Transport.(*http.Transport).CloseIdleConnections()
	const maxLeft = 32 << 10 // for a connection; the resources of a client need twice that
	if left := (harness.Heap() - empty) / int64(clients); left > maxLeft {
		t.Errorf("%d bytes remain of each client", left)
	}
}
