package convert_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/convert"
	"github.com/appmesh-mock/appmesh-mock/state"
)

const before = `
- {meshName: m, tags: [{key: a, value: "1"}, {key: b, value: "2"}]}
- {meshName: m, virtualNodeName: kept, spec: {listeners: [{portMapping: {port: 80, protocol: http},
    healthCheck: {protocol: http, path: /, healthyThreshold: 2, unhealthyThreshold: 2, timeoutMillis: 2000, intervalMillis: 5000}}], serviceDiscovery: {dns: {hostname: kept}}}}
- {meshName: m, virtualNodeName: gone, spec: {}}
- {meshName: m, virtualNodeName: target, spec: {}}
- {meshName: m, virtualRouterName: r, spec: {listeners: [{portMapping: {port: 80, protocol: http}}]}}
- {meshName: m, virtualRouterName: r, routeName: old, spec: {httpRoute: {match: {prefix: /}, action: {weightedTargets: [{virtualNode: gone, weight: 1}]}}}}
- {meshName: other}
`

const after = `
- {meshName: m, tags: [{key: b, value: "3"}, {key: c, value: "4"}]}
- {meshName: m, virtualNodeName: kept, spec: {listeners: [{portMapping: {port: 80, protocol: http},
    healthCheck: {protocol: http, path: /, healthyThreshold: 2, unhealthyThreshold: 2, timeoutMillis: 2000, intervalMillis: 5000}}], serviceDiscovery: {dns: {hostname: kept}}}}
- {meshName: m, meshOwner: "123456789012", virtualRouterName: r, spec: {listeners: [{portMapping: {port: 8080, protocol: http}}]}}
- {meshName: m, virtualRouterName: r, routeName: new, spec: {httpRoute: {match: {prefix: /}, action: {weightedTargets: [{virtualNode: target, weight: 1}]}}}}
`

// planned returns a plan for a server that has the resources of before.
func planned(t *testing.T, s *server.Server, text string, options convert.PlanOptions) *convert.Plan {
	t.Helper()
	plan, err := convert.NewPlan(read(t, "after.yaml", text, convert.Options{}), resources(t, s), options)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

func TestPlanListsChangesWithReasons(t *testing.T) {
	t.Parallel()
	s := running(t, server.Options{}, read(t, "before.yaml", before, convert.Options{}))
	plan := planned(t, s, after, convert.PlanOptions{Update: true, Prune: true, Account: "123456789012"})
	var got []string
	for _, change := range plan.Changes {
		got = append(got, strings.TrimSpace(fmt.Sprintf("%s %s %s", change.Action, change.Resource, change.Reason)))
	}
	want := `update mesh m tags differ
unchanged virtualNode m/kept
update virtualRouter m/r spec.listeners.0.portMapping.port: 80 becomes 8080
create route m/r/new
delete route m/r/old it is not in the files
delete virtualNode m/gone it is not in the files
delete mesh other it is not in the files`
	if strings.Join(got, "\n") != want {
		t.Errorf("\n got %s\nwant %s", strings.Join(got, "\n"), want)
	}
	if counts := plan.Counts(); counts[convert.Delete] != 3 || counts[convert.Unchanged] != 1 {
		t.Errorf("%v", counts)
	}
}

func TestAnAppliedPlanLeavesNothingToDo(t *testing.T) {
	t.Parallel()
	s := running(t, server.Options{}, read(t, "before.yaml", before, convert.Options{}))
	options := convert.PlanOptions{Update: true, Prune: true, Account: "123456789012"}
	plan := planned(t, s, after, options)
	calls := 0
	done, err := plan.Apply(context.Background(), client(s), convert.ApplyOptions{Progress: func(int, int) { calls++ }})
	if err != nil || done != len(plan.Changes) || calls != done {
		t.Fatal(done, calls, err)
	}
	plan = planned(t, s, after, options)
	if counts := plan.Counts(); len(plan.Steps()) != 0 || counts[convert.Unchanged] != len(plan.Changes) {
		t.Errorf("%+v", plan.Changes)
	}
	if tags := s.View().Get(state.Mesh, "m").Tags; len(tags) != 2 || tags[0].Value != "3" {
		t.Errorf("%v", tags)
	}
}

func TestAPlanWithoutUpdateCreatesEverything(t *testing.T) {
	t.Parallel()
	s := running(t, server.Options{}, read(t, "before.yaml", before, convert.Options{}))
	plan := planned(t, s, after+"- {operation: DeleteMesh, input: {meshName: other}}\n", convert.PlanOptions{})
	if counts := plan.Counts(); counts[convert.Create] != 4 || counts[convert.Run] != 1 {
		t.Errorf("%v", counts)
	}
	done, err := plan.Apply(context.Background(), client(s), convert.ApplyOptions{})
	if done != 0 || err == nil ||
		!strings.HasPrefix(err.Error(), "after.yaml: entry 1: CreateMesh: ConflictException: ") {
		t.Error(done, err)
	}
}

// atomic is a doer that runs all steps in this process.
type atomic struct {
	*convert.Client
	server *server.Server
}

func (a atomic) DoAll(_ context.Context, steps []server.Step) error {
	return a.server.Apply("", "", steps)
}

func TestAnAtomicPlanAppliesAllOrNothing(t *testing.T) {
	t.Parallel()
	s := running(t, server.Options{}, read(t, "before.yaml", before, convert.Options{}))
	state := string(s.Save())
	plan := planned(t, s, "[{meshName: new}, {meshName: m}]", convert.PlanOptions{})
	done, err := plan.Apply(context.Background(), atomic{client(s), s}, convert.ApplyOptions{Atomic: true})
	if done != 0 || err == nil || !strings.Contains(err.Error(), "ConflictException") || string(s.Save()) != state {
		t.Error(done, err)
	}
	plan = planned(t, s, "[{meshName: new}, {meshName: m}]", convert.PlanOptions{Update: true})
	if done, err := plan.Apply(context.Background(), atomic{client(s), s},
		convert.ApplyOptions{Atomic: true}); done != 2 || err != nil {
		t.Error(done, err)
	}
}

func TestAPlanEndsWithItsContext(t *testing.T) {
	t.Parallel()
	s := running(t, server.Options{}, nil)
	ctx, cancel := context.WithCancel(context.Background())
	progress := func(done, total int) {
		if done == 1 {
			cancel()
		}
	}
	plan := planned(t, s, "[{meshName: a}, {meshName: b}]", convert.PlanOptions{})
	if done, err := plan.Apply(ctx, client(s), convert.ApplyOptions{Progress: progress}); done != 1 ||
		err != context.Canceled {
		t.Error(done, err)
	}
}

func TestOperationsCannotBeCompared(t *testing.T) {
	t.Parallel()
	steps := read(t, "s.yaml", "{operation: DeleteMesh, input: {meshName: m}}", convert.Options{})
	_, err := convert.NewPlan(steps, nil, convert.PlanOptions{Update: true})
	if err == nil || err.Error() != "s.yaml: entry 1: DeleteMesh: only create operations can be exported or compared" {
		t.Error(err)
	}
}
