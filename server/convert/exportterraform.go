package convert

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// terraformHeader begins each file.
const terraformHeader = `# Exported by appmesh-mock, after the schema of Terraform's AWS provider. Terraform was not
# run on it: run "terraform validate" first. A provider that is older than a member of App
# Mesh refuses the member. To make these resources in a mock:
#
#   provider "aws" {
#     endpoints {
#       appmesh = "http://127.0.0.1:4600"
#     }
#     region                      = "us-east-1"
#     access_key                  = "123456789012"
#     secret_key                  = "secret"
#     skip_credentials_validation = true
#     skip_metadata_api_check     = true
#     skip_requesting_account_id  = true
#   }
`

// singular are the lists whose items are blocks, with the words for one of them. Lists of
// texts and numbers keep the list's own name.
var singular = map[string]string{
	"backends": "backend", "headers": "header", "listeners": "listener",
	"queryParameters": "query_parameter", "weightedTargets": "weighted_target",
}

// writeTerraform writes a file for each kind.
func writeTerraform(list []written) (map[string][]byte, error) {
	names := labels(list, func(w written) string {
		label := alphanumeric(strings.Join(w.path(), "_"), "_")
		if label == "" || '0' <= label[0] && label[0] <= '9' {
			label = "_" + label
		}
		return label
	})
	files := map[string][]byte{}
	for _, w := range list {
		file := words(w.kind.String(), '_') + ".tf"
		if files[file] == nil {
			files[file] = []byte(terraformHeader)
		}
		t := &terraformWriter{written: w, labels: names}
		t.resource()
		files[file] = append(files[file], t.out.String()...)
	}
	return files, nil
}

// terraformWriter writes one resource.
type terraformWriter struct {
	written
	labels map[string]string // of all resources, by key
	out    strings.Builder
	depth  int
}

func (t *terraformWriter) resource() {
	t.line("")
	t.open(fmt.Sprintf("resource %q %q", "aws_appmesh_"+words(t.kind.String(), '_'), t.labels[t.key()]))
	path := t.path()
	t.line("name = %s", quoted(path[len(path)-1]))
	for kind := t.kind.Parent(); kind != 0; kind = kind.Parent() {
		t.attribute(nameMember(kind), path[kind.Depth()-1])
	}
	if owner, ok := t.input["meshOwner"].(string); ok {
		t.line("mesh_owner = %s", quoted(owner))
	}
	field, _ := model.Lookup("Create" + titled(t.kind.String())).Input.FieldByName("Spec")
	t.block(field.Type, "spec", t.input["spec"])
	if tags, _ := t.input["tags"].([]any); len(tags) > 0 {
		t.pairs("tags", tags)
	}
	t.close()
}

// block writes a structure.
func (t *terraformWriter) block(typ reflect.Type, name string, value any) {
	if typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
	}
	object, _ := value.(map[string]any)
	t.open(name)
	for i := range typ.NumField() {
		field := typ.Field(i)
		member := field.Tag.Get("json")
		if each, ok := object[member]; ok && each != nil {
			t.member(field.Type, member, each)
		}
	}
	t.close()
}

// member writes a member of a structure: a block, blocks, a map, or an attribute.
func (t *terraformWriter) member(typ reflect.Type, member string, value any) {
	items, isList := value.([]any)
	_, isObject := value.(map[string]any)
	switch {
	case isList && member == "attributes": // of AWS Cloud Map
		t.pairs(member, items)
	case isList && typ.Kind() == reflect.Slice && typ.Elem().Kind() == reflect.Struct:
		name := singular[member]
		if name == "" {
			name = words(member, '_')
		}
		for _, item := range items {
			t.block(typ.Elem(), name, item)
		}
	case isList:
		texts := make([]string, len(items))
		for i, item := range items {
			texts[i] = literal(item)
		}
		t.line("%s = [%s]", words(member, '_'), strings.Join(texts, ", "))
	case isObject && typ.Kind() == reflect.Pointer && typ.Elem().Kind() == reflect.Struct:
		t.block(typ, words(member, '_'), value)
	default:
		t.attribute(member, value)
	}
}

// attribute writes a plain value: a name of a resource that is written too is a reference.
func (t *terraformWriter) attribute(member string, value any) {
	if text, ok := value.(string); ok {
		if label := t.labels[t.target(member, text)]; label != "" {
			kind := state.ParseKind(strings.TrimSuffix(member, "Name"))
			t.line("%s = aws_appmesh_%s.%s.name", words(member, '_'), words(kind.String(), '_'), label)
			return
		}
	}
	t.line("%s = %s", words(member, '_'), literal(value))
}

// pairs writes a list of keys and values as a map.
func (t *terraformWriter) pairs(name string, list []any) {
	t.open(words(name, '_') + " =")
	for _, item := range list {
		pair, _ := item.(map[string]any)
		t.line("%s = %s", literal(pair["key"]), literal(pair["value"]))
	}
	t.close()
}

func (t *terraformWriter) open(head string) {
	t.line("%s {", head)
	t.depth++
}

func (t *terraformWriter) close() {
	t.depth--
	t.line("}")
}

func (t *terraformWriter) line(format string, args ...any) {
	if format != "" {
		t.out.WriteString(strings.Repeat("  ", t.depth))
		fmt.Fprintf(&t.out, format, args...)
	}
	t.out.WriteByte('\n')
}

// literal writes a text, a number or a boolean.
func literal(value any) string {
	if text, ok := value.(string); ok {
		return quoted(text)
	}
	return fmt.Sprint(value)
}

// quoted writes a text, with nothing in it that Terraform would work out.
func quoted(text string) string {
	var out strings.Builder
	out.WriteByte('"')
	for i, c := range text {
		switch {
		case c == '"' || c == '\\':
			out.WriteByte('\\')
			out.WriteRune(c)
		case c == '\n':
			out.WriteString(`\n`)
		case c == '\r':
			out.WriteString(`\r`)
		case c == '\t':
			out.WriteString(`\t`)
		case c < ' ':
			fmt.Fprintf(&out, `\u%04x`, c)
		case (c == '$' || c == '%') && strings.HasPrefix(text[i+1:], "{"):
			out.WriteRune(c)
			out.WriteRune(c)
		default:
			out.WriteRune(c)
		}
	}
	out.WriteByte('"')
	return out.String()
}
