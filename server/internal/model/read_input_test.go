package model

import (
	"encoding/json"
	"net/url"
	"reflect"
	"testing"
)

func TestReadInputTakesMembersOfPathQueryAndBodyFromOneObject(t *testing.T) {
	t.Parallel()
	in, err := Lookup("CreateVirtualGateway").ReadInput(
		`{"meshName":"m","meshOwner":111122223333,"spec":{"listeners":[]},"tags":[{"key":"k","value":"v"}],"virtualGatewayName":"g"}`, true)
	if err != nil {
		t.Fatal(err)
	}
	for member, want := range map[string]string{"meshName": "m", "meshOwner": "111122223333",
		"virtualGatewayName": "g"} {
		if got := in.Text(member); got != want {
			t.Errorf("%s is %q, want %q", member, got, want)
		}
	}
	if got := in.Canonical(); got != `{"listeners":[]}` || len(in.Tags()) != 1 {
		t.Errorf("spec %q, tags %v", got, in.Tags())
	}
	in, err = Lookup("ListMeshes").ReadInput(`{"limit":7}`, true)
	if n, ok := in.Int("limit"); err != nil || !ok || n != 7 {
		t.Errorf("limit is %d, %t, %v", n, ok, err)
	}
	if _, err := Lookup("ListMeshes").ReadInput(" ", true); err != nil {
		t.Errorf("an empty input: %v", err)
	}
}

func TestReadInputChecksEachMember(t *testing.T) {
	t.Parallel()
	_, err := Lookup("ListVirtualNodes").ReadInput(`{"limit":"many","meshOwner":true,"meshname":"m"}`, true)
	wantTexts(t, err,
		"Value 'many' at 'limit' failed to satisfy constraint: Member must be an integer",
		"Value null at 'meshName' failed to satisfy constraint: Member must not be null",
		"Value 'true' at 'meshOwner' failed to satisfy constraint: Member must be a string",
		"Unknown member 'meshname': did you mean 'meshName'?")
	_, err = Lookup("DescribeMesh").ReadInput(`{"meshName":"a\u0000","meshOwner":"1"}`, true)
	wantTexts(t, err,
		"Value 'a\x00' at 'meshName' failed to satisfy constraint: Member must not contain the character NUL",
		"Value '1' at 'meshOwner' failed to satisfy constraint: Member must have length greater than or equal to 12")
	_, err = Lookup("DescribeMesh").ReadInput(`[]`, true)
	if err == nil || err.Error() != "The request body must be a JSON object" {
		t.Errorf("a list: %v", err)
	}
}

func TestReadInputReportsUnknownMembersAtEveryDepth(t *testing.T) {
	t.Parallel()
	const input = `{"meshName":"m","spec":{"egresFilter":{},"egressFilter":{"kind":1,"type":"ALLOW_ALL"}},"vers":1}`
	in, err := Lookup("CreateMesh").ReadInput(input, false)
	if err != nil {
		t.Fatal(err)
	}
	want := []Ignored{{"spec.egresFilter", "egressFilter"}, {"spec.egressFilter.kind", ""}, {"vers", ""}}
	if got, _ := in.Ignored(); !reflect.DeepEqual(got, want) {
		t.Errorf("ignored %v, want %v", got, want)
	}
	if _, err := Lookup("CreateMesh").ReadInput(input, true); len(violationsOf(t, err)) != 3 {
		t.Errorf("strict: %v", err)
	}
}

// TestARequestOfAnInputReadsAsTheInput sends the input of every operation over HTTP.
func TestARequestOfAnInputReadsAsTheInput(t *testing.T) {
	t.Parallel()
	for _, op := range Operations {
		s := op.inputShape()
		value := complete(&value{kind: kindStruct, shape: s, typ: s.typ}, 0)
		if m := s.find("meshOwner", true); m >= 0 {
			owner := "111122223333"
			value.Field(s.members[m].field).Set(reflect.ValueOf(&owner))
		}
		data := s.append(nil, value, false)
		want, err := op.ReadInput(string(data), true)
		if err != nil {
			t.Errorf("%s: %s: %v", op.Name, data, err)
			continue
		}
		request, err := op.Request(data)
		if err != nil {
			t.Errorf("%s: %v", op.Name, err)
			continue
		}
		got, err := op.Read(
			pathOf(t, op.Path, request.Path),
			Source{Query: request.Query.Encode(), Body: string(request.Body), Strict: true},
		)
		if err != nil || !reflect.DeepEqual(got.value.Interface(), want.value.Interface()) {
			t.Errorf("%s: %s %s %s: %v", op.Name, request.Path, request.Query.Encode(), request.Body, err)
		}
		if hasBody := request.Body != nil; hasBody != (op.Method == "PUT") || request.Method != op.Method {
			t.Errorf("%s: body %s", op.Name, request.Body)
		}
	}
}

// pathOf returns the variables of a path, by the operation's template.
func pathOf(t *testing.T, template, path string) func(string) string {
	t.Helper()
	names, values := splitPath(template), splitPath(path)
	if len(names) != len(values) {
		t.Fatalf("%s does not match %s", path, template)
	}
	vars := map[string]string{}
	for i, name := range names {
		if name[0] == '{' {
			value, err := url.PathUnescape(values[i])
			if err != nil {
				t.Fatal(err)
			}
			vars[name[1:len(name)-1]] = value
		}
	}
	return func(member string) string { return vars[member] }
}

func splitPath(path string) (parts []string) {
	for len(path) > 0 {
		i := 1
		for i < len(path) && path[i] != '/' {
			i++
		}
		parts, path = append(parts, path[1:i]), path[i:]
	}
	return parts
}

func TestARequestNeedsTheMembersOfThePath(t *testing.T) {
	t.Parallel()
	for input, want := range map[string]string{
		`{}`:                "the input has no meshName",
		`{"meshName":null}`: "the input has no meshName",
		`{"meshName":""}`:   "the input has no meshName",
		``:                  "the input has no meshName",
	} {
		if _, err := Lookup("DescribeMesh").Request([]byte(input)); err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", input, err, want)
		}
	}
	if _, err := Lookup("DescribeMesh").Request([]byte(`[]`)); err == nil {
		t.Error("a list is accepted as an input")
	}
	request, err := Lookup("UpdateMesh").Request([]byte(`{"meshName":"a/b %","spec":{"x":1e2}}`))
	if err != nil || request.Path != "/v20190125/meshes/a%2Fb%20%25" || !json.Valid(request.Body) ||
		string(request.Body) != `{"spec":{"x":1e2}}` {
		t.Errorf("%+v, %v", request, err)
	}
}
