package model

import (
	"reflect"
	"slices"
	"testing"
)

func TestAnInputHasTheMembersOfPathQueryAndBody(t *testing.T) {
	t.Parallel()
	in, err := Lookup("CreateVirtualGateway").Read(func(member string) string { return map[string]string{"meshName": "a/b"}[member] }, Source{
		Query: query("meshOwner", "111122223333", "meshOwner", "second"),
		Body:  gatewayBody,
	})
	if err != nil {
		t.Fatal(err)
	}
	for member, want := range map[string]string{
		"meshName": "a/b", "meshOwner": "111122223333", "virtualGatewayName": "ingress",
		"clientToken": "5f0c9b1e-3c7a-4d77-9f4e-1f1f6f0a2b11", "spec": "", "nextToken": "",
	} {
		if got := in.Text(member); got != want {
			t.Errorf("%s is %q, want %q", member, got, want)
		}
	}
	for member, want := range map[string]bool{"meshName": true, "spec": true, "tags": true, "limit": false,
		"other": false} {
		if got := in.Has(member); got != want {
			t.Errorf("Has(%s) is %v", member, got)
		}
	}
	if tags := in.Tags(); len(tags) != 2 || *tags[0].Key != "team" || *tags[1].Value != "" {
		t.Errorf("tags are %v", tags)
	}
	if _, ok := in.Spec().(*VirtualGatewaySpec); !ok || in.Spec() != in.Spec() {
		t.Errorf("the spec is %T", in.Spec())
	}
	if in.TagKeys() != nil {
		t.Error("a create has no tag keys")
	}
}

func TestAnOptionalSpecThatIsLeftOutIsTheEmptyOne(t *testing.T) {
	t.Parallel()
	in, err := read("CreateMesh", `{"meshName":"one"}`)
	if err != nil {
		t.Fatal(err)
	}
	if got := string(Encode(nil, in.Spec(), false)); got != "{}" || in.Has("spec") {
		t.Errorf("the spec is %s, given: %v", got, in.Has("spec"))
	}
}

func TestAnOperationWithoutASpecHasNone(t *testing.T) {
	t.Parallel()
	in, err := read("DescribeMesh", "")
	if err != nil || in.Spec() != nil || in.Tags() != nil {
		t.Errorf("spec %v, tags %v, error %v", in.Spec(), in.Tags(), err)
	}
}

func TestLimitIsAnIntegerInTheQuery(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"1": "", "100": "",
		"0":          "Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
		"101":        "Value '101' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 100",
		"":           "Value '' at 'limit' failed to satisfy constraint: Member must be an integer",
		"ten":        "Value 'ten' at 'limit' failed to satisfy constraint: Member must be an integer",
		"1.0":        "Value '1.0' at 'limit' failed to satisfy constraint: Member must be an integer",
		"4294967297": "Value '4294967297' at 'limit' failed to satisfy constraint: Member must be an integer",
	} {
		in, err := Lookup("ListMeshes").Read(nil, Source{Query: query("limit", text)})
		if want == "" {
			if n, ok := in.Int("limit"); err != nil || !ok || n < 1 {
				t.Errorf("limit %q: %d, %v, %v", text, n, ok, err)
			}
			continue
		}
		wantTexts(t, err, want)
	}
	in, err := Lookup("ListMeshes").Read(nil, Source{})
	if _, ok := in.Int("limit"); ok || err != nil {
		t.Errorf("an absent limit is reported as present, or %v", err)
	}
	if _, ok := in.Int("nextToken"); ok {
		t.Error("a string is accepted as an integer")
	}
}

func TestTheQueryIsCheckedLikeABody(t *testing.T) {
	t.Parallel()
	op := Lookup("ListTagsForResource")
	_, err := op.Read(nil, Source{})
	wantTexts(t, err, "Value null at 'resourceArn' failed to satisfy constraint: Member must not be null")
	_, err = op.Read(nil, Source{Query: query("resourceArn", "a\x00b", "nextToken", "\xff", "limit", "51")})
	wantTexts(t, err,
		"Value '51' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 50",
		"Value '\uFFFD' at 'nextToken' failed to satisfy constraint: Member must be valid UTF-8",
		"Value 'a\x00b' at 'resourceArn' failed to satisfy constraint: Member must not contain the character NUL")
}

func TestUntagResourceHasTagKeys(t *testing.T) {
	t.Parallel()
	in, err := Lookup("UntagResource").Read(nil, Source{Query: query("resourceArn", "arn"), Body: `{"tagKeys":["a","b"]}`})
	if err != nil || !slices.Equal(in.TagKeys(), []string{"a", "b"}) {
		t.Errorf("%v", err)
	}
}

func TestABodyIsIgnoredWhereTheOperationHasNone(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"DescribeMesh", "DeleteMesh", "ListMeshes"} {
		if _, err := read(name, `{"not json`); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAllOperationsCanBeLookedUp(t *testing.T) {
	t.Parallel()
	if len(Operations) != 38 || len(Exceptions) != 10 {
		t.Errorf("%d operations, %d exceptions", len(Operations), len(Exceptions))
	}
	for _, op := range Operations {
		if Lookup(op.Name) != op {
			t.Errorf("%s is not found", op.Name)
		}
		for _, e := range op.Errors {
			if Exceptions[e] == 0 {
				t.Errorf("%s declares %s, which has no status", op.Name, e)
			}
		}
	}
	if Lookup("CreateMes") != nil || Lookup("") != nil {
		t.Error("the empty name is found")
	}
	op := Lookup("DescribeRoute")
	if op.Method != "GET" ||
		op.Path != "/v20190125/meshes/{meshName}/virtualRouter/{virtualRouterName}/routes/{routeName}" ||
		op.Input != reflect.TypeFor[DescribeRouteInput]() {
		t.Errorf("%+v", op.Path)
	}
}
