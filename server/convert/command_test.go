package convert_test

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"os/exec"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/appmesh-mock/appmesh-mock/fixtures/worlds"
	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/convert"
)

var local = convert.Target{URL: "http://127.0.0.1:4600", Region: "us-east-1"}

func TestACommandHasTheMembersOfTheInputAsOptions(t *testing.T) {
	t.Parallel()
	other := convert.Target{URL: "https://[::1]:4600", Account: "222222222222", Region: "eu-west-1"}
	for _, c := range []struct {
		target                 convert.Target
		operation, input, want string
	}{
		{
			local, "CreateRoute",
			`{"tags":[{"key":"a","value":"it's"}],"spec":{"priority":5},"routeName":"r","virtualRouterName":"v","meshName":"m"}`,
			`aws appmesh create-route --mesh-name m --virtual-router-name v --route-name r --spec '{"priority":5}' ` +
				`--tags '[{"key":"a","value":"it'\''s"}]' --region us-east-1 --endpoint-url http://127.0.0.1:4600`,
		},
		{
			other, "ListMeshes", `{"limit":3,"nextToken":""}`,
			`AWS_ACCESS_KEY_ID=222222222222 AWS_SECRET_ACCESS_KEY=secret aws appmesh list-meshes --limit 3 --next-token '' ` +
				`--region eu-west-1 --endpoint-url 'https://[::1]:4600'`,
		},
		{
			local, "DescribeMesh", `{"meshName":"$HOME ` + "`id`" + ` ü","meshOwner":null,"; rm -rf ~":1}`,
			`aws appmesh describe-mesh --mesh-name '$HOME ` + "`id`" + ` ü' --region us-east-1 --endpoint-url http://127.0.0.1:4600`,
		},
		// The CLI would read a file, or would take the name for an option.
		{
			local, "DescribeVirtualService", `{"virtualServiceName":"file:///etc/passwd","meshName":"m"}`,
			`aws appmesh describe-virtual-service --cli-input-json '{"meshName":"m","virtualServiceName":"file:///etc/passwd"}' ` +
				`--region us-east-1 --endpoint-url http://127.0.0.1:4600`,
		},
		{
			local, "DescribeMesh", `{"meshName":"--help"}`,
			`aws appmesh describe-mesh --cli-input-json '{"meshName":"--help"}' ` +
				`--region us-east-1 --endpoint-url http://127.0.0.1:4600`,
		},
		{
			local, "DescribeMesh", `{"meshName":"a\u001b[2J\u202e\u0000\n😀"}`,
			`aws appmesh describe-mesh --cli-input-json '{"meshName":"a\u001b[2J\u202e\u0000\n😀"}' ` +
				`--region us-east-1 --endpoint-url http://127.0.0.1:4600`,
		},
	} {
		got, err := c.target.Command(c.operation, json.RawMessage(c.input))
		if err != nil || strings.ReplaceAll(got, " \\\n  ", " ") != c.want+"\n" {
			t.Errorf("%s: %v\n got %swant %s", c.input, err, got, c.want)
		}
	}
	for want, step := range map[string]server.Step{
		`"Describe" is not an operation`:         {Operation: "Describe", Input: []byte("{}")},
		"CreateMesh: the input is not an object": {Operation: "CreateMesh", Input: []byte("[]")},
	} {
		if _, err := local.Command(step.Operation, step.Input); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

// words runs a script with a shell in which the command aws prints its arguments, and returns those
// of each command.
func words(t failer, script string) [][]string {
	t.Helper()
	shell := exec.Command("sh", "-eu")
	shell.Stdin = strings.NewReader(`aws() { printf '%s\0' "$@"; printf 'end\0'; }` + "\n" + script)
	out, err := shell.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, script)
	}
	var all [][]string
	for command := range strings.SplitSeq(strings.TrimSuffix(string(out), "end\x00"), "end\x00") {
		all = append(all, strings.Split(strings.TrimSuffix(command, "\x00"), "\x00"))
	}
	return all
}

// input returns the input that the arguments of a command are.
func input(t failer, words []string) map[string]any {
	t.Helper()
	members := map[string]any{}
	for i := 2; i < len(words); i += 2 { // after "appmesh" and the operation
		option, text := strings.TrimPrefix(words[i], "--"), words[i+1]
		if option == "cli-input-json" {
			if err := json.Unmarshal([]byte(text), &members); err != nil {
				t.Fatal(err)
			}
			continue
		}
		parts := strings.Split(option, "-")
		for i := range parts[1:] {
			parts[i+1] = strings.ToUpper(parts[i+1][:1]) + parts[i+1][1:]
		}
		var value any = text
		if option == "spec" || option == "tags" {
			if err := json.Unmarshal([]byte(text), &value); err != nil {
				t.Fatal(err)
			}
		}
		members[strings.Join(parts, "")] = value
	}
	return members
}

func TestAShellPassesEachInputToTheCLIUnchanged(t *testing.T) {
	t.Parallel()
	special := []rune("'\"\\$`!*?~#&|;<>(){}[] \n\t\r\x1b\x7fa=-é😀\u2028")
	hostile := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.SampledFrom(special)),
		rapid.SampledFrom([]string{"", "-x", "file://x", "'", `\`, "$(id)"}))
	rapid.Check(t, func(t *rapid.T) {
		target := convert.Target{URL: "http://x" + url(t, hostile), Region: url(t, hostile)}
		var script strings.Builder
		var want []map[string]any
		for range rapid.IntRange(1, 5).Draw(t, "commands") {
			members := map[string]any{
				"meshName": hostile.Draw(t, "name"),
				"spec":     map[string]any{"serviceDiscovery": map[string]any{"dns": hostile.Draw(t, "host")}},
				"tags":     []any{map[string]any{"key": hostile.Draw(t, "key")}},
			}
			data, err := json.Marshal(members)
			if err != nil {
				t.Fatal(err)
			}
			command, err := target.Command("CreateMesh", data)
			if err != nil {
				t.Fatal(err)
			}
			script.WriteString(command)
			members["region"], members["endpointUrl"] = target.Region, target.URL
			want = append(want, members)
		}
		got := words(t, script.String())
		if len(got) != len(want) {
			t.Fatalf("%d commands, want %d: %q", len(got), len(want), got)
		}
		for i := range got {
			if in := input(t, got[i]); got[i][1] != "create-mesh" || !reflect.DeepEqual(in, want[i]) {
				t.Errorf("%s\n got %v\nwant %v", script.String(), in, want[i])
			}
		}
	})
}

// url draws a text that can be a word of a command: it has no NUL.
func url(t *rapid.T, text *rapid.Generator[string]) string {
	return strings.ReplaceAll(text.Draw(t, "url"), "\x00", "")
}

func TestTextsOfADataSetCreateItAgain(t *testing.T) {
	t.Parallel()
	steps, err := worlds.Steps("everything")
	if err != nil {
		t.Fatal(err)
	}
	first := convert.Stored(running(t, server.Options{}, steps).View())
	text := func(format string) string {
		data, err := convert.Text(format, first, local)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	read := map[string]func() []server.Step{
		convert.AWS: func() (list []server.Step) {
			for _, command := range words(t, text(convert.AWS)) {
				members := input(t, command)
				delete(members, "region")
				delete(members, "endpointUrl")
				data, err := json.Marshal(members)
				if err != nil {
					t.Fatal(err)
				}
				var operation strings.Builder
				for part := range strings.SplitSeq(command[1], "-") {
					operation.WriteString(strings.ToUpper(part[:1]) + part[1:])
				}
				list = append(list, server.Step{Operation: operation.String(), Input: data})
			}
			return list
		},
		convert.CloudFormation: func() []server.Step {
			return read(t, "t.json", text(convert.CloudFormation), convert.Options{})
		},
		convert.Go: func() []server.Step { return read(t, "s.json", literal(t, text(convert.Go)), convert.Options{}) },
	}
	for _, steps := range read {
		second := steps()
		same(t, second, first)
		running(t, server.Options{}, second) // the order permits it
	}
}

// literal returns the only string literal in an expression of Go.
func literal(t failer, code string) string {
	t.Helper()
	_, expression, _ := strings.Cut(code, ":=")
	tree, err := parser.ParseExpr(expression)
	if err != nil {
		t.Fatalf("%v: %s", err, code)
	}
	text := ""
	ast.Inspect(tree, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok {
			text, err = strconv.Unquote(lit.Value)
		}
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestGoCodeHasTheSeedAsARawString(t *testing.T) {
	t.Parallel()
	step := server.Step{Operation: "CreateVirtualService",
		Input: []byte(`{"spec":{},"virtualServiceName":"a` + "`" + `\"\\é","meshName":"m"}`)}
	code, err := convert.Text(convert.Go, []server.Step{step}, local)
	want := "srv := appmeshtest.Start(t, appmeshtest.WithSeed(`[\n  {\n    \"meshName\": \"m\",\n" +
		"    \"virtualServiceName\": \"a\\u0060\\\"\\\\é\",\n    \"spec\": {}\n  }\n]`))\n"
	if err != nil || string(code) != want {
		t.Errorf("%v\n got %s\nwant %s", err, code, want)
	}
	got := read(t, "s.json", literal(t, string(code)), convert.Options{})
	if !bytes.Contains(got[0].Input, []byte("`")) {
		t.Errorf("%s", got[0].Input)
	}
}

func TestAnUnknownFormatOfATextIsRefused(t *testing.T) {
	t.Parallel()
	_, err := convert.Text("pulumi", nil, local)
	if err == nil || err.Error() != `there is no format "pulumi"; there are aws, cloudformation and go` {
		t.Error(err)
	}
}
