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

// TestPages walks the list of every kind, and the tags of a resource, with random limits
// while other items come and go between the pages (rules 17, 18 and 55): what existed
// throughout is seen exactly once, nothing is seen twice, nothing that was gone before the
// walk began is seen, and the order is that of the bytes of the names.
func TestPages(t *testing.T) {
	t.Parallel()
	for _, kind := range append([]string{"tags"}, kinds...) {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				w := newWalk(t, kind)
				for {
					for _, name := range rapid.SliceOfN(rapid.SampledFrom(w.passing), 0, 4).Draw(t, "come and go") {
						w.flip(name)
					}
					if !w.page(rapid.IntRange(1, 4).Draw(t, "limit")) {
						break
					}
				}
				w.judge()
			})
		})
	}
}

// TestPagesAtOnce is the same with the others at work at the same time.
func TestPagesAtOnce(t *testing.T) {
	t.Parallel()
	for _, kind := range append([]string{"tags"}, kinds...) {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			w := &walk{t: t, kind: kind, at: bare(t)}
			for i := range 24 { // both together are fewer than the 50 tags that a resource can have
				w.staying = append(w.staying, fmt.Sprintf("n%02d", 2*i))
				w.passing = append(w.passing, fmt.Sprintf("n%02d", 2*i+1))
			}
			w.settle()
			var done atomic.Bool
			var flips atomic.Int64
			const others = 3
			atOnce(1+others, func(i int) {
				if i == others {
					defer done.Store(true)
					for n := 0; n < 5 || flips.Load() < 100; n++ { // until the others had their turn
						w.seen, w.next = nil, ""
						for w.page(n%5 + 1) {
							runtime.Gosched()
						}
						w.judge()
					}
					return
				}
				for there := true; !done.Load(); there = !there {
					for j := i; j < len(w.passing); j += others {
						w.set(w.passing[j], there)
						flips.Add(1)
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

	staying []string        // are there throughout
	passing []string        // come and go
	gone    []string        // were there, and are not when the walk begins
	there   map[string]bool // which of passing are there
	ever    map[string]bool // which of passing were there at some time of the walk; nil if nobody knows
	seen    []string
	next    string
}

// bare returns a server with the parents that a list can have.
func bare(t rapid.TB) *server.Server {
	s, err := server.New(server.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// newWalk draws names and makes what is there when the walk begins.
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
	w.settle()
	for _, name := range w.passing {
		if rapid.Bool().Draw(t, "is there") {
			w.flip(name)
		}
	}
	w.ever = maps.Clone(w.there)
	return w
}

// settle makes the homes, then what stays and what is gone, in an order that is not the list's.
func (w *walk) settle() {
	if w.kind != mesh {
		for _, each := range [][2]string{{mesh, "m"}, {virtualNode, "node"}, {virtualService, "service"},
			{virtualRouter, "up"}, {virtualGateway, "up"}} {
			if each[0] != w.kind {
				w.ask(plain("create", each[0], each[1], 0))
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

// ask sends a request that must succeed.
func (w *walk) ask(q request) reply {
	a := ask(w.at, q)
	if a.status != http.StatusOK {
		w.t.Errorf("%s\nanswered %d %s", q, a.status, a.raw)
	}
	return a
}

// set makes an item, or removes it.
func (w *walk) set(name string, there bool) {
	if w.kind == "tags" {
		q := request{verb: "untag", key: keyAt(mesh, "m"), caller: account, keys: []string{name}}
		if there {
			q.verb, q.tags = "tag", []tag{{name, "v"}}
		}
		q.arn = arnOf(q.key)
		w.ask(q)
		return
	}
	verb := "delete"
	if there {
		verb = "create"
	}
	w.ask(plain(verb, w.kind, name, 0))
}

// flip makes one of those that come and go, or removes it.
func (w *walk) flip(name string) {
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
	a := w.ask(q)
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
		list, _ := a.at(member).([]any)
		for _, item := range list {
			w.seen = append(w.seen, reply{body: item.(object)}.text(w.kind+"Name"))
		}
	}
	w.next = a.text("nextToken")
	return w.next != "" && len(w.seen) < 1000
}

// judge looks at what was seen on the whole walk.
func (w *walk) judge() {
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
	if w.kind == "tags" { // in the order in which they came; one that comes again comes last (rule 60)
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
