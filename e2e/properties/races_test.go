package properties

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server"
)

// rounds is how often a race is run.
const rounds = 30

// eachKind runs a test for every kind, each in a furnished server of its own for each round.
func eachKind(t *testing.T, run func(t *testing.T, s *server.Server, kind string)) {
	t.Helper()
	for _, kind := range kinds {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			for range rounds {
				s := start(t)
				furnish(t, s)
				run(t, s, kind)
			}
		})
	}
}

// TestOneOfManyCreatesWins: of eight that create the same name, one succeeds, the others are
// refused with ConflictException (rule 4), and what is there is what the winner made.
func TestOneOfManyCreatesWins(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, s *server.Server, kind string) {
		answers := make([]reply, clients)
		atOnce(clients, func(i int) { answers[i] = ask(s, plain("create", kind, "new", i)) })
		winners := slices.DeleteFunc(slices.Clone(answers), func(a reply) bool { return a.status != 200 })
		if len(winners) != 1 {
			t.Fatalf("%d creates of one name succeeded, want 1", len(winners))
		}
		for _, a := range answers {
			if a.status != 200 && a.code != "ConflictException" {
				t.Errorf("a loser was answered %d %s", a.status, a.raw)
			}
		}
		there := must(t, s, plain("describe", kind, "new", 0))
		if got, want := there.text("metadata", "uid"),
			winners[0].text("metadata", "uid"); got != want || there.version() != 1 {
			t.Errorf("there is %s in version %d, want the winner's %s in version 1", got, there.version(), want)
		}
	})
}

// TestRepeatedCreatesMakeOne: eight times the same create with the same client token is one
// create, and all are answered with the same resource (rule 4).
func TestRepeatedCreatesMakeOne(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, s *server.Server, kind string) {
		q := plain("create", kind, "new", 1)
		q.token = "the-same"
		answers := make([]reply, clients)
		atOnce(clients, func(i int) { answers[i] = ask(s, q) })
		for _, a := range answers {
			if a.status != 200 || string(a.raw) != string(answers[0].raw) {
				t.Fatalf("answered %s\nand      %s", answers[0].raw, a.raw)
			}
		}
	})
}

// TestNoUpdateIsLost: n updates at the same time lead to version n+1; each is answered a
// version of its own, and what stands in the end is what the last of them wrote (rules 5, 41, 42).
func TestNoUpdateIsLost(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, s *server.Server, kind string) {
		must(t, s, plain("create", kind, "new", 0))
		answers := make([]reply, clients)
		atOnce(clients, func(i int) { answers[i] = ask(s, plain("update", kind, "new", 1+i)) })
		there := must(t, s, plain("describe", kind, "new", 0))
		if there.version() != clients+1 {
			t.Fatalf("after %d updates the version is %d, want %d", clients, there.version(), clients+1)
		}
		var versions []int
		for _, a := range answers {
			versions = append(versions, a.version())
			if a.version() == there.version() && fmt.Sprint(a.at("spec")) != fmt.Sprint(withoutBackends(there)) {
				t.Errorf("the last update wrote %v, there is %v", a.at("spec"), there.at("spec"))
			}
		}
		slices.Sort(versions)
		for i, version := range versions {
			if version != i+2 {
				t.Fatalf("the updates were answered the versions %v", versions)
			}
		}
	})
}

// withoutBackends returns the spec without the backends that only describe shows (rule 56).
func withoutBackends(a reply) object {
	spec, _ := a.at("spec").(object)
	delete(spec, "backends")
	return spec
}

// TestNoTagIsLost: tags that are set at the same time are all there afterwards, and tags that
// are removed are gone, while the resource is updated.
func TestNoTagIsLost(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, s *server.Server, kind string) {
		q := plain("create", kind, "new", 0)
		for i := range clients {
			q.tags = append(q.tags, tag{fmt.Sprint("old", i), ""})
		}
		must(t, s, q)
		codes := make([]string, 3*clients)
		atOnce(3*clients, func(i int) {
			q := plain([]string{"tag", "untag", "update"}[i%3], kind, "new", 0)
			q.arn, q.tags, q.keys = arnOf(q.key), []tag{{fmt.Sprint("new", i/3), "v"}}, []string{fmt.Sprint("old", i/3)}
			codes[i] = ask(s, q).code
		})
		for _, code := range codes {
			if code != "" {
				t.Fatalf("refused: %s", code)
			}
		}
		q = plain("tags", kind, "new", 0)
		q.arn = arnOf(q.key)
		got := shownTags(q, must(t, s, q))
		slices.Sort(got)
		var want []string
		for i := range clients {
			want = append(want, fmt.Sprintf("new%d=v", i))
		}
		if !slices.Equal(got, want) {
			t.Errorf("the tags are %q, want %q", got, want)
		}
	})
}

// TestNoOrphan: creates of what needs a resource race with the delete of that resource. If
// the delete wins, all creates are NotFoundException; if one create wins, the delete is
// ResourceInUseException (rules 3, 7, 11, 44 to 48). Never both, never neither.
func TestNoOrphan(t *testing.T) {
	t.Parallel()
	for _, kind := range pairings {
		t.Run(kind.String(), func(t *testing.T) {
			t.Parallel()
			for n := range rounds {
				s := start(t)
				upper, lower := kind.requests(t, s)
				must(t, s, upper)
				last := rand.New(rand.NewPCG(1, uint64(n))).IntN(clients)
				answers := make([]reply, clients)
				atOnce(clients, func(i int) {
					q := lower
					if q.name += fmt.Sprint(i); i == last {
						q = upper
						q.verb = "delete"
					}
					answers[i] = ask(s, q)
				})
				want := ""
				if gone := answers[last].status == 200; gone {
					want = "NotFoundException"
				} else if answers[last].code != "ResourceInUseException" {
					t.Fatalf("the delete was answered %d %s", answers[last].status, answers[last].raw)
				}
				for i, a := range answers {
					if i != last && a.code != want {
						t.Fatalf("a create was answered %q, the delete %q", a.code, answers[last].code)
					}
				}
				upper.verb = "describe"
				if there := ask(s, upper); there.code != want {
					t.Fatalf("afterwards describe is answered %q, the delete was %q", there.code, answers[last].code)
				}
			}
		})
	}
}
