package scale

import (
	"cmp"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
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
func setting[T any](t *testing.T, name string, parse func(string) (T, error), otherwise T) T {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	value, err := parse(text)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return value
}

// resource is one that a client of the crowd makes: each kind once, in an order in which what
// a spec points at is there.
type resource struct {
	kind, home string // home is the path of the collection it is in, but for the version
	spec       string
}

const (
	inMesh      = "/meshes/crowd/"
	httpOn8080  = `{"listeners":[{"portMapping":{"port":8080,"protocol":"http"}}]}`
	arnOfMeshes = "arn:aws:appmesh:us-east-1:123456789012:mesh/"
)

func resources(me string) []resource {
	return []resource{
		{"mesh", "/meshes", `{}`},
		{"virtualNode", inMesh + "virtualNodes", `{}`},
		{"virtualRouter", inMesh + "virtualRouters", httpOn8080},
		{"route", inMesh + "virtualRouter/" + me + "/routes",
			`{"tcpRoute":{"action":{"weightedTargets":[{"virtualNode":"` + me + `","weight":1}]}}}`},
		{"virtualService", inMesh + "virtualServices",
			`{"provider":{"virtualRouter":{"virtualRouterName":"` + me + `"}}}`},
		{"virtualGateway", inMesh + "virtualGateways", httpOn8080},
		{"gatewayRoute", inMesh + "virtualGateway/" + me + "/gatewayRoutes",
			`{"httpRoute":{"action":{"target":{"virtualService":{"virtualServiceName":"` + me +
				`"}}},"match":{"prefix":"/"}}}`},
	}
}

func (r resource) plural() string {
	if r.kind == "mesh" {
		return "meshes"
	}
	return r.kind + "s"
}

// live lives the life of one of each kind, by all 38 operations, and fails on the first answer
// that is not as if nobody else were there.
func (s *service) live(me string, random *rand.Rand) error {
	all := resources(me)
	steps := []func() error{}
	step := func(code, method, path, body string) {
		steps = append(steps, func() error { _, err := s.want(code, method, path, body); return err })
	}
	updates := make([]int64, len(all))
	for i, r := range all {
		create := fmt.Sprintf(`{"%sName":%q,"spec":%s}`, r.kind, me, r.spec)
		step("NotFoundException", "GET", r.home+"/"+me, "")
		step("", "PUT", r.home, create)
		step("ConflictException", "PUT", r.home, create)
		updates[i] = 1 + random.Int64N(3)
		for range updates[i] {
			step("", "PUT", r.home+"/"+me, `{"spec":`+r.spec+`}`)
		}
	}
	step("ResourceInUseException", "DELETE", inMesh+"virtualNodes/"+me, "")
	arn := "resourceArn=" + arnOfMeshes + me
	step("", "PUT", "/tag?"+arn, `{"tags":[{"key":"a","value":"1"},{"key":"b","value":"2"}]}`)
	step("", "PUT", "/untag?"+arn, `{"tagKeys":["a"]}`)
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	if tags, err := s.want("", "GET", "/tags?"+arn, ""); err != nil ||
		string(tags.body) != `{"tags":[{"key":"b","value":"2"}]}` {
		return cmp.Or(err, fmt.Errorf("the tags are %s", tags.body))
	}
	for i, r := range all {
		got, err := s.want("", "GET", r.home+"/"+me, "")
		if err == nil && got.version() != 1+updates[i] {
			err = fmt.Errorf("%s %s was made and updated %d times, and is %s", r.kind, me, updates[i], got.body)
		}
		if err := cmp.Or(err, s.listed(r, me)); err != nil {
			return err
		}
	}
	for i := range all {
		if _, err := s.want("", "DELETE", all[len(all)-1-i].home+"/"+me, ""); err != nil {
			return err
		}
	}
	return nil
}

// listed fails unless a walk through the list sees the resource just once.
func (s *service) listed(r resource, me string) error {
	seen := 0
	err := s.walk(r.home, r.plural(), r.kind+"Name", func(names []string) error {
		for _, name := range names {
			if name == me {
				seen++
			}
		}
		return nil
	})
	if err == nil && seen != 1 {
		err = fmt.Errorf("%s %s is listed %d times", r.kind, me, seen)
	}
	return err
}

// Many clients at once, each with resources of its own in one mesh: none sees another's
// writes as its own or loses one of its own, and in the end nothing is left, neither
// resources nor goroutines nor memory. The test is not parallel: it looks at the whole process.
func TestACrowdLosesNothing(t *testing.T) {
	clients := setting(t, "SCALE_CLIENTS", strconv.Atoi, 20)
	lasts := setting(t, "SCALE_TIME", time.ParseDuration, 0)
	const least = 10 // lives of each client
	before := goleak.IgnoreCurrent()
	s := serve(t, clients)
	if _, err := s.want("", "PUT", "/meshes", `{"meshName":"crowd"}`); err != nil {
		t.Fatal(err)
	}
	s.api.ClearCalls()
	empty, end := harness.Heap(), time.Now().Add(lasts)

	failed := make([]error, clients)
	lives := make([]int, clients)
	var all sync.WaitGroup
	for i := range clients {
		all.Add(1)
		go func() {
			defer all.Done()
			random := rand.New(rand.NewPCG(1, uint64(i)))
			for failed[i] == nil && (lives[i] < least || time.Now().Before(end)) {
				failed[i] = s.live(fmt.Sprintf("client-%03d", i), random)
				lives[i]++
			}
		}()
	}
	all.Wait()
	if err := errors.Join(failed...); err != nil {
		t.Fatal(err)
	}
	total := 0
	for _, n := range lives {
		total += n
	}
	t.Logf("%d clients lived %d lives", clients, total)
	s.nothingLeft(t, clients, total, empty)
	s.close()
	if err := goleak.Find(before); err != nil {
		t.Error(err)
	}
}

// nothingLeft checks what is left of so many clients and their lives.
func (s *service) nothingLeft(t *testing.T, clients, lives int, empty int64) {
	t.Helper()
	for _, kind := range state.Kinds() {
		want := 0
		if kind == state.Mesh {
			want = 1 // the crowd's
		}
		if count := s.api.Count(kind); count != want {
			t.Errorf("there are %d of %s, not %d", count, kind, want)
		}
	}
	done := map[string]int64{}
	for _, m := range s.api.Statistics() {
		if m.Outcome == "-" {
			done[string(m.Operation)] += m.Calls
		} else if m.Outcome == "InternalServerErrorException" || m.Outcome == "" {
			t.Errorf("%s was answered %q %d times", m.Operation, m.Outcome, m.Calls)
		}
	}
	for _, op := range server.Operations() {
		if done[op.Name] < int64(lives) {
			t.Errorf("%s was done %d times in %d lives", op.Name, done[op.Name], lives)
		}
	}
	s.api.ClearCalls()
	s.client.CloseIdleConnections()
	const most = 32 << 10 // of a client's connection; its resources would be twice that
	if left := (harness.Heap() - empty) / int64(clients); left > most {
		t.Errorf("%d bytes of each client are left", left)
	}
}
