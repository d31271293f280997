package xds_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/appmesh-mock/appmesh-mock/fixtures/worlds"
	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/envoy/xds"
	"github.com/appmesh-mock/appmesh-mock/state"
)

type fixture struct {
	*testing.T
	api          *server.Server
	service      *xds.Service
	translations *atomic.Int32 // number of calls that look up whether a rule is in force
}

func start(t testing.TB) *fixture {
	t.Helper()
	api, err := server.New(server.Options{})
	if err != nil {
		t.Fatal(err)
	}
	steps, err := worlds.Steps("storefront")
	if err == nil {
		err = api.Apply("", "", steps)
	}
	if err != nil {
		t.Fatal(err)
	}
	translations := new(atomic.Int32)
	service, err := xds.New(xds.Options{
		State: api.Checkpoint, Now: func() time.Time { return time.Unix(0, 0) },
		Tenant:  state.Tenant{Account: api.Account(), Region: api.Region()},
		InForce: func(rule int) bool { translations.Add(1); return api.InForce(rule) },
	})
	if err != nil {
		t.Fatal(err)
	}
	f := &fixture{api: api, service: service, translations: translations}
	f.T, _ = t.(*testing.T)
	return f
}

type response struct {
	Version   string            `json:"version_info"`
	TypeURL   string            `json:"type_url"`
	Resources []json.RawMessage `json:"resources"`
	Message   string            `json:"message"`
}

// padding is as long as the list of extensions that an Envoy sends: 77 KiB.
var padding = strings.TrimSuffix(
	strings.Repeat(`{"name":"envoy.filters.http.ext_authz","category":"envoy.filters.http",`+
		`"type_urls":["envoy.config.filter.http.ext_authz.v2.ExtAuthz","envoy.extensions.filters.http.ext_authz.v3.ExtAuthz"]},`, 420),
	",",
)

// body returns a discovery request.
func body(node, version string, names ...string) string {
	list, _ := json.Marshal(names)
	return `{"node":{"id":"` + node + `","extensions":[` + padding + `]},"version_info":"` + version + `","resource_names":` + string(
		list,
	) + `}`
}

func (f *fixture) poll(kind, node, version string, names ...string) (response, int) {
	return f.send("POST", "/v3/discovery:"+kind, body(node, version, names...))
}

func (f *fixture) send(method, path, body string) (response, int) {
	w := httptest.NewRecorder()
	f.service.ServeHTTP(w, httptest.NewRequest(method, path, strings.NewReader(body)))
	var r response
	json.Unmarshal(w.Body.Bytes(), &r) //nolint:errcheck // a response without a body is a case
	return r, w.Code
}

const gateway = "mesh/storefront/virtualGateway/ingress"

func TestPollReturnsResourcesOnceAndThenNothing(t *testing.T) {
	t.Parallel()
	f := start(t)
	for kind, want := range map[string]int{"clusters": 4, "listeners": 2} {
		first, status := f.poll(kind, gateway, "")
		if status != http.StatusOK || len(first.Resources) != want || first.Version == "" ||
			!strings.HasPrefix(first.TypeURL, "type.googleapis.com/envoy.config.") {
			t.Errorf("%s: %d, %+v", kind, status, first)
		}
		if _, status := f.poll(kind, gateway, first.Version); status != http.StatusNotModified {
			t.Errorf("%s, again: %d", kind, status)
		}
	}
	one, status := f.poll("routes", gateway, "", "rds_egress_http_15001")
	if status != http.StatusOK || len(one.Resources) != 1 {
		t.Errorf("routes: %d, %+v", status, one)
	}
}

func TestChangeReachesAnEnvoyAndAnEqualPutDoesNot(t *testing.T) {
	t.Parallel()
	f := start(t)
	const routes = "rds_egress_http_15001"
	for range 3 { // until it has everything
		for _, kind := range []string{"clusters", "listeners"} {
			r, _ := f.poll(kind, gateway, "")
			f.poll(kind, gateway, r.Version)
		}
	}
	before, _ := f.poll("routes", gateway, "", routes)
	update := func(weight string) {
		step := server.Step{
			Operation: "UpdateRoute",
			Input: json.RawMessage(`{"meshName":"storefront","virtualRouterName":"catalog","routeName":"search",
			"spec":{"priority":10,"httpRoute":{"match":{"prefix":"/search"},"timeout":{"perRequest":{"unit":"s","value":5}},
			"action":{"weightedTargets":[{"virtualNode":"catalog-v1","weight":` + weight + `}]}}}}`),
		}
		if err := f.api.Apply("", "", []server.Step{step}); err != nil {
			t.Fatal(err)
		}
	}
	update("100")
	if _, status := f.poll("routes", gateway, before.Version, routes); status != http.StatusNotModified {
		t.Errorf("an update with the same spec: %d", status)
	}
	update("50")
	if after, status := f.poll("routes", gateway, before.Version, routes); status != http.StatusOK ||
		after.Version == before.Version {
		t.Errorf("an update: %d, %+v", status, after)
	}
}

func TestBadPollIsRefused(t *testing.T) {
	t.Parallel()
	f := start(t)
	for _, c := range []struct {
		method, path, body string
		status             int
		message            string
	}{
		{"POST", "/v3/discovery:clusters", `{"node":{"id":"mesh/storefront/virtualNode/none"}}`, 404, "there is no virtualNode"},
		{"POST", "/v3/discovery:clusters", `{"node":{"id":"nonsense"}}`, 400, "must be an ARN"},
		{"POST", "/v3/discovery:clusters", `{"node":{"id":"` + gateway + `","metadata":{"appmesh-mock":{"refresh":"0s"}}}}`, 400, "refresh"},
		{"POST", "/v3/discovery:clusters", `[`, 400, "discovery request"},
		{"POST", "/v3/discovery:runtime", `{}`, 404, "there is nothing at"},
		{"GET", "/v3/discovery:clusters", ``, 405, "takes POST"},
	} {
		r, status := f.send(c.method, c.path, c.body)
		if status != c.status || !strings.Contains(r.Message, c.message) {
			t.Errorf("%s %s %s: %d %q, want %d %q", c.method, c.path, c.body, status, r.Message, c.status, c.message)
		}
	}
	page := httptest.NewRequest("POST", "/v3/discovery:clusters", strings.NewReader(`{"node":{"id":"`+gateway+`"}}`))
	page.Header.Set("Origin", "http://evil.test")
	w := httptest.NewRecorder()
	if f.service.ServeHTTP(w, page); w.Code != http.StatusForbidden {
		t.Errorf("a page: %d", w.Code)
	}
}

func TestDeletedResourceKeepsTheLastConfiguration(t *testing.T) {
	t.Parallel()
	f := start(t)
	first, _ := f.poll("clusters", gateway, "")
	f.api.Reset(server.ResetOptions{}) //nolint:errcheck // it has no options that could be wrong
	if _, status := f.poll("clusters", gateway, first.Version); status != http.StatusNotModified {
		t.Errorf("a running Envoy: %d", status)
	}
	if _, status := f.poll("clusters", gateway, ""); status != http.StatusNotFound {
		t.Errorf("a new Envoy: %d", status)
	}
}

func TestEnvoysAreListedWithTheirVersions(t *testing.T) {
	t.Parallel()
	f := start(t)
	first, _ := f.poll("clusters", gateway, "")
	f.poll("clusters", gateway, first.Version)
	list := f.service.Envoys()
	if len(list) != 1 || list[0].ID != gateway || list[0].Transport != "rest" || list[0].Rejected != "" ||
		list[0].Account != server.DefaultAccount {
		t.Fatalf("%+v", list)
	}
	if c := list[0].Types[0]; c.Type != "clusters" || c.Current == "" || c.Current != c.Acknowledged {
		t.Errorf("%+v", c)
	}
	for range 4 {
		f.poll("clusters", gateway, "older")
	}
	if list := f.service.Envoys(); !strings.Contains(list[0].Rejected, "clusters") {
		t.Errorf("an Envoy that rejects its clusters: %+v", list[0])
	}
}

// hundred polls for 100 Envoys until they have all of their configuration. It returns the paths
// and bodies of the polls that they repeat from then on.
func (f *fixture) hundred() (polls [][2]string) {
	requests := [][]string{
		{"clusters"},
		{"listeners"},
		{"routes", "rds_ingress_http_8443"},
		{"routes", "rds_egress_http_15001"},
	}
	for i := range 100 {
		node := gateway + `","cluster":"` + strconv.Itoa(i) // part of the node's id without a parser of JSON
		versions := map[string]string{}
		for range 4 {
			for _, one := range requests {
				if r, status := f.poll(one[0], node, versions[one[len(one)-1]], one[1:]...); status == http.StatusOK {
					versions[one[len(one)-1]] = r.Version
				}
			}
		}
		for _, one := range requests {
			polls = append(
				polls,
				[2]string{"/v3/discovery:" + one[0], body(node, versions[one[len(one)-1]], one[1:]...)},
			)
		}
	}
	return polls
}

func TestUnchangedPollsOf100EnvoysTranslateNothing(t *testing.T) {
	t.Parallel()
	f := start(t)
	polls := f.hundred()
	before := f.translations.Load()
	if before == 0 {
		t.Fatal("the translator looked up no rule")
	}
	for _, poll := range polls {
		if _, status := f.send("POST", poll[0], poll[1]); status != http.StatusNotModified {
			t.Fatalf("%s: %d", poll[0], status)
		}
	}
	if after := f.translations.Load(); after != before {
		t.Errorf("the translator looked up rules %d times", after-before)
	}
}

// BenchmarkUnchangedPoll measures a poll of Envoys that have everything. 100 Envoys with the
// standard interval make 270 polls a second.
func BenchmarkUnchangedPoll(b *testing.B) {
	f := start(b)
	polls := f.hundred()
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		poll := polls[i%len(polls)]
		if _, status := f.send("POST", poll[0], poll[1]); status != http.StatusNotModified {
			b.Fatal(status)
		}
	}
}
