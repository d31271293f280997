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

var write = flag.Bool("write", false, "write the scenarios for the clients of package sdks")

const scenariosFile = "../sdks/scenarios.json"

// callJSON is an operation and its members, with the names of the API.
type callJSON struct {
	Operation string         `json:"operation"`
	Input     map[string]any `json:"input"`
}

type kindJSON struct {
	Name    string            `json:"name"`
	Plural  string            `json:"plural"`
	Parents []string          `json:"parents"` // outermost first
	Specs   []json.RawMessage `json:"specs"`
}

type errorJSON struct {
	Name string `json:"name"`
	callJSON
	Code    string `json:"code"`
	Status  int    `json:"status"`
	Message string `json:"message"`
	Rule    string `json:"rule"`
}

// scenariosJSON holds the tables of this package for clients in other languages.
type scenariosJSON struct {
	Kinds        []kindJSON     `json:"kinds"`
	Setup        []callJSON     `json:"setup"`      // creates the parents and references of all kinds
	Blocked      []callJSON     `json:"blocked"`    // after Setup: resources that cannot be deleted
	Errors       []errorJSON    `json:"errors"`     // calls that fail after Setup and Blocked
	Exceptions   map[string]int `json:"exceptions"` // HTTP status by code
	UnusualNames []string       `json:"unusualNames"`
}

// After a change to the tables:
//
//	go test ./sdkgo -run TestScenariosFileIsUpToDate -write
func TestScenariosFileIsUpToDate(t *testing.T) {
	t.Parallel()
	w := scenariosJSON{Exceptions: statuses(), UnusualNames: unusualNames}
	for _, k := range kinds {
		kind := kindJSON{Name: k.name, Plural: k.plural, Parents: append([]string{}, k.parents...)}
		for _, spec := range k.specs {
			kind.Specs = append(kind.Specs, specJSON(t, k, spec))
		}
		w.Kinds = append(w.Kinds, kind)
	}
	for _, each := range setup {
		in := kindNamed(each.kind).names("", each.name)
		if each.kind != "Mesh" {
			in = in.with("Spec", kindNamed(each.kind).specs[each.spec])
		}
		w.Setup = append(w.Setup, in.json(t, "Create"+each.kind))
	}
	for _, each := range blockers {
		w.Blocked = append(
			w.Blocked,
			at(each.kind, "parent", each.name).with("Spec", each.spec).json(t, "Create"+each.kind),
		)
	}
	for _, row := range errorCases {
		w.Errors = append(w.Errors, errorJSON{
			row.what,
			row.in.json(t, row.operation),
			reflect.TypeOf(row.want).Elem().Name(),
			row.status,
			row.message,
			row.rule,
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
		if err := os.WriteFile(scenariosFile, text.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	found, err := os.ReadFile(scenariosFile)
	if err != nil {
		t.Fatal(err)
	}
	if d := diff(text.String(), string(found)); d != "" {
		t.Errorf(
			"%s is out of date; run: go test ./sdkgo -run %s -write\n(-want +got)\n%s",
			scenariosFile,
			t.Name(),
			d,
		)
	}
}

// specJSON returns a spec as aws-sdk-go-v2 sends it.
func specJSON(t *testing.T, k kind, spec any) json.RawMessage {
	t.Helper()
	var sent struct {
		Spec json.RawMessage `json:"spec"`
	}
	if err := json.Unmarshal(bodyOf(t, k, spec), &sent); err != nil {
		t.Fatal(err)
	}
	return sent.Spec
}

func (f fields) json(t *testing.T, operation string) callJSON {
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
			value = specJSON(t, k, v)
		}
		in[segment(name)] = value
	}
	return callJSON{operation, in}
}
