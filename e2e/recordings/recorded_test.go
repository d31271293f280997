package recordings

import (
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
	"github.com/appmesh-mock/appmesh-mock/fixtures/appmeshtest"
)

// recording is a body that the real service sent.
type recording struct {
	Operation     string
	ContentLength int
	Exact         bool // the body has the recorded length; otherwise its publisher has edited it
	Body          string
	Recorded      string
}

// name returns the name of the recording in a test.
func (r recording) name() string {
	if r.Exact {
		return r.Operation
	}
	return r.Operation + " (edited)"
}

// The bodies are equal byte for byte, without the nulls (rule 1).
func TestBodiesEqualTheRecordedOnesWithoutNulls(t *testing.T) {
	t.Parallel()
	compareRecordings(t, func(got, want *tree) { want.removeNulls() })
}

// Without rule 1 the bodies have the nulls, and more nulls for members that the service did not
// have when it was recorded.
func TestBodiesEqualTheRecordedOnesWithNulls(t *testing.T) {
	t.Parallel()
	compareRecordings(t, func(got, want *tree) { got.removeNullsNotIn(want) }, appmeshtest.WithRelax(1))
}

func compareRecordings(t *testing.T, adjust func(got, want *tree), options ...appmeshtest.Option) {
	var all []recording
	load(t, "recorded_bodies.json", &all)
	exact := 0
	for _, r := range all {
		if r.Exact {
			exact++
		}
		t.Run(r.name(), func(t *testing.T) {
			t.Parallel()
			if r.Exact && len(r.Body) != r.ContentLength {
				t.Errorf("the body has %d bytes, its recorded length is %d", len(r.Body), r.ContentLength)
			}
			want := unedited(t, parse(t, []byte(r.Body)))
			_, kind := harness.ParseOperation(r.Operation)
			got := parse(t, responseTo(newFixture(t, options...), r.Operation, want))
			removeNewMembers(kind, got, want)
			got.sort()
			want.sort()
			adjust(got, want)
			if got.String() != want.String() {
				t.Errorf("%s, %s\n got %s\nwant %s", r.Operation, r.Recorded, got, want)
			}
		})
	}
	t.Logf("%d recorded bodies, %d of them with their recorded length", len(all), exact)
}

// responseTo returns the response to an operation in the state in which it was recorded.
func responseTo(f *fixture, operation string, recorded *tree) []byte {
	f.Helper()
	verb, kind := harness.ParseOperation(operation)
	if verb == "List" {
		return f.list(operation, kind, recorded)
	}
	document := parse(f.T, []byte(recorded.String()))
	document.removeNulls()
	r := resourceIn(kind, document.plain().(object))
	input := r.input()
	if verb == "Describe" || verb == "Delete" {
		input = r.names
	}
	return f.run(operation, r, input)
}

// unedited reverses an edit in some bodies, in which the author of the documentation changed the
// name of the mesh in the ARN but not in the member meshName.
func unedited(t *testing.T, v *tree) *tree {
	t.Helper()
	text := v.String()
	for _, part := range append([]*tree{v.at("metadata")}, items(v)...) {
		if part == nil {
			continue
		}
		name := v.text("meshName")
		if name == "" {
			name = part.text("meshName")
		}
		_, rest, _ := strings.Cut(part.text("arn"), ":mesh/")
		edited, _, _ := strings.Cut(rest, "/")
		if edited != name {
			text = strings.ReplaceAll(text, ":mesh/"+edited+"/", ":mesh/"+name+"/")
		}
	}
	return parse(t, []byte(text))
}

// items returns the items of the response of a list.
func items(v *tree) (all []*tree) {
	for _, m := range v.members {
		if m.value.list {
			all = append(all, m.value.items...)
		}
	}
	return all
}
