package convert

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/internal/seedfile"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// CLI is an export format: a JSON file for each resource and a shell script that creates them
// with the AWS CLI.
const CLI = "cli"

// ExportFormats returns the formats that Export supports.
func ExportFormats() []string { return []string{CLI, CloudFormation} }

// Export returns files, by name, for the resources that the steps create. The steps must be
// create operations in the order in which they can run.
func Export(format string, steps []server.Step) (map[string][]byte, error) {
	write, ok := map[string]func([]export) (map[string][]byte, error){
		CLI: writeCLI, CloudFormation: writeTemplate,
	}[format]
	if !ok {
		return nil, fmt.Errorf("there is no format %q; there are %s", format, strings.Join(ExportFormats(), ", "))
	}
	list := make([]export, len(steps))
	for i, step := range steps {
		var err error
		if list[i], err = exportOf(step); err != nil {
			return nil, err
		}
	}
	return write(list)
}

// export is a resource to write.
type export struct {
	kind  state.Kind
	input map[string]any
}

func exportOf(step server.Step) (export, error) {
	title, _ := strings.CutPrefix(step.Operation, "Create")
	e := export{kind: kindTitled(title)}
	if e.kind == 0 {
		return e, fmt.Errorf("%s: only create operations can be exported or compared", step.Operation)
	}
	if err := decode(step.Input, &e.input); err != nil {
		return e, fmt.Errorf("%s: the input is not an object: %w", step.Operation, err)
	}
	return e, nil
}

// path returns the names of the parents and of the resource, outermost first.
func (e export) path() []string {
	var names []string
	for kind := e.kind; kind != 0; kind = kind.Parent() {
		name, _ := e.input[kind.NameMember()].(string)
		names = append(names, name)
	}
	slices.Reverse(names)
	return names
}

// key identifies the resource.
func (e export) key() string { return e.keyOf(e.kind, e.path()...) }

// keyOf returns the key of a resource in the same mesh.
func (e export) keyOf(kind state.Kind, path ...string) string {
	owner, _ := e.input[meshOwner].(string)
	return kind.String() + "\x00" + owner + "\x00" + strings.Join(path, "\x00")
}

// target returns the key of the resource that a member names: a parent for a member of the
// input, or a required resource for a member of the spec. It returns "" for other members.
func (e export) target(member, value string) string {
	path := e.path()
	if to := e.kind.Reference(member); to != 0 {
		return e.keyOf(to, path[0], value)
	}
	for kind := e.kind.Parent(); kind != 0; kind = kind.Parent() {
		if member == kind.NameMember() {
			return e.keyOf(kind, path[:kind.Depth()]...)
		}
	}
	return ""
}

// alphanumeric replaces all characters except ASCII letters and digits.
func alphanumeric(text, replacement string) string {
	var out strings.Builder
	for _, c := range text {
		if 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' {
			out.WriteRune(c)
		} else {
			out.WriteString(replacement)
		}
	}
	return out.String()
}

// indented returns indented JSON.
func indented(value any) ([]byte, error) {
	compact, err := seedfile.Encode(value)
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
