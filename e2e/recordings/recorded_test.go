package recordings

import (
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/fixtures/appmeshtest"
)

// recording is a body as the real service sent it.
type recording struct {
	Operation     string
	ContentLength int
	Exact         bool // the body has the recorded length; others were edited where they were published
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

// Every body that was recorded comes out byte for byte, its nulls taken out (rule 1).
func TestRecordedBodies(t *testing.T) {
	t.Parallel()
	compareRecordings(t, func(got, want *tree) { want.cutNulls() })
}

// With explicit nulls they come out with their nulls, too, but for those of members that the
// service did not have yet.
func TestRecordedBodiesWithNulls(t *testing.T) {
	t.Parallel()
	compareRecordings(t, func(got, want *tree) { got.cutNullsBeyond(want) }, appmeshtest.WithRelax(1))
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
				t.Errorf("the body has %d bytes, and %d are recorded", len(r.Body), r.ContentLength)
			}
			want := unedited(t, parse(t, []byte(r.Body)))
			_, kind := split(r.Operation)
			got := parse(t, answerLike(newWorld(t, options...), r.Operation, want))
			asOld(kind, got, want)
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

// answerLike has the server answer an operation when everything is as it was when the
// recording was made.
func answerLike(w *world, operation string, recorded *tree) []byte {
	w.Helper()
	verb, kind := split(operation)
	if verb == "List" {
		return w.list(operation, kind, recorded)
	}
	document := parse(w.T, []byte(recorded.String()))
	document.cutNulls()
	r := resourceIn(kind, document.plain().(object))
	input := r.input()
	if verb == "Describe" || verb == "Delete" {
		input = r.names
	}
	return w.run(operation, r, input)
}

// list makes what a recorded list shows, and lists it.
func (w *world) list(operation, kind string, recorded *tree) []byte {
	w.Helper()
	input, region := object{}, ""
	for _, m := range recorded.members {
		for _, item := range m.value.items {
			r := itemIn(kind, item.plain().(object))
			w.bring(r, r.version)
			input, region = r.names, r.region
		}
	}
	names := homes[kind]
	input = clone(input)
	delete(input, names[len(names)-1])
	return w.call(operation, region, input)
}

// unedited undoes what the documentation's author did to some bodies: the mesh has one name
// in the ARN and another one beside it.
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
		was, _, _ := strings.Cut(rest, "/")
		if was != name {
			text = strings.ReplaceAll(text, ":mesh/"+was+"/", ":mesh/"+name+"/")
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
