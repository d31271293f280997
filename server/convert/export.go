package convert

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// The formats that can be written. CloudFormation is one of them too.
const (
	CLI       = "cli"       // a JSON file for each resource, and a shell script
	Terraform = "terraform" // .tf files, one for each kind
)

// ExportFormats lists the formats that can be written.
func ExportFormats() []string { return []string{CLI, CloudFormation, Terraform} }

// Export writes create operations, in the order in which they are to run, in a format. It
// answers the contents of files by their names. It fails on an operation that is no create.
func Export(format string, steps []server.Step) (map[string][]byte, error) {
	write, ok := map[string]func([]written) (map[string][]byte, error){
		CLI: writeCLI, CloudFormation: writeTemplate, Terraform: writeTerraform,
	}[format]
	if !ok {
		return nil, fmt.Errorf("there is no format %q; there are %s", format, strings.Join(ExportFormats(), ", "))
	}
	list := make([]written, len(steps))
	for i, step := range steps {
		var err error
		if list[i], err = writtenOf(step); err != nil {
			return nil, err
		}
	}
	return write(list)
}

// written is a resource that is to be written.
type written struct {
	kind  state.Kind
	input map[string]any
}

func writtenOf(step server.Step) (written, error) {
	name, _ := strings.CutPrefix(step.Operation, "Create")
	at := slices.IndexFunc(ranked, func(kind state.Kind) bool { return titled(kind.String()) == name })
	if at < 0 {
		return written{}, fmt.Errorf("%s: only what creates can be exported", step.Operation)
	}
	w := written{kind: ranked[at]}
	if err := decode(step.Input, &w.input); err != nil {
		return w, fmt.Errorf("%s: the input is not an object: %w", step.Operation, err)
	}
	return w, nil
}

// path answers the names of a resource and its homes, outermost first.
func (w written) path() []string {
	var names []string
	for kind := w.kind; kind != 0; kind = kind.Parent() {
		name, _ := w.input[nameMember(kind)].(string)
		names = append(names, name)
	}
	slices.Reverse(names)
	return names
}

// key answers what tells a resource from all others.
func (w written) key() string { return w.keyOf(w.kind, w.path()...) }

// keyOf answers the key of a resource in a mesh of the same owner.
func (w written) keyOf(kind state.Kind, path ...string) string {
	owner, _ := w.input["meshOwner"].(string)
	return kind.String() + "\x00" + owner + "\x00" + strings.Join(path, "\x00")
}

// points says which members of a kind's spec name a resource of another kind that must be
// there before it.
var points = map[state.Kind]map[string]state.Kind{
	state.Route:          {"virtualNode": state.VirtualNode},
	state.VirtualService: {"virtualNodeName": state.VirtualNode, "virtualRouterName": state.VirtualRouter},
	state.GatewayRoute:   {"virtualServiceName": state.VirtualService},
}

// target answers the key of what a member of the resource names: of its homes if it is a
// member of the input, of what it points at if it is one of the spec.
func (w written) target(member, value string) string {
	path := w.path()
	if kind := points[w.kind][member]; kind != 0 {
		return w.keyOf(kind, path[0], value)
	}
	for kind := w.kind.Parent(); kind != 0; kind = kind.Parent() {
		if member == nameMember(kind) {
			return w.keyOf(kind, path[:kind.Depth()]...)
		}
	}
	return ""
}

// labels gives each resource a word of its own, made of its kind and names by clean.
func labels(list []written, clean func(w written) string) map[string]string {
	labels, taken := map[string]string{}, map[string]bool{}
	for _, w := range list {
		word := clean(w)
		label := word
		for n := 2; taken[label]; n++ {
			label = fmt.Sprintf("%s%d", word, n)
		}
		taken[label], labels[w.key()] = true, label
	}
	return labels
}

// alphanumeric answers a text's letters and digits, all else replaced.
func alphanumeric(text, by string) string {
	var out strings.Builder
	for _, c := range text {
		if 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' {
			out.WriteRune(c)
		} else {
			out.WriteString(by)
		}
	}
	return out.String()
}

// indented writes JSON for people to read.
func indented(value any) ([]byte, error) {
	compact, err := encode(value)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := json.Indent(&out, compact, "", "  "); err != nil {
		return nil, err
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}

// decode reads JSON, its numbers as they are written.
func decode(data []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	return decoder.Decode(into)
}
