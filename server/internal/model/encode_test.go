package model

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// kinds returns the seven kinds.
func kinds() []string { return slices.Sorted(maps.Keys(specTypes())) }

// complete returns a value with every member set, and of a union the member that pick chooses.
func complete(v *value, pick int) reflect.Value {
	out := reflect.New(v.typ).Elem()
	switch v.kind {
	case kindString:
		out.SetString("/text/")
		if v.enum != nil {
			out.SetString(v.enum[pick%len(v.enum)])
		} else if v.max != nil && *v.max < 6 {
			out.SetString("x")
		}
	case kindInt32, kindInt64:
		n := int64(7)
		if v.min != nil {
			n = max(n, *v.min)
		}
		out.SetInt(n)
	case kindBool:
		out.SetBool(pick%2 == 0)
	case kindList:
		return reflect.Append(out, complete(v.item, pick))
	case kindStruct:
		for i := range v.shape.members {
			m := &v.shape.members[i]
			if v.shape.union && i != pick%len(v.shape.members) {
				continue
			}
			got := complete(&m.value, pick)
			if m.kind != kindList {
				p := reflect.New(m.typ)
				p.Elem().Set(got)
				got = p
			}
			out.Field(m.field).Set(got)
		}
	}
	return out
}

func completeSpec(kind string, pick int) Spec {
	typ := reflect.TypeOf(NewSpec(kind)).Elem()
	p := reflect.New(typ)
	p.Elem().Set(complete(&value{kind: kindStruct, shape: shapeOf(typ), typ: typ}, pick))
	return p.Interface().(Spec)
}

func TestADocumentWithEveryMemberSurvivesUnchanged(t *testing.T) {
	t.Parallel()
	for _, kind := range kinds() {
		for pick := range 60 { // every member of every union, every value of every enum
			spec := completeSpec(kind, pick)
			data := string(Encode(nil, spec, false))
			back := mustCreate(t, kind, data)
			back.ApplyDefaults()
			if back.ApplyDescribeDefaults(always) {
				t.Errorf("%s: a complete spec needs a default", kind)
			}
			if got := string(Encode(nil, back, false)); got != data || !reflect.DeepEqual(spec, back) {
				t.Errorf("%s\n got %s\nwant %s", kind, got, data)
			}
			if decoded, err := Decode(kind, data); err != nil || !reflect.DeepEqual(decoded, spec) {
				t.Errorf("%s: decoded to %+v, %v", kind, decoded, err)
			}
		}
	}
}

// TestOnlyTheTwoRecordedDefaultsAreFilledIn removes each member of a complete document in turn,
// and checks that only two of them are filled in.
func TestOnlyTheTwoRecordedDefaultsAreFilledIn(t *testing.T) {
	t.Parallel()
	for _, kind := range kinds() {
		for pick := range 4 {
			spec := completeSpec(kind, pick)
			without(reflect.ValueOf(spec).Elem(), kind, func(path string) {
				before := string(Encode(nil, spec, false))
				again, err := Decode(kind, before)
				if err != nil { // a required member, or the one of a union
					return
				}
				again.ApplyDefaults()
				settled := string(Encode(nil, again, false))
				if settled != before != strings.HasSuffix(path, ".HealthCheck.Port") {
					t.Errorf("without %s:\n%s\n%s", path, before, settled)
				}
				if again.ApplyDescribeDefaults(always) != (path == "virtualNode.Backends") {
					t.Errorf("without %s: the stored default is wrong", path)
				}
			})
		}
	}
}

// without calls do once for every member in v, after it removed that member.
func without(v reflect.Value, path string, do func(path string)) {
	for i := range v.NumField() {
		f := v.Field(i)
		if name := v.Type().Field(i).Name; name != "_" && !f.IsNil() {
			old := reflect.ValueOf(f.Interface())
			f.SetZero()
			do(path + "." + name)
			f.Set(old)
			switch {
			case f.Kind() == reflect.Pointer && f.Elem().Kind() == reflect.Struct:
				without(f.Elem(), path+"."+name, do)
			case f.Kind() == reflect.Slice && f.Type().Elem().Kind() == reflect.Struct:
				without(f.Index(0), path+"."+name, do)
			}
		}
	}
}

func TestApplyDefaultsTakesThePortOfTheSameListener(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"virtualNode", "virtualGateway"} {
		spec := mustCreate(t, kind,
			`{"listeners":[{`+health("http", `"port":81,`)+mapping(80, "http")+`},{`+health("http", "")+
				mapping(81, "http")+`},{`+mapping(82, "http")+`}]}`)
		spec.ApplyDefaults()
		want := `{"listeners":[{` + health("http", `"port":81,`) + mapping(80, "http") + `},{` +
			health("http", `"port":81,`) + mapping(81, "http") + `},{` + mapping(82, "http") + `}]}`
		if got := string(Encode(nil, spec, false)); got != want {
			t.Errorf("%s\n got %s\nwant %s", kind, got, want)
		}
	}
}

func TestApplyDescribeDefaultsMakesAbsentBackendsTheEmptyList(t *testing.T) {
	t.Parallel()
	spec := mustCreate(t, "virtualNode", `{}`)
	if !spec.ApplyDescribeDefaults(always) || spec.ApplyDescribeDefaults(always) {
		t.Error("no member was left out")
	}
	if got, want := string(Encode(nil, spec, false)), `{"backends":[]}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestEmptyListsAndStructuresAreKept(t *testing.T) {
	t.Parallel()
	for kind, spec := range map[string]string{
		"virtualGateway": `{"backendDefaults":{"clientPolicy":{}},"listeners":[],"logging":{}}`,
		"virtualNode":    `{"backendDefaults":{},"backends":[],"listeners":[]}`,
		"mesh":           `{"serviceDiscovery":{}}`,
	} {
		if got := string(Encode(nil, mustCreate(t, kind, spec), false)); got != spec {
			t.Errorf("got %s, want %s", got, spec)
		}
	}
}

func TestNullsShowEveryMemberOfTheModel(t *testing.T) {
	t.Parallel()
	spec := mustCreate(t, "virtualNode",
		`{"listeners":[{`+mapping(9080, "http")+`}],"serviceDiscovery":{"dns":{"hostname":"h"}}}`)
	want := `{"backendDefaults":null,"backends":null,"listeners":[{"connectionPool":null,"healthCheck":null,"outlierDetection":null,` +
		`"portMapping":{"port":9080,"protocol":"http"},"timeout":null,"tls":null}],"logging":null,` +
		`"serviceDiscovery":{"awsCloudMap":null,"dns":{"hostname":"h","ipPreference":null,"responseType":null}}}`
	if got := string(Encode(nil, spec, true)); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	for _, kind := range kinds() {
		var members map[string]any
		if err := json.Unmarshal(Encode(nil, NewSpec(kind), true), &members); err != nil {
			t.Fatal(err)
		}
		if s := shapeOf(reflect.TypeOf(NewSpec(kind)).Elem()); len(members) != len(s.members) {
			t.Errorf("%s shows %d members of %d", kind, len(members), len(s.members))
		}
	}
}

func TestADocumentWithNullsReadsAsTheOneWithout(t *testing.T) {
	t.Parallel()
	for _, kind := range kinds() {
		for pick := range 5 {
			spec := completeSpec(kind, pick)
			back, err := Decode(kind, string(Encode(nil, spec, true)))
			if err != nil || !reflect.DeepEqual(back, spec) {
				t.Errorf("%s: %v", kind, err)
			}
		}
	}
}

func TestDecodeRefusesAnotherKindAndABrokenDocument(t *testing.T) {
	t.Parallel()
	if _, err := Decode("virtualCloud", `{}`); err == nil {
		t.Error("an unknown kind was decoded")
	}
	_, err := Decode("virtualGateway", `{"listeners":[{}]}`)
	wantTexts(t, err,
		"Value null at 'spec.listeners.1.member.portMapping' failed to satisfy constraint: Member must not be null")
	if _, err := Decode("mesh", `{`); err == nil {
		t.Error("an incomplete document was decoded")
	}
}

func TestAppendStringEscapesOnlyWhatJSONDemands(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{
		"":                    `""`,
		`<a href="&">\ /`:     `"<a href=\"&\">\\ /"`,
		"\b\f\n\r\t":          `"\b\f\n\r\t"`,
		"\x00\x01\x1f\x7f":    "\"\\u0000\\u0001\\u001f\x7f\"",
		"é\u2028\U0001F600":   "\"é\u2028\U0001F600\"",
		"a\xffb\xed\xa0\x80c": "\"a\uFFFDb\uFFFD\uFFFD\uFFFDc\"",
	} {
		if got := string(AppendString(nil, s)); got != want {
			t.Errorf("%q: got %s, want %s", s, got, want)
		}
	}
}

func TestAppendStringIsReadBackByEncodingJSON(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		var back string
		if err := json.Unmarshal(AppendString([]byte{}, s), &back); err != nil || back != s {
			t.Fatalf("%q came back as %q, %v", s, back, err)
		}
	})
}
