package model

import (
	"reflect"
	"slices"
	"testing"
)

func TestReferencesReturnTheTargetsOfASpec(t *testing.T) {
	t.Parallel()
	two := `"action":{"weightedTargets":[{"port":80,"virtualNode":"b","weight":1},{"virtualNode":"a","weight":1}]}`
	targets := []Target{{"virtualNode", "b", 80}, {"virtualNode", "a", 0}}
	service := []Target{{"virtualService", "s", 0}}
	for _, c := range []struct {
		kind, spec string
		want       References
	}{
		{"mesh", `{}`, References{}},
		{"virtualService", `{}`, References{}},
		{"virtualService", `{"provider":{"virtualNode":{"virtualNodeName":"n"}}}`,
			References{Targets: []Target{{"virtualNode", "n", 0}}}},
		{"virtualService", `{"provider":{"virtualRouter":{"virtualRouterName":"r"}}}`,
			References{Targets: []Target{{"virtualRouter", "r", 0}}}},
		{"virtualRouter", `{"listeners":[{` + mapping(80, "tcp") + `},{` + mapping(81, "grpc") + `}]}`,
			References{Listeners: []Listener{{80, "tcp"}, {81, "grpc"}}}},
		{"virtualGateway", listener(mapping(80, "http2")), References{Listeners: []Listener{{80, "http2"}}}},
		{"virtualNode", `{"backends":[{"virtualService":{"virtualServiceName":"y"}},{"virtualService":{"virtualServiceName":"x"}}],"listeners":[{` + port80 + `}],` + dns + `}`,
			References{Backends: []string{"y", "x"}, Listeners: []Listener{{80, "http"}}}},
		{"route", `{"grpcRoute":{` + two + `,"match":{"port":7}}}`,
			References{Targets: targets, Match: Listener{7, "grpc"}}},
		{"route", `{"http2Route":{` + two + `,"match":{"prefix":"/"}}}`,
			References{Targets: targets, Match: Listener{0, "http2"}}},
		{"route", `{"httpRoute":{` + two + `,"match":{"port":8}}}`,
			References{Targets: targets, Match: Listener{8, "http"}}},
		{"route", `{"tcpRoute":{` + two + `}}`, References{Targets: targets, Match: Listener{0, "tcp"}}},
		{"route", `{}`, References{}},
		{"gatewayRoute", `{"grpcRoute":{` + toward + `,"match":{"port":9}}}`,
			References{Targets: service, Match: Listener{9, "grpc"}}},
		{"gatewayRoute", gatewayHTTP(`{"prefix":"/"}`), References{Targets: service, Match: Listener{0, "http"}}},
		{"gatewayRoute",
			`{"http2Route":{"action":{"target":{"port":90,"virtualService":{"virtualServiceName":"s"}}},"match":{"port":1}}}`,
			References{Targets: []Target{{"virtualService", "s", 90}}, Match: Listener{1, "http2"}}},
	} {
		if got := mustCreate(t, c.kind, c.spec).References(); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s %s\n got %+v\nwant %+v", c.kind, c.spec, got, c.want)
		}
	}
}

// structures returns the structs that the inputs of the operations contain.
func structures() map[reflect.Type]*shape {
	all := map[reflect.Type]*shape{}
	var visit func(s *shape)
	visit = func(s *shape) {
		if all[s.typ] != nil {
			return
		}
		all[s.typ] = s
		for _, m := range s.members {
			v := &m.value
			if v.item != nil {
				v = v.item
			}
			if v.shape != nil {
				visit(v.shape)
			}
		}
	}
	for _, op := range Operations {
		visit(shapeOf(op.Input))
	}
	return all
}

func TestTheMembersOfEveryStructAreAlphabetical(t *testing.T) {
	t.Parallel()
	all := structures()
	if len(all) < 100 {
		t.Fatalf("only %d structs are reached", len(all))
	}
	for typ, s := range all {
		var names []string
		for _, m := range s.members {
			names = append(names, m.name)
		}
		if !slices.IsSorted(names) {
			t.Errorf("%s: %v", typ, names)
		}
		if typ.NumField() != len(names) && !s.union {
			t.Errorf("%s has fields that are not members", typ)
		}
	}
}

func TestTheSpecOfEveryKindIsReachedByItsOperations(t *testing.T) {
	t.Parallel()
	all := structures()
	for kind := range specTypes() {
		if all[specTypes()[kind]] == nil {
			t.Errorf("no operation reads the spec of a %s", kind)
		}
	}
	for _, op := range Operations {
		if f, ok := op.Input.FieldByName("Spec"); ok {
			if _, ok := reflect.New(f.Type.Elem()).Interface().(Spec); !ok {
				t.Errorf("the spec of %s is a %s", op.Name, f.Type)
			}
		}
	}
}
