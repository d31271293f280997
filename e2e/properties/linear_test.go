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

// TestLinearSingle checks that concurrent creates, updates, deletes, describes and operations on
// tags of three nodes have one order that the rules allow.
func TestLinearSingle(t *testing.T) {
	t.Parallel()
	names := []string{"a", "ab", "b"}
	verbs := []string{"create", "create", "update", "update", "update", "delete", "describe", "tag", "tag", "untag",
		"tags"}
	counts := map[string]int{}
	for n := range *histories {
		s := start(t)
		must(t, s, newRequest("create", mesh, "m", 0))
		history := record(uint64(n), func(random *rand.Rand) (step, func() result) {
			in := step{verb: verbs[random.IntN(len(verbs))], target: names[random.IntN(len(names))]}
			q := newRequest(in.verb, virtualNode, in.target, random.IntN(1_000_000))
			switch in.verb {
			case "create", "update":
				in.mark = fmt.Sprintf("/log/%d", q.spec.salt)
			case "tag", "untag", "tags":
				given := tag{string(rune('k' + random.IntN(3))), fmt.Sprint(random.IntN(10))}
				in.mark = given.Key + "=" + given.Value
				q.arn, q.tags, q.keys = arnOf(q.key), []tag{given}, []string{given.Key}
			}
			return in, func() result { return singleResult(send(s, q), in) }
		})
		verify(t, n, singleModel, history)
		checkUIDs(t, n, history)
		tally(counts, history)
	}
	requireAll(t, counts, verbs, "", "ConflictException", "NotFoundException")
}

func singleResult(a response, in step) result {
	if a.Code != "" {
		return result{code: a.Code}
	}
	switch in.verb {
	case "tag", "untag":
		return result{}
	case "tags":
		out := result{}
		for _, each := range shownTags(request{}, a) {
			out.tags = setTag(out.tags, each)
		}
		return out
	}
	return result{version: a.Version(), uid: a.Text("metadata", "uid"), mark: marked(a)}
}

// checkUIDs checks that every successful create returned a unique uid (rule 41).
func checkUIDs(t *testing.T, n int, history []porcupine.Operation) {
	t.Helper()
	seen := map[string]bool{}
	for _, op := range history {
		if out := op.Output.(result); op.Input.(step).verb == "create" && out.code == "" {
			if out.uid == "" || seen[out.uid] {
				t.Errorf("history %d: two creates returned the uid %q", n, out.uid)
			}
			seen[out.uid] = true
		}
	}
}

// TestLinearPairs checks the same of two resources of which one needs the other, for every
// pairing: lower never exists without upper. A create without upper fails with
// NotFoundException, and a delete of upper fails with ResourceInUseException while lower exists.
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
					in := step{verb: verbs[random.IntN(len(verbs))], target: "upper"}
					q := upper
					if in.verb == "list" || random.IntN(2) == 0 {
						in.target, q = "lower", lower
					}
					q.verb = in.verb
					return in, func() result {
						a := send(s, q)
						return result{code: a.Code, version: a.Version(),
							there: in.verb == "list" && len(shownItems(q, a)) > 0}
					}
				})
				verify(t, n, pairModel(kind), history)
				tally(counts, history)
			}
			requireAll(t, counts, verbs, "", "ConflictException", "NotFoundException", "ResourceInUseException")
		})
	}
}

// requests returns requests for both resources of a pair, whose verbs the caller sets, and
// creates the other resources that they need.
func (p pairing) requests(t *testing.T, s *server.Server) (upper, lower request) {
	t.Helper()
	name := "up"
	if p.upper == mesh {
		name = "m"
	}
	upper, lower = newRequest("create", p.upper, name, 0), newRequest("create", p.lower, "low", 0)
	if !p.child {
		lower.spec.targets = []target{{kind: p.upper, name: name}}
	}
	needed := map[string][]request{
		virtualNode:    {newRequest("create", mesh, "m", 0)},
		virtualGateway: {newRequest("create", mesh, "m", 0), newRequest("create", virtualService, "service", 0)},
		virtualRouter:  {newRequest("create", mesh, "m", 0), newRequest("create", virtualNode, "node", 0)},
		virtualService: {newRequest("create", mesh, "m", 0), newRequest("create", virtualGateway, "up", 0)},
	}[p.upper]
	if p.upper == virtualNode && p.lower == route {
		needed = append(needed, newRequest("create", virtualRouter, "up", 0))
	}
	for _, q := range needed {
		must(t, s, q)
	}
	return upper, lower
}

// record runs the clients concurrently and returns their requests and responses. One counter
// orders calls and returns.
func record(seed uint64, draw func(*rand.Rand) (step, func() result)) []porcupine.Operation {
	var clock atomic.Int64
	histories := make([][]porcupine.Operation, clients)
	atOnce(clients, func(c int) {
		random := rand.New(rand.NewPCG(seed, uint64(c)))
		for range eachDoes {
			in, do := draw(random)
			op := porcupine.Operation{ClientId: c, Input: in, Call: clock.Add(1)}
			if random.IntN(2) == 0 {
				runtime.Gosched() // so that calls overlap even with few processors
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

// verify fails the test if the model allows no order of the history.
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
		counts[op.Input.(step).verb]++
		counts["outcome "+op.Output.(result).code]++
	}
	for _, a := range history {
		for _, b := range history {
			if a.ClientId < b.ClientId && a.Call < b.Return && b.Call < a.Return {
				counts["overlap"]++
			}
		}
	}
}

// requireAll fails the test if an operation or a response never occurred, or if no requests overlapped.
func requireAll(t *testing.T, counts map[string]int, verbs []string, codes ...string) {
	t.Helper()
	if *histories < 10 {
		return
	}
	wanted := append([]string{"overlap"}, verbs...)
	for _, code := range codes {
		wanted = append(wanted, "outcome "+code)
	}
	for _, each := range wanted {
		if counts[each] == 0 {
			t.Errorf("in %d histories there was no %q", *histories, each)
		}
	}
}

// TestLinearCheckerRefuses checks that the checker refuses invalid histories and accepts similar
// valid ones.
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
	create, describe := step{verb: "create", target: "a", mark: "1"}, step{verb: "describe", target: "a"}
	second, third := step{verb: "update", target: "a", mark: "2"}, step{verb: "update", target: "a", mark: "3"}
	taken, gone := result{code: "ConflictException"}, result{code: "NotFoundException"}
	within := pairModel(pairings[0])
	up, low := step{verb: "create", target: "upper"}, step{verb: "create", target: "lower"}
	end, first := step{verb: "delete", target: "upper"}, result{version: 1}

	for _, each := range []struct {
		name    string
		model   porcupine.Model
		history []porcupine.Operation
		legal   bool
	}{
		{"one winner", singleModel, together(ops(create, made, create, taken)), true},
		{"two winners", singleModel, together(ops(create, made, create, made)), false},
		{"no winner", singleModel, together(ops(create, taken, create, taken)), false},
		{"two updates", singleModel,
			append(ops(create, made),
				later(together(ops(second, result{version: 3, uid: "u", mark: "2"}, third,
					result{version: 2, uid: "u", mark: "3"})))...), true},
		{"a lost update", singleModel,
			append(ops(create, made),
				later(together(ops(second, result{version: 2, uid: "u", mark: "2"}, third,
					result{version: 2, uid: "u", mark: "3"})))...), false},
		{"read after create", singleModel, ops(create, made, describe, made), true},
		{"stale read", singleModel, ops(create, made, describe, gone), false},
		{"another uid", singleModel, ops(create, made, describe, result{version: 1, uid: "v", mark: "1"}), false},
		{"read after delete", singleModel,
			ops(create, made, step{verb: "delete", target: "a"}, result{version: 2, uid: "u", mark: "1"}, describe, made),
			false},
		{"a tag", singleModel,
			ops(create, made, step{"tag", "a", "k=1"}, result{}, step{verb: "tags", target: "a"}, result{tags: "k=1"}),
			true},
		{"a lost tag", singleModel,
			ops(create, made, step{"tag", "a", "k=1"}, result{}, step{verb: "tags", target: "a"}, result{}), false},
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

// later moves a history after the others.
func later(all []porcupine.Operation) []porcupine.Operation {
	for i := range all {
		all[i].Call, all[i].Return = all[i].Call+1000, all[i].Return+1000
	}
	return all
}
