package model

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

func TestUnknownMembersAreReportedWithASuggestion(t *testing.T) {
	t.Parallel()
	const body = `{"Spec":1,"spec":{"listners":[],"listeners":[{"portMaping":{"port":1},` + port80 +
		`,"frobnicate":[1,{"y":2}]}]},` +
		`"virtualGatewayName":"g","meshName":"in the path","z":null}`
	in, err := read("CreateVirtualGateway", body)
	if err != nil {
		t.Fatal(err)
	}
	want := []Ignored{
		{"Spec", "spec"},
		{"spec.listners", "listeners"},
		{"spec.listeners.1.member.portMaping", "portMapping"},
		{"spec.listeners.1.member.frobnicate", ""},
		{"meshName", ""},
		{"z", ""},
	}
	want[4].Suggestion = "meshName"
	if got, more := in.Ignored(); !reflect.DeepEqual(got, want) || more != 0 {
		t.Errorf("ignored %v and %d more, want %v", got, more, want)
	}
}

func TestUnknownQueryParametersAreReportedButNotThoseOfASignature(t *testing.T) {
	t.Parallel()
	in, err := Lookup("ListMeshes").Read(nil, Source{Query: query("limt", "1", "X-Amz-Signature", "x", "limit", "5", "a", "")})
	if err != nil {
		t.Fatal(err)
	}
	want := []Ignored{{"a", ""}, {"limt", "limit"}}
	if got, _ := in.Ignored(); !reflect.DeepEqual(got, want) {
		t.Errorf("ignored %v, want %v", got, want)
	}
}

func TestTheFirst100UnknownMembersAreReportedAndTheOthersCounted(t *testing.T) {
	t.Parallel()
	var body strings.Builder
	for i := range 250 {
		fmt.Fprintf(&body, `"x%d":0,`, i)
	}
	in, err := read("CreateMesh", `{`+body.String()+`"meshName":"m"}`)
	if err != nil {
		t.Fatal(err)
	}
	got, more := in.Ignored()
	if len(got) != 100 || more != 150 || got[99].Path != "x99" {
		t.Errorf("%d reported, the last %v, and %d more", len(got), got[len(got)-1], more)
	}
	got[0].Path = "changed"
	if again, _ := in.Ignored(); again[0].Path == "changed" {
		t.Error("a caller can change the input")
	}
}

func TestStrictRefusesUnknownMembers(t *testing.T) {
	t.Parallel()
	source := Source{Query: query("meshOwnr", "1"), Strict: true,
		Body: `{"virtualGatewayName":"g","spec":{"listners":[],"listeners":[{},{"q":1,` + port80 + `}]}}`}
	_, err := Lookup("CreateVirtualGateway").Read(everywhere, source)
	wantTexts(t, err,
		"Value null at 'spec.listeners.1.member.portMapping' failed to satisfy constraint: Member must not be null",
		"Unknown member 'spec.listeners.2.member.q'",
		"Unknown member 'spec.listners': did you mean 'listeners'?",
		"Unknown member 'meshOwnr': did you mean 'meshOwner'?")
	for i, want := range []int{13, 110, 110, 110} {
		if got := violationsOf(t, err)[i].Rule; got != want {
			t.Errorf("violation %d is of rule %d, want %d", i, got, want)
		}
	}
	source.Query, source.Body = "", `{"virtualGatewayName":"g","spec":{"listeners":[]}}`
	if _, err := Lookup("CreateVirtualGateway").Read(everywhere, source); err != nil {
		t.Errorf("without unknown members: %v", err)
	}
}
