package properties

import (
	"cmp"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// TestStateMachine compares random sequences of all operations with the model, and checks that
// each operation succeeded and failed with each of its errors.
func TestStateMachine(t *testing.T) {
	t.Parallel()
	seen := coverage{}
	for range 10 { // once is nearly always enough
		rapid.Check(t, func(t *rapid.T) { newMachine(t, seen).run(t) })
		if len(seen.missing()) == 0 {
			break
		}
	}
	seen.requireAll(t)
}

// machine sends the same requests to a server and a model.
type machine struct {
	server *server.Server
	model  *model
	seen   coverage
	uids   map[string]bool // all uids so far
	sent   []request       // successful requests with a client token
}

// quotaOf names the quota of each kind (rule 12).
var quotaOf = map[string]string{
	mesh: "meshesPerAccount", virtualGateway: "virtualGatewaysPerMesh", gatewayRoute: "gatewayRoutesPerVirtualGateway",
	virtualNode: "virtualNodesPerMesh", virtualRouter: "virtualRoutersPerMesh", route: "routesPerVirtualRouter",
	virtualService: "virtualServicesPerMesh",
}

func newMachine(t *rapid.T, seen coverage) *machine {
	m := &machine{model: newModel(), seen: seen, uids: map[string]bool{}}
	options := server.Options{Clock: server.SteppingClock(server.Epoch, 0)}
	options.Quotas = state.Quotas{}
	for _, kind := range kinds {
		if chance(t, 4, "quota") {
			m.model.quotas[kind] = rapid.IntRange(1, 2).Draw(t, "most")
			options.Quotas[quotaOf[kind]] = m.model.quotas[kind]
		}
	}
	var err error
	if m.server, err = server.New(options); err != nil {
		t.Fatal(err)
	}
	return m
}

// run runs random actions: most are requests, some share a mesh or end a share.
func (m *machine) run(t *rapid.T) {
	actions := map[string]func(*rapid.T){
		"request": m.request, "another request": m.request, "change": m.change, "another change": m.change,
		"visit": m.visit, "another visit": m.visit, "repeat": m.repeat, "share": m.share,
	}
	if !chance(t, 4, "nothing there") {
		m.createParents(t)
	}
	for range 5 { // of about 30 steps each
		t.Repeat(actions)
	}
}

// change sends a request about an existing resource, in most cases by its creator.
func (m *machine) change(t *rapid.T) {
	k, ok := m.pick(t)
	if !ok {
		t.Skip("nothing is there")
	}
	q := request{verb: draw(t, "change"), key: k, caller: m.model.all[k].creator}
	if chance(t, 12, "stranger") && (k.kind != mesh || q.verb == "describe" || len(q.verb) <= 5) {
		q.caller = draw(t, "account")
	}
	if q.verb == "create" {
		if q.name = draw(t, "name"); q.kind == mesh {
			q.mesh = draw(t, "mesh")
			q.name = q.mesh
		}
	}
	q.fill(t, m.model)
	m.send(t, q)
}

// pick draws the key of an existing resource. It draws the kind first, so that all kinds occur
// equally often.
func (m *machine) pick(t *rapid.T) (k key, ok bool) {
	known := m.model.known("", "", "")
	if len(known) == 0 {
		return k, false
	}
	kind := draw(t, "kind")
	if of := slices.DeleteFunc(slices.Clone(known), func(k key) bool { return k.kind != kind }); len(of) > 0 {
		known = of
	}
	return rapid.SampledFrom(known).Draw(t, "which"), true
}

// visit sends a request of the consumer or the owner of a shared mesh about a resource in it.
func (m *machine) visit(t *rapid.T) {
	var shared []share
	for s := range m.model.shares {
		shared = append(shared, s)
	}
	if len(shared) == 0 {
		t.Skip("nothing is shared")
	}
	slices.SortFunc(shared, func(a, b share) int {
		return cmp.Or(compareKeys(a.mesh, b.mesh), strings.Compare(a.consumer, b.consumer))
	})
	s := rapid.SampledFrom(shared).Draw(t, "visited")
	q := request{verb: draw(t, "verb"), caller: s.consumer}
	q.key = key{s.mesh.region, s.mesh.owner, draw(t, "kind"), s.mesh.mesh, "", draw(t, "name")}
	switch q.kind {
	case mesh:
		q.verb, q.name = "describe", q.mesh
	case route, gatewayRoute:
		q.parentName = draw(t, "name")
	}
	if chance(t, 3, "owner") {
		q.caller = s.mesh.owner
	}
	var there []key
	for _, k := range m.model.known(q.kind, q.region, q.owner) {
		if k.mesh == q.mesh {
			there = append(there, k)
		}
	}
	if len(there) > 0 && (q.verb != "create" || chance(t, 4, "again")) {
		q.key = rapid.SampledFrom(there).Draw(t, "which")
	}
	q.fill(t, m.model)
	m.send(t, q)
}

// repeat sends a request with a client token again: unchanged, with another spec, or by another
// account.
func (m *machine) repeat(t *rapid.T) {
	if len(m.sent) == 0 {
		t.Skip("no token was sent")
	}
	q := rapid.SampledFrom(m.sent).Draw(t, "sent")
	switch rapid.IntRange(0, 3).Draw(t, "how") {
	case 2:
		q.spec = drawSpec(t, m.model, q.key)
	case 3:
		if q.kind != mesh {
			q.caller = draw(t, "account")
		}
	}
	m.send(t, q)
}

func (m *machine) request(t *rapid.T) { m.send(t, drawRequest(t, m.model)) }

// createParents creates the resources that routes and gateway routes need, so that these kinds
// occur often. Creates of existing resources are refused.
func (m *machine) createParents(t *rapid.T) {
	region, caller := draw(t, "region"), draw(t, "account")
	in := drawKey(t, m.model, mesh, region, caller, false)
	for _, kind := range []string{mesh, "share", virtualNode, virtualRouter, virtualService, virtualGateway, route,
		gatewayRoute} {
		if kind == "share" {
			m.share(t)
			continue
		}
		q := request{verb: "create", caller: caller, key: in.sibling(kind, draw(t, "name"))}
		switch kind {
		case mesh:
			q.key = in
		case route, gatewayRoute:
			known := m.model.known(parents[kind], region, caller)
			if len(known) == 0 {
				return
			}
			q.parentName, q.mesh = known[0].name, known[0].mesh
		}
		q.spec = drawSpec(t, m.model, q.key)
		m.send(t, q)
	}
}

// share shares a mesh with another account, or ends a share, in the server and the model.
func (m *machine) share(t *rapid.T) {
	region, owner, with := draw(t, "region"), draw(t, "account"), draw(t, "account")
	of := drawKey(t, m.model, mesh, region, owner, false)
	if k, ok := m.pick(t); ok && !chance(t, 4, "any") {
		of, region, owner = k.inMesh(), k.region, k.owner
	}
	at := share{of, with}
	sharing := server.Share{MeshName: of.name, MeshOwner: owner, Region: region, Account: with}
	want := owner != with && m.model.all[of] != nil
	var err error
	if rapid.IntRange(0, 3).Draw(t, "unshare") > 0 {
		if _, err = m.server.Share(sharing); want {
			m.model.shares[at] = true
		}
	} else {
		want = want && m.model.shares[at]
		err = m.server.Unshare(sharing)
		delete(m.model.shares, at)
	}
	if (err == nil) != want {
		t.Fatalf("sharing %+v: %v, want success: %t", sharing, err, want)
	}
}

// send sends a request to the model and the server and compares the responses. It reads all pages
// of a list.
func (m *machine) send(t *rapid.T, q request) {
	m.server.Clock().Advance(time.Duration(rapid.IntRange(1, 5000).Draw(t, "ms")) * time.Millisecond)
	m.model.now = m.server.Clock().Now().UnixMilli()
	want := m.model.apply(q)
	m.seen.note(q, want)
	if q.token != "" && !want.refused() {
		m.sent = append(m.sent, q)
	}
	got := send(m.server, q)
	if got.Status != want.status || got.Code != want.code {
		t.Fatalf("%s\ngot %d %s %s\nwant %d %s (%s)", q, got.Status, got.Code, got.Body, want.status, want.code,
			want.why)
	}
	switch {
	case want.refused():
		if _, ok := got.At("message").(string); !ok && want.why != "slash" {
			t.Fatalf("%s\ngot no message: %s", q, got.Body)
		}
	case want.of != nil:
		m.learn(t, q, want, got)
		if diff := differs(want, got); diff != "" {
			t.Fatalf("%s\ngot %s\n%s", q, got.Body, diff)
		}
	case q.verb == "list":
		m.walk(t, q, got, itemsOf(want.items), shownItems)
	case q.verb == "tags":
		m.walk(t, q, got, tagsOf(want.tags), shownTags)
	case string(got.Body) != "{}":
		t.Fatalf("%s\ngot %s, want {} (rule 20)", q, got.Body)
	}
}

// learn copies the uid of a new resource to the model and checks that it is unique.
func (m *machine) learn(t *rapid.T, q request, want outcome, got response) {
	r := m.model.all[want.of.key]
	if q.verb != "create" || want.why == "repeated" {
		return
	}
	uid := got.Text("metadata", "uid")
	if uid == "" || m.uids[uid] {
		t.Fatalf("%s\ngot the uid %q, which is not new", q, uid)
	}
	m.uids[uid] = true
	r.uid, want.of.uid = uid, uid
}
