package sdks

import (
	"fmt"
	"math"
	"strings"
	"sync"
	"testing"
	"time"
)

// cliMesh is a mesh with a resource of each kind.
type cliMesh struct {
	cli
	scenarios
	mu        sync.Mutex
	resources map[string]*cliResource // by kind
	succeeded map[string]bool         // operations
}

type cliResource struct {
	kind
	in               members // its names
	arn, uid         string
	version          int
	created, updated time.Time
}

// testLifecycle creates a resource of each kind, and runs all operations but the seven lists,
// which testPages runs. The steps of a row do not depend on each other and run at the same time.
func (a awsCLI) testLifecycle(t *testing.T) {
	t.Parallel()
	s := &cliMesh{
		cli: cli{strict(t), a}, scenarios: readScenarios(t),
		resources: map[string]*cliResource{}, succeeded: map[string]bool{},
	}
	step := func(verb, kindName string, spec int) func(*testing.T) {
		return func(t *testing.T) { s.step(t, verb, kindName, spec) }
	}
	rows := [][]func(*testing.T){
		{step("Create", "Mesh", 0)},
		{step("Create", "VirtualNode", 0), step("Create", "VirtualRouter", 0), step("Create", "VirtualGateway", 0),
			step("Create", "VirtualService", 2)},
		{step("Update", "VirtualNode", 1), step("Update", "VirtualRouter", 1), step("Update", "VirtualGateway", 1)},
		{step("Update", "VirtualService", 1), step("Create", "Route", 0), step("Create", "GatewayRoute", 0)},
		{step("Update", "Route", 1), step("Update", "GatewayRoute", 1), step("Update", "Mesh", 1)},
		{step("Describe", "Mesh", 1), step("Describe", "VirtualNode", 1), step("Describe", "VirtualRouter", 1),
			step("Describe", "VirtualGateway", 1), step("Describe", "VirtualService", 1),
			step("Describe", "Route", 1), step("Describe", "GatewayRoute", 1), s.tag},
		{step("Delete", "Route", 1), step("Delete", "GatewayRoute", 1)},
		{step("Delete", "VirtualService", 1), step("Delete", "VirtualGateway", 1)},
		{step("Delete", "VirtualRouter", 1), step("Delete", "VirtualNode", 1)},
		{step("Delete", "Mesh", 1)},
		{s.missing},
	}
	for i, row := range rows {
		t.Run(fmt.Sprint(i+1), func(t *testing.T) {
			for j, step := range row {
				t.Run(fmt.Sprint(j+1), func(t *testing.T) {
					t.Parallel()
					step(t)
				})
			}
		})
		if t.Failed() {
			return // the following steps depend on this one
		}
	}
	if len(s.succeeded) != 38-7 {
		t.Errorf("%d operations were run, want %d: %v", len(s.succeeded), 38-7, s.succeeded)
	}
}

// do runs an operation that succeeds, and records its name.
func (s *cliMesh) do(t *testing.T, operation string, in members) members {
	t.Helper()
	out := s.must(t, operation, in)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.succeeded[operation] = true
	return out
}

// resource returns the resource of a kind. Its name is that in Setup if there is one.
func (s *cliMesh) resource(kindName string) *cliResource {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.resources[kindName]
	if r == nil {
		r = &cliResource{kind: s.scenarios.kind(kindName)}
		name := "subject"
		if existing := s.existing(r.kind); len(existing) > 0 {
			name = existing[0]
		}
		r.in = r.names(parent, name)
		var path []string
		for _, each := range r.lineage() {
			path = append(path, stem(each), r.in[stem(each)+"Name"].(string))
		}
		r.arn = fmt.Sprintf("arn:aws:appmesh:%s:%s:%s", s.Region, s.Account, strings.Join(path, "/"))
		s.resources[kindName] = r
	}
	return r
}

// step creates, describes, updates or deletes a resource, and checks the output.
func (s *cliMesh) step(t *testing.T, verb, kindName string, number int) {
	t.Helper()
	r := s.resource(kindName)
	spec, before := r.Specs[number], time.Now()
	in := r.in
	if verb == "Create" || verb == "Update" {
		in = with(in, "spec", spec)
	}
	if verb == "Create" {
		in = with(in, "tags", []map[string]string{{"key": "made", "value": ""}})
	}
	data, _ := s.do(t, verb+kindName, in)[stem(kindName)].(members)
	metadata, _ := data["metadata"].(members)
	created, updated := parseTime(t, metadata["createdAt"]), parseTime(t, metadata["lastUpdatedAt"])
	switch verb {
	case "Create":
		r.version, r.created, r.updated = 1, created, created
		r.uid, _ = metadata["uid"].(string)
	case "Update", "Delete":
		r.updated = updated
		if verb == "Update" || kindName != "Mesh" {
			r.version++
		}
	}
	if verb != "Describe" && (updated.Before(before.Truncate(time.Millisecond)) || updated.After(time.Now())) {
		t.Errorf("lastUpdatedAt %v is not now", updated)
	}
	if !created.Equal(r.created) || !updated.Equal(r.updated) || len(r.uid) != 36 {
		t.Errorf("created %v, updated %v, uid %q; want %v and %v", created, updated, r.uid, r.created, r.updated)
	}
	if verb == "Describe" || verb == "Delete" {
		spec = r.described(spec)
	}
	status := "ACTIVE"
	if verb == "Delete" {
		status = "DELETED"
	}
	same(t, verb+kindName, with(r.in, "spec", spec, "status", members{"status": status},
		"metadata", with(r.item(s.Account), "uid", r.uid,
			"createdAt", metadata["createdAt"], "lastUpdatedAt", metadata["lastUpdatedAt"])), data)
}

func (r *cliResource) item(account string) members {
	return members{"arn": r.arn, "meshOwner": account, "resourceOwner": account, "version": r.version}
}

// parseTime parses a time in milliseconds: version 2 of the CLI prints it with six digits, and
// version 1 as seconds since 1970.
func parseTime(t *testing.T, printed any) time.Time {
	t.Helper()
	if number, ok := printed.(float64); ok {
		return time.UnixMilli(int64(math.Round(number * 1000)))
	}
	text, _ := printed.(string)
	at, err := time.Parse("2006-01-02T15:04:05.000000-07:00", text)
	if err != nil {
		at, err = time.Parse("2006-01-02T15:04:05-07:00", text) // a whole second
	}
	if err != nil || !at.Equal(at.Truncate(time.Millisecond)) {
		t.Errorf("%v is not a time in milliseconds: %v", printed, err)
	}
	return at
}

// tag sets, removes and lists tags of a gateway.
func (s *cliMesh) tag(t *testing.T) {
	t.Helper()
	arn := members{"resourceArn": s.resource("VirtualGateway").arn}
	tags := []map[string]string{{"key": "ü %/+", "value": "a=b,c"}, {"key": "b", "value": "2"}}
	s.do(t, "TagResource", with(arn, "tags", tags))
	s.do(t, "UntagResource", with(arn, "tagKeys", []string{"made", "missing"}))
	same(t, "tags", members{"tags": tags}, s.do(t, "ListTagsForResource", arn))
}

// missing expects the deleted mesh not to be found.
func (s *cliMesh) missing(t *testing.T) {
	t.Helper()
	message := s.refused(t, 1, "NotFoundException", "DescribeMesh", s.resource("Mesh").in)
	if want := "Mesh with name mesh is not present for account " + s.Account; message != want {
		t.Errorf("the message is %q, want %q", message, want)
	}
}
