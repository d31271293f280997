package model

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func backends(names ...string) string {
	var items []string
	for _, name := range names {
		items = append(items, `{"virtualService":{"virtualServiceName":"`+name+`"}}`)
	}
	return `{"backends":[` + strings.Join(items, ",") + `]}`
}

func TestDuplicateBackendsAreEchoedAndDescribedOnce(t *testing.T) {
	t.Parallel()
	var many []string
	for i := range 40 {
		many = append(many, fmt.Sprint(i%20))
	}
	for _, c := range [][2][]string{
		{{"b", "a", "b"}, {"b", "a"}},
		{{"a", "b"}, {"a", "b"}},
		{many, many[:20]},
	} {
		spec := mustCreate(t, "virtualNode", backends(c[0]...))
		spec.ApplyDefaults()
		if got, want := string(Encode(nil, spec, false)), backends(c[0]...); got != want {
			t.Errorf("echoed %s, want %s", got, want)
		}
		if got := spec.References().Backends; !slices.Equal(got, c[1]) {
			t.Errorf("references %v, want %v", got, c[1])
		}
		if changed := spec.ApplyDescribeDefaults(always); changed != (len(c[0]) != len(c[1])) {
			t.Errorf("%v: changed is %t", c[0], changed)
		}
		if got, want := string(Encode(nil, spec, false)), backends(c[1]...); got != want {
			t.Errorf("described %s, want %s", got, want)
		}
	}
}

func TestAbsentListenersAreDescribedAsAnEmptyListIfRule30IsRelaxed(t *testing.T) {
	t.Parallel()
	for want, inForce := range map[string]func(int) bool{
		`{"backends":[]}`:                always,
		`{"backends":[],"listeners":[]}`: func(rule int) bool { return rule != 30 },
	} {
		spec := mustCreate(t, "virtualNode", `{}`)
		spec.ApplyDescribeDefaults(inForce)
		if got := string(Encode(nil, spec, false)); got != want {
			t.Errorf("described %s, want %s", got, want)
		}
	}
}
