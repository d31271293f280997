package properties

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"

	"github.com/appmesh-mock/appmesh-mock/server"
)

// histories is the number of histories that each test of linearizability checks. To check
// more, run go test ./properties -run TestLinear -histories=20000 -timeout=0.
var histories = flag.Int("histories", 100,
	"how many concurrent histories are checked for linearizability, by each test")

const (
	clients  = 8
	eachDoes = 12 // operations of a client in a history
)

// TestLinearAlone: concurrent creates, updates, deletes, describes and operations on tags of
// three nodes can be put in one order that the rules allow.
func TestLinearAlone(t *testing.T) {
	t.Parallel()
	names := []string{"a", "ab", "b"}
	verbs := []string{"create", "create", "update", "update", "update", "delete", "describe", "tag", "tag", "untag",
		"tags"}
	counts := map[string]int{}
	for n := range *histories {
		s := start(t)
		must(t, s, plain("create", mesh, "m", 0))
		history := record(uint64(n), func(random *rand.Rand) (step, func() result) {
			in := step{do: verbs[random.IntN(len(verbs))], who: names[random.IntN(len(names))]}
			q := plain(in.do, virtualNode, in.who, random.IntN(1_000_000))
			switch in.do {
			case "create", "update":
				in.mark = fmt.Sprintf("/log/%d", q.spec.salt)
			case "tag", "untag", "tags":
				given := tag{string(rune('k' + random.IntN(3))), fmt.Sprint(random.IntN(10))}
				in.mark = given.Key + "=" + given.Value
				q.arn, q.tags, q.keys = arnOf(q.key), []tag{given}, []string{given.Key}
			}
			return in, func() result { return aloneResult(ask(s, q), in) }
		})
		verify(t, n, aloneModel, history)
		newUIDs(t, n, history)
		tally(counts, history)
	}
	demand(t, counts, verbs, "", "ConflictException", "NotFoundException")
}

func aloneResult(a reply, in step) result {
	if a.code != "" {
		return result{code: a.code}
	}
	switch in.do {
	case "tag", "untag":
		return result{}
	case "tags":
		out := result{}
		for _, each := range shownTags(request{}, a) {
			out.tags = setTag(out.tags, each)
		}
		return out
	}
	return result{version: a.version(), uid: a.text("metadata", "uid"), mark: a.marked()}
}

// newUIDs looks whether every create that succeeded answered a uid of its own (rule 41).
func newUIDs(t *testing.T, n int, history []porcupine.Operation) {
	t.Helper()
	seen := map[string]bool{}
	for _, op := range history {
		if out := op.Output.(result); op.Input.(step).do == "create" && out.code == "" {
			if out.uid == "" || seen[out.uid] {
				t.Errorf("history %d: two creates answered the uid %q", n, out.uid)
			}
			seen[out.uid] = true
		}
	}
}

// TestLinearPairs: the same of two resources of which one needs the other, for every way of
// needing. No lower is without its upper at any moment: create under what is gone is
// NotFoundException, delete of what is needed is ResourceInUseException.
func TestLinearPairs(t *testing.T) {
	t.Parallel()
	verbs := []string{"create", "create", "create", "delete", "delete", "describe", "update", "list"}
	for _, kind := range pairings {
		t.Run(kind.String(), func(t *testing.T) {
			t.Parallel()
			counts := map[string]int{}
			for n := range *histories {
				s := start(t)
				upper, lower := kind.requests(t, s)
				history := record(uint64(n), func(random *rand.Rand) (step, func() result) {
					in := step{do: verbs[random.IntN(len(verbs))], who: "upper"}
					q := upper
					if in.do == "list" || random.IntN(2) == 0 {
						in.who, q = "lower", lower
					}
					q.verb = in.do
					return in, func() result {
						a := ask(s, q)
						return result{code: a.code, version: a.version(),
							there: in.do == "list" && len(shownItems(q, a)) > 0}
					}
				})
				verify(t, n, pairModel(kind), history)
				tally(counts, history)
			}
			demand(t, counts, verbs, "", "ConflictException", "NotFoundException", "ResourceInUseException")
		})
	}
}

// requests returns requests for both of a pair, their verbs to be set, and makes what else
// they need.
func (p pairing) requests(t *testing.T, s *server.Server) (upper, lower request) {
	t.Helper()
	name := "up"
	if p.upper == mesh {
		name = "m"
	}
	upper, lower = plain("create", p.upper, name, 0), plain("create", p.lower, "low", 0)
	if !p.lives {
		lower.spec.targets = []target{{kind: p.upper, name: name}}
	}
	needed := map[string][]request{
		virtualNode:    {plain("create", mesh, "m", 0)},
		virtualGateway: {plain("create", mesh, "m", 0), plain("create", virtualService, "service", 0)},
		virtualRouter:  {plain("create", mesh, "m", 0), plain("create", virtualNode, "node", 0)},
		virtualService: {plain("create", mesh, "m", 0), plain("create", virtualGateway, "up", 0)},
	}[p.upper]
	if p.upper == virtualNode && p.lower == route {
		needed = append(needed, plain("create", virtualRouter, "up", 0))
	}
	for _, q := range needed {
		must(t, s, q)
	}
	return upper, lower
}

// record has the clients work at the same time and returns their requests and responses.
// The order of calls and returns is that of one counter.
func record(seed uint64, draw func(*rand.Rand) (step, func() result)) []porcupine.Operation {
	var clock atomic.Int64
	histories := make([][]porcupine.Operation, clients)
	atOnce(clients, func(c int) {
		random := rand.New(rand.NewPCG(seed, uint64(c)))
		for range eachDoes {
			in, do := draw(random)
			op := porcupine.Operation{ClientId: c, Input: in, Call: clock.Add(1)}
			if random.IntN(2) == 0 {
				runtime.Gosched() // between the call and what it does, so that calls overlap on few processors too
			}
			op.Output = do()
			if random.IntN(2) == 0 {
				runtime.Gosched()
			}
			op.Return = clock.Add(1)
			histories[c] = append(histories[c], op)
		}
	})
	var history []porcupine.Operation
	for _, each := range histories {
		history = append(history, each...)
	}
	return history
}

// verify fails if there is no order of the history that the model allows.
func verify(t *testing.T, n int, model porcupine.Model, history []porcupine.Operation) {
	t.Helper()
	switch porcupine.CheckOperationsTimeout(model, history, time.Minute) {
	case porcupine.Ok:
	case porcupine.Unknown:
		t.Fatalf("history %d could not be decided in a minute", n)
	default:
		for _, op := range history {
			t.Logf("%3d–%3d client %d: %s", op.Call, op.Return, op.ClientId, describeStep(op.Input, op.Output))
		}
		t.Fatalf("history %d has no order that the rules allow", n)
	}
}

func tally(counts map[string]int, history []porcupine.Operation) {
	for _, op := range history {
		counts[op.Input.(step).do]++
		counts["answer "+op.Output.(result).code]++
	}
	for _, a := range history {
		for _, b := range history {
			if a.ClientId < b.ClientId && a.Call < b.Return && b.Call < a.Return {
				counts["overlap"]++
			}
		}
	}
}

// demand fails if an operation or a response never occurred, or if no requests overlapped.
func demand(t *testing.T, counts map[string]int, verbs []string, codes ...string) {
	t.Helper()
	if *histories < 10 {
		return
	}
	wanted := append([]string{"overlap"}, verbs...)
	for _, code := range codes {
		wanted = append(wanted, "answer "+code)
	}
	for _, each := range wanted {
		if counts[each] == 0 {
			t.Errorf("in %d histories there was no %q", *histories, each)
		}
	}
}

// TestLinearCheckerRefuses: histories that no server may make are refused, and the right ones
// beside them are not. Without this, a checker that accepts everything would look the same.
func TestLinearCheckerRefuses(t *testing.T) {
	t.Parallel()
	ops := func(does ...any) []porcupine.Operation { // one after the other
		var all []porcupine.Operation
		for i := 0; i < len(does); i += 2 {
			all = append(all,
				porcupine.Operation{ClientId: i / 2, Input: does[i], Output: does[i+1], Call: int64(2 * i),
					Return: int64(2*i + 1)})
		}
		return all
	}
	together := func(all []porcupine.Operation) []porcupine.Operation {
		for i := range all {
			all[i].Call, all[i].Return = 1, 2
		}
		return all
	}
	made := result{version: 1, uid: "u", mark: "1"}
	create, describe := step{do: "create", who: "a", mark: "1"}, step{do: "describe", who: "a"}
	second, third := step{do: "update", who: "a", mark: "2"}, step{do: "update", who: "a", mark: "3"}
	taken, gone := result{code: "ConflictException"}, result{code: "NotFoundException"}
	within := pairModel(pairings[0])
	up, low := step{do: "create", who: "upper"}, step{do: "create", who: "lower"}
	end, first := step{do: "delete", who: "upper"}, result{version: 1}

	for _, each := range []struct {
		name    string
		model   porcupine.Model
		history []porcupine.Operation
		legal   bool
	}{
		{"one winner", aloneModel, together(ops(create, made, create, taken)), true},
		{"two winners", aloneModel, together(ops(create, made, create, made)), false},
		{"no winner", aloneModel, together(ops(create, taken, create, taken)), false},
		{"two updates", aloneModel,
			append(ops(create, made),
				later(together(ops(second, result{version: 3, uid: "u", mark: "2"}, third,
					result{version: 2, uid: "u", mark: "3"})))...), true},
		{"a lost update", aloneModel,
			append(ops(create, made),
				later(together(ops(second, result{version: 2, uid: "u", mark: "2"}, third,
					result{version: 2, uid: "u", mark: "3"})))...), false},
		{"read after create", aloneModel, ops(create, made, describe, made), true},
		{"stale read", aloneModel, ops(create, made, describe, gone), false},
		{"another uid", aloneModel, ops(create, made, describe, result{version: 1, uid: "v", mark: "1"}), false},
		{"read after delete", aloneModel,
			ops(create, made, step{do: "delete", who: "a"}, result{version: 2, uid: "u", mark: "1"}, describe, made),
			false},
		{"a tag", aloneModel,
			ops(create, made, step{"tag", "a", "k=1"}, result{}, step{do: "tags", who: "a"}, result{tags: "k=1"}),
			true},
		{"a lost tag", aloneModel,
			ops(create, made, step{"tag", "a", "k=1"}, result{}, step{do: "tags", who: "a"}, result{}), false},
		{"in use", within, together(ops(up, first, low, first, end, result{code: "ResourceInUseException"})), true},
		{"an orphan", within, ops(up, first, low, first, end, first), false},
		{"a child of nothing", within, ops(up, first, end, first, low, first), false},
		{"too late", within, ops(up, first, end, first, low, gone), true},
		{"in use by nothing", within, ops(up, first, end, result{code: "ResourceInUseException"}), false},
	} {
		if got := porcupine.CheckOperations(each.model, each.history); got != each.legal {
			t.Errorf("%s: legal is %t, want %t", each.name, got, each.legal)
		}
	}
}

// later moves a history behind others.
func later(all []porcupine.Operation) []porcupine.Operation {
	for i := range all {
		all[i].Call, all[i].Return = all[i].Call+1000, all[i].Return+1000
	}
	return all
}
