package properties

import (
	"fmt"
	"maps"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"pgregory.net/rapid"

	"github.com/appmesh-mock/appmesh-mock/server"
)

// TestPages walks the list of every kind, and the tags of a resource, with random limits while
// items are created and deleted between the pages (rules 17, 18 and 55). Items that existed
// during the whole walk occur once, no item occurs twice, items that were deleted before the walk
// do not occur, and names are sorted by their bytes.
func TestPages(t *testing.T) {
	t.Parallel()
	for _, kind := range append([]string{"tags"}, kinds...) {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				w := newWalk(t, kind)
				for {
					for _, name := range rapid.SliceOfN(rapid.SampledFrom(w.passing), 0, 4).Draw(t, "toggled") {
						w.toggle(name)
					}
					if !w.page(rapid.IntRange(1, 4).Draw(t, "limit")) {
						break
					}
				}
				w.check()
			})
		})
	}
}

// TestPagesWithConcurrentChanges checks the same while other clients create and delete items.
func TestPagesWithConcurrentChanges(t *testing.T) {
	t.Parallel()
	for _, kind := range append([]string{"tags"}, kinds...) {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			w := &walk{t: t, kind: kind, at: bare(t)}
			for i := range 24 { // together fewer than the 50 tags that a resource can have
				w.staying = append(w.staying, fmt.Sprintf("n%02d", 2*i))
				w.passing = append(w.passing, fmt.Sprintf("n%02d", 2*i+1))
			}
			w.setUp()
			var done atomic.Bool
			var toggles atomic.Int64
			const others = 3
			atOnce(1+others, func(i int) {
				if i == others {
					defer done.Store(true)
					for n := 0; n < 5 || toggles.Load() < 100; n++ { // until the other clients have made changes
						w.seen, w.next = nil, ""
						for w.page(n%5 + 1) {
							runtime.Gosched()
						}
						w.check()
					}
					return
				}
				for there := true; !done.Load(); there = !there {
					for j := i; j < len(w.passing); j += others {
						w.set(w.passing[j], there)
						toggles.Add(1)
					}
				}
			})
		})
	}
}

// walk is a walk over one list.
type walk struct {
	t    rapid.TB
	at   *server.Server
	kind string // or "tags"

	staying []string        // items that exist during the whole walk
	passing []string        // items that are created and deleted during the walk
	gone    []string        // items that were deleted before the walk
	there   map[string]bool // the items of passing that exist
	ever    map[string]bool // the items of passing that existed at some time during the walk; nil if unknown
	seen    []string
	next    string
}

// bare returns a server without resources.
func bare(t rapid.TB) *server.Server {
	s, err := server.New(server.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// newWalk draws names and creates the items that exist when the walk begins.
func newWalk(t *rapid.T, kind string) *walk {
	letters := `[aAbB\-_1]{1,4}`
	if kind == virtualGateway || kind == gatewayRoute || kind == virtualService { // others have plain names (rule 64)
		letters = `[aAbB\-.é %~1]{1,4}`
	}
	names := rapid.SliceOfNDistinct(rapid.StringMatching(letters), 3, 24, rapid.ID[string]).Draw(t, "names")
	w := &walk{t: t, kind: kind, at: bare(t), there: map[string]bool{}, ever: map[string]bool{}}
	for i, name := range names {
		switch {
		case i == 0:
			w.staying = append(w.staying, name)
		case i == 1:
			w.passing = append(w.passing, name)
		default:
			to := rapid.SampledFrom([]*[]string{&w.staying, &w.passing, &w.gone}).Draw(t, "fate")
			*to = append(*to, name)
		}
	}
	w.setUp()
	for _, name := range w.passing {
		if rapid.Bool().Draw(t, "is there") {
			w.toggle(name)
		}
	}
	w.ever = maps.Clone(w.there)
	return w
}

// setUp creates the parents and the items that stay, in reverse order, and creates and deletes
// the items that are gone.
func (w *walk) setUp() {
	if w.kind != mesh {
		for _, each := range [][2]string{{mesh, "m"}, {virtualNode, "node"}, {virtualService, "service"},
			{virtualRouter, "up"}, {virtualGateway, "up"}} {
			if each[0] != w.kind {
				w.send(newRequest("create", each[0], each[1], 0))
			}
		}
	}
	for i := range w.staying {
		w.set(w.staying[len(w.staying)-1-i], true)
	}
	for _, name := range w.gone {
		w.set(name, true)
	}
	for _, name := range w.gone {
		w.set(name, false)
	}
}

// send sends a request that must succeed.
func (w *walk) send(q request) response {
	a := send(w.at, q)
	if a.Status != http.StatusOK {
		w.t.Errorf("%s\ngot %d %s", q, a.Status, a.Body)
	}
	return a
}

// set creates an item, or deletes it.
func (w *walk) set(name string, there bool) {
	if w.kind == "tags" {
		q := request{verb: "untag", key: keyAt(mesh, "m"), caller: account, keys: []string{name}}
		if there {
			q.verb, q.tags = "tag", []tag{{name, "v"}}
		}
		q.arn = arnOf(q.key)
		w.send(q)
		return
	}
	verb := "delete"
	if there {
		verb = "create"
	}
	w.send(newRequest(verb, w.kind, name, 0))
}

// toggle creates an item of passing, or deletes it.
func (w *walk) toggle(name string) {
	w.there[name] = !w.there[name]
	w.set(name, w.there[name])
	w.ever[name] = w.ever[name] || w.there[name]
}

// page requests the next page and reports whether there is another.
func (w *walk) page(limit int) bool {
	q := request{verb: "list", key: keyAt(w.kind, ""), caller: account, limit: limit, next: w.next}
	show := shownItems
	if w.kind == "tags" {
		q.key, q.verb, show = keyAt(mesh, "m"), "tags", shownTags
		q.arn = arnOf(q.key)
	}
	a := w.send(q)
	items := show(q, a)
	if len(items) > limit {
		w.t.Errorf("a page of at most %d has %q", limit, items)
	}
	member := w.kind + "s"
	if w.kind == mesh {
		member = "meshes"
	}
	if w.kind == "tags" {
		for _, item := range items {
			w.seen = append(w.seen, strings.TrimSuffix(item, "=v"))
		}
	} else {
		list, _ := a.At(member).([]any)
		for _, item := range list {
			w.seen = append(w.seen, response{Object: item.(object)}.Text(w.kind+"Name"))
		}
	}
	w.next = a.Text("nextToken")
	return w.next != "" && len(w.seen) < 1000
}

// check checks the items that were seen on the whole walk.
func (w *walk) check() {
	seen := map[string]int{}
	for _, name := range w.seen {
		seen[name]++
	}
	for _, name := range w.staying {
		if seen[name] != 1 {
			w.t.Errorf("%q, which was there throughout, was seen %d times in %q", name, seen[name], w.seen)
		}
	}
	for _, name := range w.gone {
		if seen[name] != 0 {
			w.t.Errorf("%q, which was gone before, was seen in %q", name, w.seen)
		}
	}
	for _, name := range w.passing {
		if w.ever != nil && seen[name] != 0 && !w.ever[name] {
			w.t.Errorf("%q, which was never there, was seen in %q", name, w.seen)
		}
	}
	if w.kind == "tags" { // tags are in the order in which they were set (rule 60)
		return
	}
	if !slices.IsSorted(w.seen) {
		w.t.Errorf("the order is not that of bytes: %q", w.seen)
	}
	for name, n := range seen {
		if n > 1 {
			w.t.Errorf("%q was seen %d times in %q", name, n, w.seen)
		}
	}
}
