package sdks

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"
)

// cliStory is one mesh with a resource of each kind, and what is known of them.
type cliStory struct {
	cli
	story
	mu    sync.Mutex
	lives map[string]*cliLife // by kind
	ran   map[string]bool     // operations, with success
}

type cliLife struct {
	kind
	in               map[string]any // that names it
	arn, uid         string
	version          int
	created, updated time.Time
}

// One story has all kinds live, and all operations run but the seven lists, which
// TestAWSCLIReadsPages has. What is in one row needs not wait for each other, and so runs at
// once: the CLI takes its time to start.
func TestAWSCLILivesTheStory(t *testing.T) {
	t.Parallel()
	s := &cliStory{cli: cli{strict(t), awsCLI(t), make(chan struct{}, 2)}, story: readStory(t), lives: map[string]*cliLife{}, ran: map[string]bool{}}
	tell := func(verb, kindName string, spec int) func(*testing.T) {
		return func(t *testing.T) { s.tell(t, verb, kindName, spec) }
	}
	rows := [][]func(*testing.T){
		{tell("Create", "Mesh", 0)},
		{tell("Create", "VirtualNode", 0), tell("Create", "VirtualRouter", 0), tell("Create", "VirtualGateway", 0), tell("Create", "VirtualService", 2)},
		{tell("Update", "VirtualNode", 1), tell("Update", "VirtualRouter", 1), tell("Update", "VirtualGateway", 1)},
		{tell("Update", "VirtualService", 1), tell("Create", "Route", 0), tell("Create", "GatewayRoute", 0)},
		{tell("Update", "Route", 1), tell("Update", "GatewayRoute", 1), tell("Update", "Mesh", 1)},
		{tell("Describe", "Mesh", 1), tell("Describe", "VirtualNode", 1), tell("Describe", "VirtualRouter", 1), tell("Describe", "VirtualGateway", 1),
			tell("Describe", "VirtualService", 1), tell("Describe", "Route", 1), tell("Describe", "GatewayRoute", 1), s.tagged},
		{tell("Delete", "Route", 1), tell("Delete", "GatewayRoute", 1)},
		{tell("Delete", "VirtualService", 1), tell("Delete", "VirtualGateway", 1)},
		{tell("Delete", "VirtualRouter", 1), tell("Delete", "VirtualNode", 1)},
		{tell("Delete", "Mesh", 1)},
		{s.gone},
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
			return // what follows would only say so again
		}
	}
	if len(s.ran) != 38-7 {
		t.Errorf("%d operations were run, want %d: %v", len(s.ran), 38-7, s.ran)
	}
}

// do runs an operation that is to succeed, and notes it.
func (s *cliStory) do(t *testing.T, operation string, in map[string]any) map[string]any {
	t.Helper()
	out := s.must(t, operation, in)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ran[operation] = true
	return out
}

// life answers what is known of the resource of a kind: its name is that of the stage.
func (s *cliStory) life(kindName string) *cliLife {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := s.lives[kindName]
	if l == nil {
		name := map[string]string{"Mesh": "mesh", "VirtualNode": "node", "VirtualService": "service"}[kindName]
		if name == "" {
			name = "home"
		}
		l = &cliLife{kind: s.kind(kindName)}
		l.in = l.names(name)
		var path []string
		for _, each := range append(append([]string{}, l.Homes...), kindName) {
			path = append(path, stem(each), l.in[stem(each)+"Name"].(string))
		}
		l.arn = fmt.Sprintf("arn:aws:appmesh:%s:%s:%s", s.Region, s.Account, strings.Join(path, "/"))
		s.lives[kindName] = l
	}
	return l
}

// tell has a resource created, described, updated or deleted, and checks all that is printed.
func (s *cliStory) tell(t *testing.T, verb, kindName string, number int) {
	t.Helper()
	l := s.life(kindName)
	spec, before := l.Specs[number], time.Now()
	in := l.in
	if verb == "Create" || verb == "Update" {
		in = with(in, "spec", spec)
	}
	if verb == "Create" {
		in = with(in, "tags", []map[string]string{{"key": "made", "value": ""}})
	}
	data, _ := s.do(t, verb+kindName, in)[stem(kindName)].(map[string]any)
	metadata, _ := data["metadata"].(map[string]any)
	created, updated := moment(t, metadata["createdAt"]), moment(t, metadata["lastUpdatedAt"])
	switch verb {
	case "Create":
		l.version, l.created, l.updated = 1, created, created
		l.uid, _ = metadata["uid"].(string)
	case "Update", "Delete":
		l.updated = updated
		if verb == "Update" || kindName != "Mesh" {
			l.version++
		}
	}
	if verb != "Describe" && (updated.Before(before.Truncate(time.Millisecond)) || updated.After(time.Now())) {
		t.Errorf("lastUpdatedAt %v is not now", updated)
	}
	if !created.Equal(l.created) || !updated.Equal(l.updated) || len(l.uid) != 36 {
		t.Errorf("created %v, updated %v, uid %q; want %v and %v", created, updated, l.uid, l.created, l.updated)
	}
	if _, set := spec["backends"]; kindName == "VirtualNode" && !set && verb != "Create" && verb != "Update" {
		spec = with(spec, "backends", []any{})
	}
	status := "ACTIVE"
	if verb == "Delete" {
		status = "DELETED"
	}
	same(t, verb+kindName, with(l.in, "spec", spec, "status", map[string]any{"status": status},
		"metadata", with(l.item(s.Account), "uid", l.uid, "createdAt", metadata["createdAt"], "lastUpdatedAt", metadata["lastUpdatedAt"])), data)
}

func (l *cliLife) item(account string) map[string]any {
	return map[string]any{"arn": l.arn, "meshOwner": account, "resourceOwner": account, "version": l.version}
}

// moment reads a time as the CLI prints it: in milliseconds, with six digits.
func moment(t *testing.T, printed any) time.Time {
	t.Helper()
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

// tagged has a gateway's tags set, removed and listed. To set and to remove them prints nothing.
func (s *cliStory) tagged(t *testing.T) {
	t.Helper()
	arn := map[string]any{"resourceArn": s.life("VirtualGateway").arn}
	tags := []map[string]string{{"key": "ü %/+", "value": "a=b,c"}, {"key": "b", "value": "2"}}
	if out := s.do(t, "TagResource", with(arn, "tags", tags)); out != nil {
		t.Errorf("TagResource prints %v", out)
	}
	if out := s.do(t, "UntagResource", with(arn, "tagKeys", []string{"made", "never there"})); out != nil {
		t.Errorf("UntagResource prints %v", out)
	}
	same(t, "tags", map[string]any{"tags": tags}, s.do(t, "ListTagsForResource", arn))
}

// gone checks that what was deleted last is not found.
func (s *cliStory) gone(t *testing.T) {
	t.Helper()
	message := s.refused(t, 1, "NotFoundException", "DescribeMesh", s.life("Mesh").in)
	if want := "Mesh with name mesh is not present for account " + s.Account; message != want {
		t.Errorf("said %q, want %q", message, want)
	}
}
