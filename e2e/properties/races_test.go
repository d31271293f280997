package properties

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server"
)

// rounds is the number of times that a race is run.
const rounds = 30

// eachKind runs a test for every kind, with a new server that has the prerequisites for each round.
func eachKind(t *testing.T, run func(t *testing.T, s *server.Server, kind string)) {
	t.Helper()
	for _, kind := range kinds {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			for range rounds {
				s := start(t)
				createPrerequisites(t, s)
				run(t, s, kind)
			}
		})
	}
}

// TestOneOfConcurrentCreatesSucceeds checks that of eight creates of one name, one succeeds and
// the others fail with ConflictException (rule 4), and that the resource is that of the winner.
func TestOneOfConcurrentCreatesSucceeds(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, s *server.Server, kind string) {
		responses := make([]response, clients)
		atOnce(clients, func(i int) { responses[i] = send(s, newRequest("create", kind, "new", i)) })
		winners := slices.DeleteFunc(slices.Clone(responses), func(a response) bool { return a.Status != 200 })
		if len(winners) != 1 {
			t.Fatalf("%d creates of one name succeeded, want 1", len(winners))
		}
		for _, a := range responses {
			if a.Status != 200 && a.Code != "ConflictException" {
				t.Errorf("a create got %d %s", a.Status, a.Body)
			}
		}
		there := must(t, s, newRequest("describe", kind, "new", 0))
		if got, want := there.Text("metadata", "uid"),
			winners[0].Text("metadata", "uid"); got != want || there.Version() != 1 {
			t.Errorf("there is %s in version %d, want the winner's %s in version 1", got, there.Version(), want)
		}
	})
}

// TestRepeatedCreatesCreateOnce checks that eight concurrent creates with one client token create
// one resource and return the same response (rule 4).
func TestRepeatedCreatesCreateOnce(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, s *server.Server, kind string) {
		q := newRequest("create", kind, "new", 1)
		q.token = "the-same"
		responses := make([]response, clients)
		atOnce(clients, func(i int) { responses[i] = send(s, q) })
		for _, a := range responses {
			if a.Status != 200 || string(a.Body) != string(responses[0].Body) {
				t.Fatalf("got %s\nand %s", responses[0].Body, a.Body)
			}
		}
	})
}

// TestConcurrentUpdatesAreNotLost checks that n concurrent updates lead to version n+1, that each
// returns another version, and that the last one's spec remains (rules 5, 41 and 42).
func TestConcurrentUpdatesAreNotLost(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, s *server.Server, kind string) {
		must(t, s, newRequest("create", kind, "new", 0))
		responses := make([]response, clients)
		atOnce(clients, func(i int) { responses[i] = send(s, newRequest("update", kind, "new", 1+i)) })
		there := must(t, s, newRequest("describe", kind, "new", 0))
		if there.Version() != clients+1 {
			t.Fatalf("after %d updates the version is %d, want %d", clients, there.Version(), clients+1)
		}
		var versions []int
		for _, a := range responses {
			versions = append(versions, a.Version())
			if a.Version() == there.Version() && fmt.Sprint(a.At("spec")) != fmt.Sprint(withoutBackends(there)) {
				t.Errorf("the last update wrote %v, there is %v", a.At("spec"), there.At("spec"))
			}
		}
		slices.Sort(versions)
		for i, version := range versions {
			if version != i+2 {
				t.Fatalf("the updates returned the versions %v", versions)
			}
		}
	})
}

// withoutBackends returns the spec without the backends that only describe shows (rule 56).
func withoutBackends(a response) object {
	spec, _ := a.At("spec").(object)
	delete(spec, "backends")
	return spec
}

// TestConcurrentTagsAreNotLost checks that tags that are set concurrently all exist afterwards,
// and that removed tags do not, while the resource is updated.
func TestConcurrentTagsAreNotLost(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, s *server.Server, kind string) {
		q := newRequest("create", kind, "new", 0)
		for i := range clients {
			q.tags = append(q.tags, tag{fmt.Sprint("old", i), ""})
		}
		must(t, s, q)
		codes := make([]string, 3*clients)
		atOnce(3*clients, func(i int) {
			q := newRequest([]string{"tag", "untag", "update"}[i%3], kind, "new", 0)
			q.arn, q.tags, q.keys = arnOf(q.key), []tag{{fmt.Sprint("new", i/3), "v"}}, []string{fmt.Sprint("old", i/3)}
			codes[i] = send(s, q).Code
		})
		for _, code := range codes {
			if code != "" {
				t.Fatalf("refused: %s", code)
			}
		}
		q = newRequest("tags", kind, "new", 0)
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

// TestDeleteRacesWithCreates runs creates of resources that need another one concurrently with the
// delete of that resource. If the delete succeeds, all creates fail with NotFoundException. If a
// create succeeds, the delete fails with ResourceInUseException (rules 3, 7, 11 and 44 to 48).
func TestDeleteRacesWithCreates(t *testing.T) {
	t.Parallel()
	for _, kind := range pairings {
		t.Run(kind.String(), func(t *testing.T) {
			t.Parallel()
			for n := range rounds {
				s := start(t)
				upper, lower := kind.requests(t, s)
				must(t, s, upper)
				last := rand.New(rand.NewPCG(1, uint64(n))).IntN(clients)
				responses := make([]response, clients)
				atOnce(clients, func(i int) {
					q := lower
					if q.name += fmt.Sprint(i); i == last {
						q = upper
						q.verb = "delete"
					}
					responses[i] = send(s, q)
				})
				want := ""
				if gone := responses[last].Status == 200; gone {
					want = "NotFoundException"
				} else if responses[last].Code != "ResourceInUseException" {
					t.Fatalf("the delete got %d %s", responses[last].Status, responses[last].Body)
				}
				for i, a := range responses {
					if i != last && a.Code != want {
						t.Fatalf("a create got %q, the delete %q", a.Code, responses[last].Code)
					}
				}
				upper.verb = "describe"
				if there := send(s, upper); there.Code != want {
					t.Fatalf("afterwards describe got %q, the delete %q", there.Code, responses[last].Code)
				}
			}
		})
	}
}
