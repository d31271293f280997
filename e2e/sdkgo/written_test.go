package sdkgo

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/appmesh/types"
)

var write = flag.Bool("write", false, "write the story for the clients of package sdks")

// storyFile is what the clients of package sdks read, each in its own language.
const storyFile = "../sdks/story.json"

// writtenCall is an operation and its members, as every client but Go's spells them.
type writtenCall struct {
	Operation string         `json:"operation"`
	In        map[string]any `json:"in"`
}

type writtenKind struct {
	Name   string            `json:"name"`
	Plural string            `json:"plural"`
	Homes  []string          `json:"homes"` // outermost first
	Specs  []json.RawMessage `json:"specs"`
}

type writtenRefusal struct {
	What string `json:"what"`
	writtenCall
	Code    string `json:"code"`
	Status  int    `json:"status"`
	Message string `json:"message"`
	Rule    string `json:"rule"`
}

// written is the story: what the tests of this package tell in Go.
type written struct {
	Kinds      []writtenKind    `json:"kinds"`
	Stage      []writtenCall    `json:"stage"` // what a resource of any kind needs around it
	Town       []writtenCall    `json:"town"`  // after Stage: a mesh in which everything holds something else
	Refusals   []writtenRefusal `json:"refusals"`
	Exceptions map[string]int   `json:"exceptions"` // and their status
	OddNames   []string         `json:"oddNames"`
}

// The other clients tell the story that is told here. After a change to the tables:
//
//	go test ./sdkgo -run TestTheStoryIsWrittenDown -write
func TestTheStoryIsWrittenDown(t *testing.T) {
	t.Parallel()
	w := written{Exceptions: statuses(), OddNames: oddNames}
	for _, k := range kinds {
		written := writtenKind{Name: k.name, Plural: k.plural, Homes: append([]string{}, k.homes...)}
		for _, spec := range k.specs {
			written.Specs = append(written.Specs, writtenSpec(t, k, spec))
		}
		w.Kinds = append(w.Kinds, written)
	}
	for _, each := range staged {
		in := kindNamed(each.kind).names("", each.name)
		if each.kind != "Mesh" {
			in = in.with("Spec", kindNamed(each.kind).specs[each.spec])
		}
		w.Stage = append(w.Stage, in.written(t, "Create"+each.kind))
	}
	for _, each := range townMembers {
		w.Town = append(w.Town, at(each.kind, "home", each.name).with("Spec", each.spec).written(t, "Create"+each.kind))
	}
	for _, row := range refusals {
		w.Refusals = append(w.Refusals, writtenRefusal{
			row.what, row.in.written(t, row.operation), reflect.TypeOf(row.want).Elem().Name(), row.status, row.message, row.rule,
		})
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(w); err != nil {
		t.Fatal(err)
	}
	if *write {
		if err := os.WriteFile(storyFile, text.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	found, err := os.ReadFile(storyFile)
	if err != nil {
		t.Fatal(err)
	}
	if d := diff(text.String(), string(found)); d != "" {
		t.Errorf("%s is out of date; run: go test ./sdkgo -run %s -write\n(-want +got)\n%s", storyFile, t.Name(), d)
	}
}

// writtenSpec answers a spec as aws-sdk-go-v2 sends it.
func writtenSpec(t *testing.T, k kind, spec any) json.RawMessage {
	t.Helper()
	var sent struct {
		Spec json.RawMessage `json:"spec"`
	}
	if err := json.Unmarshal(bodyOf(t, k, spec), &sent); err != nil {
		t.Fatal(err)
	}
	return sent.Spec
}

func (f fields) written(t *testing.T, operation string) writtenCall {
	t.Helper()
	in := map[string]any{}
	for name, value := range f {
		switch v := value.(type) {
		case string, int32, []string:
		case []types.TagRef:
			var tags []map[string]string
			for _, tag := range v {
				tags = append(tags, map[string]string{"key": *tag.Key, "value": *tag.Value})
			}
			value = tags
		default:
			k := kindNamed(strings.TrimPrefix(strings.TrimPrefix(operation, "Create"), "Update"))
			value = writtenSpec(t, k, v)
		}
		in[segment(name)] = value
	}
	return writtenCall{operation, in}
}
