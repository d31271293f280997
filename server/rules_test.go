package server_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/fixtures/appmeshtest"
	"github.com/appmesh-mock/appmesh-mock/server"
)

// relaxable has requests that a rule refuses unless it is relaxed, in addition to the examples
// of the rules (rule_examples_test.go).
var relaxable = map[int][]struct {
	name  string
	setup func(*api)
	send  func(*api) response
}{
	7: {
		{name: "an absent provider", send: func(a *api) response {
			return a.try("virtualService", "x", `{"provider":{"virtualRouter":{"virtualRouterName":"none"}}}`)
		}},
		{name: "an absent service of a gateway route", send: func(a *api) response {
			return a.try("gatewayRoute", "x", strings.Replace(gatewayRoute, `"s"`, `"none"`, 1))
		}},
	},
	9: {
		{name: "a gateway route to an implicit service",
			setup: func(a *api) {
				a.make("virtualNode", "x", `{"backends":[{"virtualService":{"virtualServiceName":"implicit"}}]}`)
			},
			send: func(a *api) response {
				return a.try("gatewayRoute", "x", strings.Replace(gatewayRoute, `"s"`, `"implicit"`, 1))
			}},
	},
	15: {
		{
			name: "a mesh's name with a dot",
			send: func(a *api) response { return a.put("/meshes", `{"meshName":"a.b"}`) },
		},
		{name: "a slash in a name in a body", send: func(a *api) response { return a.try("virtualNode", "a/b", "") }},
		{name: "a control character in a name", send: func(a *api) response { return a.try("virtualNode", "a\tb", "") }},
		{name: "a control character in a virtual service's name",
			send: func(a *api) response { return a.try("virtualService", "a\u007fb", "") }},
		{name: "a slash in a name in the path",
			setup: func(a *api) {
				if a.handler().InForce(15) {
					return
				}
				a.make("virtualNode", "a/b", "")
			},
			send: func(a *api) response { return a.describe("virtualNode", "a/b") }},
	},
	23: {
		{name: "a tag key with aws:", send: func(a *api) response {
			return a.put(byARN("/tag", kindOf("mesh").arnOf("m")), `{"tags":[{"key":"aws:team","value":""}]}`)
		}},
		{name: "a tag key twice", send: func(a *api) response {
			return a.put("/meshes", `{"meshName":"x","tags":[{"key":"a","value":"1"},{"key":"a","value":"2"}]}`)
		}},
	},
	28: {
		{name: "a prefix without a slash", send: func(a *api) response {
			return a.try("route", "x", strings.Replace(routeSpec, `"prefix":"/"`, `"prefix":"x"`, 1))
		}},
		{name: "listeners without service discovery", send: func(a *api) response {
			return a.try("virtualNode", "x", `{"listeners":[`+listener+`]}`)
		}},
		{name: "a route of no protocol", send: func(a *api) response { return a.try("route", "x", `{}`) }},
		{name: "a reserved prefix", send: func(a *api) response {
			return a.try("gatewayRoute", "x",
				strings.Replace(gatewayRoute, `"prefix":"/"`, `"prefix":"/aws-appmesh"`, 1))
		}},
	},
	29: {
		{name: "a listener's other protocol under a route",
			setup: func(a *api) { a.make("route", "x", "") },
			send: func(a *api) response {
				return a.change(
					"virtualRouter",
					"r",
					`{"listeners":[{"portMapping":{"port":8080,"protocol":"tcp"}}]}`,
				)
			}},
	},
	74: {
		{name: "a second listener of a node that a route targets without a port",
			setup: func(a *api) { a.make("route", "x", "") },
			send: func(a *api) response {
				return a.change("virtualNode", "n", `{"listeners":[`+twoListeners+`],`+dns+`}`)
			}},
		{
			name:  "a second listener of a gateway with a gateway route without a port",
			setup: func(a *api) { a.make("gatewayRoute", "x", "") },
			send:  func(a *api) response { return a.change("virtualGateway", "g", `{"listeners":[`+twoListeners+`]}`) },
		},
		{name: "a gateway route to a service whose provider has two listeners",
			setup: func(a *api) {
				a.change("virtualNode", "n", `{"listeners":[`+twoListeners+`],`+dns+`}`).ok()
				a.change("virtualService", "s", `{"provider":{"virtualNode":{"virtualNodeName":"n"}}}`).ok()
			},
			send: func(a *api) response { return a.try("gatewayRoute", "x", "") }},
	},
	62: {
		{name: "a body of more than 1 MiB", send: func(a *api) response {
			return a.put("/meshes", `{"meshName":"x"`+strings.Repeat(" ", server.MaxBody)+`}`)
		}},
		{name: "a path of more than 8 KiB", send: func(a *api) response {
			return a.get("/meshes?ignored=" + strings.Repeat("a", server.MaxPath))
		}},
	},
}

func TestRelaxableRuleRefusesUnlessItIsRelaxed(t *testing.T) {
	t.Parallel()
	for _, rule := range server.Rules() {
		cases := relaxable[rule.Number]
		if rule.Relaxed == "" {
			if cases != nil {
				t.Errorf("rule %d cannot be relaxed", rule.Number)
			}
			continue
		}
		// These rules refuse nothing. They have other tests: those of 91 and 99 are in package envoy.
		refusesNothing := slices.Contains([]int{1, 30, 91, 99}, rule.Number)
		if len(cases) == 0 && rule.Example.IsZero() && !refusesNothing {
			t.Errorf("no case shows that rule %d can be relaxed", rule.Number)
		}
		for _, c := range cases {
			t.Run(fmt.Sprintf("%d %s", rule.Number, c.name), func(t *testing.T) {
				t.Parallel()
				for _, relaxed := range []bool{false, true} {
					var options []appmeshtest.Option
					if relaxed {
						options = append(options, appmeshtest.WithRelax(rule.Number))
					}
					a := start(t, options...)
					a.populate()
					if a.handler().InForce(rule.Number) == relaxed {
						t.Errorf("InForce(%d) = %t", rule.Number, relaxed)
					}
					if c.setup != nil {
						c.setup(a)
					}
					got := c.send(a)
					if relaxed {
						got.ok()
						if err := a.handler().Load(a.handler().Save()); err != nil {
							t.Errorf("the state cannot be loaded: %v", err)
						}
						continue
					}
					if got.status < 400 || got.rule() != rule.Number {
						t.Errorf("%s: %d, rule %d, want a refusal by rule %d: %s", got.request, got.status, got.rule(),
							rule.Number, got.body)
					}
				}
			})
		}
	}
}

func TestRule1LeavesAbsentMembersOutUnlessItIsRelaxed(t *testing.T) {
	t.Parallel()
	for want, option := range map[string][]appmeshtest.Option{
		`{}`:                  nil,
		`{"listeners":null}`:  {appmeshtest.WithRelax(1)},
		`{"listeners":null} `: {appmeshtest.WithRelax(1)},
	} {
		a := start(t, option...)
		a.make("mesh", "m", "")
		same(t, "the spec", a.make("virtualRouter", "r", `{}`).spec(), strings.TrimSpace(want))
	}
}

func TestRuleWithoutAnAlternativeCannotBeRelaxed(t *testing.T) {
	t.Parallel()
	for _, rule := range server.Rules() {
		_, err := server.New(server.Options{Relax: []int{rule.Number}})
		if rule.Relaxed != "" {
			if err != nil {
				t.Errorf("rule %d: %v", rule.Number, err)
			}
			continue
		}
		want := fmt.Sprintf(
			"the basis of rule %d is %s, so it cannot be relaxed: %s",
			rule.Number,
			rule.Basis,
			rule.Sentence,
		)
		if rule.Basis == server.Assumed {
			want = fmt.Sprintf("rule %d cannot be relaxed: %s", rule.Number, rule.Fixed)
		}
		if err == nil || err.Error() != want {
			t.Errorf("Relax(%d): %v, want %s", rule.Number, err, want)
		}
	}
}

func TestUnknownRuleNumberIsRefused(t *testing.T) {
	t.Parallel()
	highest := server.Rules()[len(server.Rules())-1].Number
	for _, number := range []int{-1, 0, highest + 1, 1 << 40} {
		_, err := server.New(server.Options{Relax: []int{number}})
		want := fmt.Sprintf("rule %d: there is no such rule; they are numbered from 1 to %d", number, highest)
		if err == nil || err.Error() != want {
			t.Errorf("Relax(%d): %v, want %s", number, err, want)
		}
		if s, _ := server.New(server.Options{}); s.InForce(number) {
			t.Errorf("rule %d is in force", number)
		}
	}
}

func TestRulesAreSortedAndComplete(t *testing.T) {
	t.Parallel()
	last := 0
	for _, rule := range server.Rules() {
		if rule.Number <= last || rule.Sentence == "" || rule.Source == "" || rule.Topic == "" {
			t.Errorf("after %d: %+v", last, rule)
		}
		last = rule.Number
		switch rule.Basis {
		case server.Recorded, server.Documented, server.Model:
			if rule.Relaxed != "" || rule.Fixed != "" {
				t.Errorf("rule %d is %s, and can be relaxed or says why not", rule.Number, rule.Basis)
			}
		case server.Assumed:
			if (rule.Relaxed == "") == (rule.Fixed == "") {
				t.Errorf("rule %d is assumed, and either can be relaxed or says why not: %q, %q",
					rule.Number, rule.Relaxed, rule.Fixed)
			}
		default:
			t.Errorf("rule %d: the basis %q is none", rule.Number, rule.Basis)
		}
	}
	if last > 127 {
		t.Errorf("rule %d has no place in a set", last)
	}
}

func TestRulesCannotBeChangedByTheirReaders(t *testing.T) {
	t.Parallel()
	first := server.Rules()
	for i := range first {
		first[i].Sentence = "tampered"
		first[i].Example.Breaks.Operation = "tampered"
		for j := range first[i].Example.Setup {
			first[i].Example.Setup[j].Operation = "tampered"
			first[i].Example.Setup[j].Input[0] = 'x'
		}
	}
	for _, rule := range server.Rules() {
		if text := fmt.Sprintf("%+v", rule); strings.Contains(text, "tampered") {
			t.Errorf("rule %d was changed", rule.Number)
		}
		for _, step := range rule.Example.Setup {
			if step.Input[0] != '{' {
				t.Errorf("rule %d was changed", rule.Number)
			}
		}
	}
}

func TestListenersOfAVirtualNodeAreDescribedAsAnEmptyListIfRule30IsRelaxed(t *testing.T) {
	t.Parallel()
	for want, option := range map[string][]appmeshtest.Option{
		`{"backends":[]}`:                nil,
		`{"backends":[],"listeners":[]}`: {appmeshtest.WithRelax(30)},
	} {
		a := start(t, option...)
		a.make("mesh", "m", "")
		same(t, "the spec of the create", a.make("virtualNode", "n", `{}`).spec(), `{}`)
		same(t, "the described spec", a.describe("virtualNode", "n").ok().spec(), want)
	}
}
