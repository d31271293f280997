package properties

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// TestStateMachine compares random sequences of all operations with the model, and looks
// whether every operation succeeded and was refused in each of its ways.
func TestStateMachine(t *testing.T) {
	t.Parallel()
	seen := coverage{}
	for range 10 { // once, but for very bad luck
		rapid.Check(t, func(t *rapid.T) { newMachine(t, seen).run(t) })
		if len(seen.missing()) == 0 {
			break
		}
	}
	seen.demand(t)
}

// machine is a server and a model that are asked the same.
type machine struct {
	server *server.Server
	model  *model
	seen   coverage
	uids   map[string]bool // all that were ever given out
	sent   []request       // those that had a client token and succeeded
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

// run takes steps: most are requests, some share a mesh or end a share.
func (m *machine) run(t *rapid.T) {
	actions := map[string]func(*rapid.T){
		"request": m.request, "another request": m.request, "change": m.change, "another change": m.change,
		"visit": m.visit, "another visit": m.visit, "repeat": m.repeat, "share": m.share,
	}
	if !chance(t, 4, "nothing there") {
		m.story(t)
	}
	for range 5 { // of about 30 steps each
		t.Repeat(actions)
	}
}

// change asks for something that is there, most often by who made it.
func (m *machine) change(t *rapid.T) {
	k, ok := m.pick(t)
	if !ok {
		t.Skip("nothing is there")
	}
	q := request{verb: one(t, "change"), key: k, caller: m.model.all[k].creator}
	if chance(t, 12, "stranger") && (k.kind != mesh || q.verb == "describe" || len(q.verb) <= 5) {
		q.caller = one(t, "account")
	}
	if q.verb == "create" {
		if q.name = one(t, "name"); q.kind == mesh {
			q.mesh = one(t, "mesh")
			q.name = q.mesh
		}
	}
	q.fill(t, m.model)
	m.ask(t, q)
}

// pick draws the key of something that is there: first the kind, so that the deeper kinds
// come as often as the others.
func (m *machine) pick(t *rapid.T) (k key, ok bool) {
	known := m.model.known("", "", "")
	if len(known) == 0 {
		return k, false
	}
	kind := one(t, "kind")
	if of := slices.DeleteFunc(slices.Clone(known), func(k key) bool { return k.kind != kind }); len(of) > 0 {
		known = of
	}
	return rapid.SampledFrom(known).Draw(t, "which"), true
}

// visit has the consumer of a shared mesh or its owner ask for something in it, of whoever.
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
	q := request{verb: one(t, "verb"), caller: s.consumer}
	q.key = key{s.mesh.region, s.mesh.owner, one(t, "kind"), s.mesh.mesh, "", one(t, "name")}
	switch q.kind {
	case mesh:
		q.verb, q.name = "describe", q.mesh
	case route, gatewayRoute:
		q.home = one(t, "name")
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
	m.ask(t, q)
}

// repeat sends a request with a client token again: as it was, with another spec, or by
// another account.
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
			q.caller = one(t, "account")
		}
	}
	m.ask(t, q)
}

func (m *machine) request(t *rapid.T) { m.ask(t, drawRequest(t, m.model)) }

// story makes what is needed for a route or a gateway route, so that the deeper kinds are
// not left to luck. What is there already is refused, which is as good.
func (m *machine) story(t *rapid.T) {
	region, caller := one(t, "region"), one(t, "account")
	in := drawKey(t, m.model, mesh, region, caller, false)
	for _, kind := range []string{mesh, "share", virtualNode, virtualRouter, virtualService, virtualGateway, route,
		gatewayRoute} {
		if kind == "share" {
			m.share(t)
			continue
		}
		q := request{verb: "create", caller: caller, key: in.sibling(kind, one(t, "name"))}
		switch kind {
		case mesh:
			q.key = in
		case route, gatewayRoute:
			known := m.model.known(homes[kind], region, caller)
			if len(known) == 0 {
				return
			}
			q.home, q.mesh = known[0].name, known[0].mesh
		}
		q.spec = drawSpec(t, m.model, q.key)
		m.ask(t, q)
	}
}

// share shares a mesh with another account, or ends a share, on both sides.
func (m *machine) share(t *rapid.T) {
	region, owner, with := one(t, "region"), one(t, "account"), one(t, "account")
	of := drawKey(t, m.model, mesh, region, owner, false)
	if k, ok := m.pick(t); ok && !chance(t, 4, "any") {
		of, region, owner = k.inMesh(), k.region, k.owner
	}
	at := share{of, with}
	asked := server.Share{MeshName: of.name, MeshOwner: owner, Region: region, Account: with}
	want := owner != with && m.model.all[of] != nil
	var err error
	if rapid.IntRange(0, 3).Draw(t, "unshare") > 0 {
		if _, err = m.server.Share(asked); want {
			m.model.shares[at] = true
		}
	} else {
		want = want && m.model.shares[at]
		err = m.server.Unshare(asked)
		delete(m.model.shares, at)
	}
	if (err == nil) != want {
		t.Fatalf("sharing %+v: %v, want success: %t", asked, err, want)
	}
}

// ask sends a request to model and server and compares the responses; it reads all pages of a list.
func (m *machine) ask(t *rapid.T, q request) {
	m.server.Clock().Advance(time.Duration(rapid.IntRange(1, 5000).Draw(t, "ms")) * time.Millisecond)
	m.model.now = m.server.Clock().Now().UnixMilli()
	want := m.model.apply(q)
	m.seen.note(q, want)
	if q.token != "" && !want.refused() {
		m.sent = append(m.sent, q)
	}
	got := ask(m.server, q)
	if got.status != want.status || got.code != want.code {
		t.Fatalf("%s\nanswered %d %s %s\nwant     %d %s (%s)", q, got.status, got.code, got.raw, want.status, want.code,
			want.why)
	}
	switch {
	case want.refused():
		if _, ok := got.at("message").(string); !ok && want.why != "slash" {
			t.Fatalf("%s\nanswered without a message: %s", q, got.raw)
		}
	case want.of != nil:
		m.learn(t, q, want, got)
		if diff := differs(want, got); diff != "" {
			t.Fatalf("%s\nanswered %s\n%s", q, got.raw, diff)
		}
	case q.verb == "list":
		m.walk(t, q, got, itemsOf(want.items), shownItems)
	case q.verb == "tags":
		m.walk(t, q, got, tagsOf(want.tags), shownTags)
	case string(got.raw) != "{}":
		t.Fatalf("%s\nanswered %s, want {} (rule 20)", q, got.raw)
	}
}

// learn takes the uid over from the answer that made a resource: it is one that never was.
func (m *machine) learn(t *rapid.T, q request, want outcome, got reply) {
	r := m.model.all[want.of.key]
	if q.verb != "create" || want.why == "repeated" {
		return
	}
	uid := got.text("metadata", "uid")
	if uid == "" || m.uids[uid] {
		t.Fatalf("%s\nanswered the uid %q, which is not a new one", q, uid)
	}
	m.uids[uid] = true
	r.uid, want.of.uid = uid, uid
}

// differs returns what an answer that shows a resource has otherwise than the model, "" for nothing.
func differs(want outcome, got reply) string {
	r := want.of
	for _, each := range []struct {
		what      string
		got, want any
	}{
		{"status", got.text("status", "status"), want.state},
		{"version", got.version(), r.version},
		{"createdAt", millis(got.at("metadata", "createdAt")), r.created},
		{"lastUpdatedAt", millis(got.at("metadata", "lastUpdatedAt")), r.updated},
		{"uid", got.text("metadata", "uid"), r.uid},
		{"arn", got.text("metadata", "arn"), r.arn()},
		{"meshOwner", got.text("metadata", "meshOwner"), r.owner},
		{"resourceOwner", got.text("metadata", "resourceOwner"), r.creator},
		{"meshName", got.text("meshName"), r.mesh},
		{"name", got.text(r.kind + "Name"), r.name},
	} {
		if each.got != each.want {
			return fmt.Sprintf("%s is %v, want %v", each.what, each.got, each.want)
		}
	}
	// That backends are [] on describe and delete only (rule 56) is pinned elsewhere.
	spec, _ := got.at("spec").(object)
	if backends, ok := spec["backends"].([]any); ok && len(backends) == 0 {
		delete(spec, "backends")
	}
	o := r.spec.object(r.kind)
	if len(r.spec.backends) == 0 {
		delete(o, "backends")
	}
	is, _ := json.Marshal(spec)
	should, _ := json.Marshal(o)
	if !bytes.Equal(is, should) {
		return fmt.Sprintf("spec is %s, want %s", is, should)
	}
	return ""
}

// walk follows a list page by page and compares what it shows.
func (m *machine) walk(t *rapid.T, q request, page reply, want []string, show func(request, reply) []string) {
	for {
		due := want
		if most := q.most(); len(due) > most {
			due = due[:most]
		}
		if got := show(q, page); !slices.Equal(got, due) {
			t.Fatalf("%s\nanswered %s\nwhich is %q\nwant     %q", q, page.raw, got, due)
		}
		want = want[len(due):]
		q.next = page.text("nextToken")
		if _, there := page.body["nextToken"]; there != (len(want) > 0) {
			t.Fatalf("%s\nanswered the nextToken %q with %d to come", q, q.next, len(want))
		}
		if q.next == "" {
			return
		}
		if page = ask(m.server, q); page.status != http.StatusOK {
			t.Fatalf("%s\nanswered %s", q, page.raw)
		}
	}
}

// most returns the maximum number of items of a page (rule 55).
func (q request) most() int {
	switch {
	case q.limit > 0:
		return q.limit
	case q.verb == "tags":
		return 50
	default:
		return 100
	}
}

func itemsOf(all []*resource) []string {
	var lines []string
	for _, r := range all {
		lines = append(lines,
			fmt.Sprint(r.name, " ", r.mesh, " ", r.arn(), " ", r.version, r.created, r.updated, r.owner, r.creator))
	}
	return lines
}

func shownItems(q request, page reply) []string {
	member := q.kind + "s"
	if q.kind == mesh {
		member = "meshes"
	}
	list, _ := page.at(member).([]any)
	var lines []string
	for _, each := range list {
		item := reply{body: each.(object)}
		lines = append(lines,
			fmt.Sprint(item.text(q.kind+"Name"), " ", item.text("meshName"), " ", item.text("arn"), " ",
				item.at("version"),
				millis(item.at("createdAt")), millis(item.at("lastUpdatedAt")), item.text("meshOwner"),
				item.text("resourceOwner")))
	}
	return lines
}

func tagsOf(all []tag) []string {
	var lines []string
	for _, each := range all {
		lines = append(lines, each.Key+"="+each.Value)
	}
	return lines
}

func shownTags(_ request, page reply) []string {
	list, _ := page.at("tags").([]any)
	var lines []string
	for _, each := range list {
		item := reply{body: each.(object)}
		lines = append(lines, item.text("key")+"="+item.text("value"))
	}
	return lines
}

// coverage counts what the model expected of each operation.
type coverage map[string]int

func (c coverage) note(q request, o outcome) {
	c["steps"]++
	c[q.operation()+" "+o.code]++
	if o.why != "" {
		c[q.operation()+" "+o.code+": "+o.why]++
	}
	if strings.HasPrefix(o.why, "dangling") || strings.HasPrefix(o.why, "repeated") {
		c[q.verb+" "+o.why]++
	}
}

// missing returns the events that should have occurred and did not. A run that was made shorter, or
// that repeats a failure, need not have seen all.
func (c coverage) missing() []string {
	var missing []string
	for _, each := range demanded() {
		if c[each] == 0 && c["steps"] >= 5000 {
			missing = append(missing, each)
		}
	}
	return missing
}

// demand fails if something is missing; with -v it shows how often each thing happened.
func (c coverage) demand(t *testing.T) {
	t.Helper()
	if missing := c.missing(); len(missing) > 0 {
		t.Errorf("in %d steps never seen:\n%s", c["steps"], strings.Join(missing, "\n"))
	}
	if !testing.Verbose() {
		return
	}
	var lines []string
	for each, n := range c {
		lines = append(lines, fmt.Sprintf("%6d %s", n, each))
	}
	sort.Strings(lines)
	t.Log("\n" + strings.Join(lines, "\n"))
}

// demanded lists what must have been seen: the success of all 38 operations (with no code)
// and each of their refusals.
func demanded() []string {
	var all []string
	add := func(verb, kind string, codes ...string) {
		operation := request{verb: verb, key: key{kind: kind}}.operation()
		for _, code := range append(codes, "", "BadRequestException") {
			all = append(all, operation+" "+code)
		}
	}
	const missing, conflict, used, no = "NotFoundException", "ConflictException", "ResourceInUseException",
		"ForbiddenException"
	for _, kind := range kinds {
		if kind == mesh {
			add("create", kind, conflict, "LimitExceededException")
			add("list", kind)
		} else {
			add("create", kind, conflict, missing, "LimitExceededException")
			add("list", kind, missing)
		}
		add("describe", kind, missing)
		add("update", kind, missing, conflict)
		add("delete", kind, missing)
	}
	for _, kind := range []string{mesh, virtualGateway, virtualNode, virtualRouter, virtualService} {
		add("delete", kind, used)
	}
	add("tag", "", missing, "AccessDeniedException", "TooManyTagsException")
	add("untag", "", missing, "AccessDeniedException")
	add("tags", "", missing, "AccessDeniedException")
	all = append(all,
		"CreateRoute NotFoundException: dangling", "UpdateRoute NotFoundException: dangling",
		"CreateGatewayRoute NotFoundException: dangling", "UpdateGatewayRoute NotFoundException: dangling",
		"CreateGatewayRoute NotFoundException: dangling, implicit",
		"CreateVirtualService NotFoundException: dangling", "UpdateVirtualService NotFoundException: dangling",
		"CreateVirtualService : implicit",
		"CreateRoute BadRequestException: match names no port", "CreateRoute BadRequestException: target names no port",
		"CreateGatewayRoute BadRequestException: match names no port",
		"CreateGatewayRoute BadRequestException: target names no port",
		"UpdateVirtualRouter BadRequestException: routes name no port",
		"UpdateVirtualGateway BadRequestException: routes name no port",
		"UpdateVirtualNode BadRequestException: targets name no port",
		"UpdateVirtualRouter BadRequestException: protocol in use",
		"create repeated", "update repeated",
		"CreateVirtualNode BadRequestException: new name", "CreateVirtualRouter BadRequestException: new name",
		"CreateRoute BadRequestException: new name", "CreateVirtualService BadRequestException: slash in a new name",
		"CreateGatewayRoute BadRequestException: slash in a new name",
		"CreateVirtualNode : duplicates", "UpdateVirtualNode : duplicates",
	)
	add("create", route, no)
	for _, kind := range []string{virtualNode, virtualRouter, route, virtualService} {
		add("update", kind, no)
		add("delete", kind, no)
	}
	for _, kind := range []string{virtualGateway, gatewayRoute} {
		for _, verb := range []string{"create", "describe", "update", "delete", "list"} {
			add(verb, kind, no)
		}
	}
	return all
}
