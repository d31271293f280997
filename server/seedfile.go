package server

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/internal/api"
	"github.com/appmesh-mock/appmesh-mock/server/internal/yamldoc"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// SeedFile is one file of a seed.
type SeedFile struct {
	Name string // for errors; one that ends in .json is read as JSON, any other as YAML
	Data []byte
}

// ReadSeed reads a seed document: YAML, or JSON if the name ends in .json. It is one entry or
// a list of them, and a YAML file may have several such documents. An entry is an operation,
//
//	operation: CreateMesh
//	input: {meshName: apps}
//
// or a resource, which is the input of its create operation as `aws appmesh create-mesh
// --cli-input-json` takes it; its kind follows from its names. Operations are run in the order
// in which they stand; resources that stand together are made in the order in which they
// depend on each other: meshes, virtual nodes, virtual routers, routes, virtual services,
// virtual gateways, gateway routes.
//
// The error names the file, the entry, and what is wrong with it: no operation of that name,
// or a member that the operation's input does not have. What the API itself would refuse,
// Apply finds.
func ReadSeed(name string, data []byte) ([]Step, error) {
	return ReadSeeds([]SeedFile{{name, data}})
}

// ReadSeeds reads the files of one seed in their order, as if they were one.
func ReadSeeds(files []SeedFile) ([]Step, error) {
	var all []entry
	for _, file := range files {
		entries, err := file.entries()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file.Name, err)
		}
		all = append(all, entries...)
	}
	return ordered(all), nil
}

// entry is a step as it was read; the kind is that of a resource, 0 of an operation.
type entry struct {
	Step
	kind state.Kind
}

// entries reads the file.
func (f SeedFile) entries() ([]entry, error) {
	read := readYAML
	if strings.HasSuffix(strings.ToLower(f.Name), ".json") {
		read = readJSON
	}
	documents, err := read(f.Data)
	if err != nil {
		return nil, err
	}
	var items []json.RawMessage
	for _, document := range documents {
		var list []json.RawMessage
		if json.Unmarshal(document, &list) != nil {
			list = []json.RawMessage{document}
		}
		items = append(items, list...)
	}
	var all []entry
	for i, item := range items {
		e, err := readEntry(item)
		if err != nil {
			return nil, fmt.Errorf("entry %d: %w", i+1, err)
		}
		e.From = fmt.Sprintf("%s: entry %d", f.Name, i+1)
		all = append(all, e)
	}
	return all, nil
}

// readEntry reads an operation or a resource.
func readEntry(data []byte) (e entry, err error) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(data, &members); err != nil || members == nil {
		return e, fmt.Errorf("neither an operation nor a resource, but %s", shortened(data))
	}
	e.Input = data
	if raw, ok := members["operation"]; ok {
		e.Input = members["input"]
		delete(members, "operation")
		delete(members, "input")
		if others := slices.Sorted(maps.Keys(members)); len(others) > 0 {
			return e, fmt.Errorf("an operation has the members operation and input, not %q", others[0])
		}
		if json.Unmarshal(raw, &e.Operation) != nil {
			return e, fmt.Errorf("the operation must be a name, not %s", shortened(raw))
		}
	} else {
		if e.kind, err = kindOfInput(members); err != nil {
			return e, err
		}
		e.Operation = api.CreateOf(e.kind).Name
	}
	op := api.Lookup(e.Operation)
	if op == nil {
		return e, fmt.Errorf("%q is none of App Mesh's operations", e.Operation)
	}
	if err := api.CheckMembers(op, e.Input); err != nil {
		return e, fmt.Errorf("%s: %w", op.Name, err)
	}
	return e, nil
}

func shortened(data []byte) string {
	const most = 40
	if text := []rune(string(data)); len(text) > most {
		return string(text[:most]) + "…"
	}
	return string(data)
}

// dependencies are the kinds in the order in which their resources can be made.
var dependencies = []state.Kind{
	state.Mesh, state.VirtualNode, state.VirtualRouter, state.Route,
	state.VirtualService, state.VirtualGateway, state.GatewayRoute,
}

// ordered answers the steps, each run of resources between two operations sorted by dependency.
func ordered(all []entry) []Step {
	for start := 0; start < len(all); {
		end := start
		for end < len(all) && all[end].kind != 0 {
			end++
		}
		slices.SortStableFunc(all[start:end], func(a, b entry) int {
			return slices.Index(dependencies, a.kind) - slices.Index(dependencies, b.kind)
		})
		start = end + 1
	}
	steps := make([]Step, 0, len(all))
	for _, e := range all {
		steps = append(steps, e.Step)
	}
	return steps
}

// readJSON answers the one document of a JSON file.
func readJSON(data []byte) ([]json.RawMessage, error) {
	var document json.RawMessage
	if err := json.Unmarshal(data, &document); err != nil {
		if at := (*json.SyntaxError)(nil); errors.As(err, &at) {
			line := 1 + bytes.Count(data[:min(int(at.Offset), len(data))], []byte("\n"))
			return nil, fmt.Errorf("line %d: not JSON: %w", line, err)
		}
		return nil, fmt.Errorf("not JSON: %w", err)
	}
	return []json.RawMessage{document}, nil
}

// readYAML answers the documents of a YAML file as JSON: numbers, booleans, strings and nulls
// are what YAML says that they are.
func readYAML(data []byte) ([]json.RawMessage, error) {
	values, err := yamldoc.Read(data, nil)
	if err != nil {
		return nil, err
	}
	var documents []json.RawMessage
	for _, value := range values {
		document, err := json.Marshal(value)
		if err != nil {
			return nil, fmt.Errorf("not YAML that JSON can say: %w", err)
		}
		documents = append(documents, document)
	}
	return documents, nil
}

// kindOfInput answers the kind of the resource that an input makes, by its name members: the
// innermost kind of those that it names.
func kindOfInput(members map[string]json.RawMessage) (state.Kind, error) {
	var kinds []state.Kind
	for _, kind := range state.Kinds {
		if _, ok := members[kind.NameMember()]; ok {
			kinds = append(kinds, kind)
		}
	}
	kinds = slices.DeleteFunc(kinds, func(kind state.Kind) bool {
		return slices.ContainsFunc(kinds, func(other state.Kind) bool { return livesIn(other, kind) })
	})
	switch len(kinds) {
	case 0:
		return 0, fmt.Errorf("neither an operation nor a resource: it has no member operation, and none that names a resource, such as meshName")
	case 1:
		return kinds[0], nil
	default:
		return 0, fmt.Errorf("a resource of two kinds: it has both %sName and %sName", kinds[0], kinds[1])
	}
}

// livesIn tells whether a kind lives in another, at any depth.
func livesIn(kind, home state.Kind) bool {
	for kind = kind.Parent(); kind != 0; kind = kind.Parent() {
		if kind == home {
			return true
		}
	}
	return false
}
