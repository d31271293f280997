// Package rules holds the numbered statements about the behaviour of App Mesh that
// this project reproduces, each with its basis, its source and an example.
package rules

import (
	"encoding/json"
	"slices"
)

// Basis is the kind of evidence behind a rule.
type Basis string

// The bases, the strongest first.
const (
	Recorded   Basis = "recorded"   // seen in real output of the service
	Documented Basis = "documented" // stated by AWS's documentation or the App Mesh team
	Model      Basis = "model"      // stated by AWS's API model
	Assumed    Basis = "assumed"    // decided by this project, because there is no evidence
)

// Rule is one statement about the behaviour of App Mesh. Its number never changes. It
// appears in the code that implements the rule, in the test that checks it, and in the
// header x-appmesh-mock-rule of a refused request.
type Rule struct {
	Number   int    `json:"number"`
	Basis    Basis  `json:"basis"`
	Sentence string `json:"sentence"`
	// Source is the public evidence, in the abbreviations of server/BEHAVIOUR.md.
	Source string `json:"source"`
	// Topic is the heading of server/BEHAVIOUR.md that explains the rule, as a fragment of
	// a URL; see Link.
	Topic string `json:"topic"`
	// Relaxed describes the behaviour if the rule is relaxed. It is empty if the rule cannot be
	// relaxed.
	Relaxed string `json:"relaxed,omitempty"`
	// Fixed explains why an assumed rule cannot be relaxed. It is empty for other rules.
	Fixed string `json:"fixed,omitempty"`
	// Example is zero if no single request can break the rule.
	Example Example `json:"example,omitzero"`
}

// Example shows a request that breaks a rule, and a similar request that does not. Both are
// sent to a server after the requests of Setup have succeeded.
type Example struct {
	Setup  []Request `json:"setup,omitempty"`
	Breaks Request   `json:"breaks"`
	Keeps  Request   `json:"keeps"`
}

// Request is an operation and its input: a JSON object with the members of path, query
// and body by their names.
type Request struct {
	Operation string          `json:"operation"`
	Input     json.RawMessage `json:"input"`
}

// Link returns the path and the heading in this repository that explain the rule.
func (r Rule) Link() string { return "server/BEHAVIOUR.md#" + r.Topic }

// IsZero reports whether there is no example.
func (e Example) IsZero() bool { return e.Breaks.Operation == "" }

// all holds the rules, sorted by number. Numbers need not be consecutive.
var all = sorted(
	wire, cors, errorResponses, requests, names, lifecycle, clientTokens, notFound, references,
	implicit, deletion, quotas, lists, tags, sharing, defaults, members, listeners, tls, cloudMap, routing, translation,
	companions,
)

// sorted does not use slices.SortFunc, which would add 25 KB to each binary for this type.
func sorted(groups ...[]Rule) []Rule {
	var rules []Rule
	for _, rule := range slices.Concat(groups...) {
		i, _ := slices.BinarySearchFunc(rules, rule.Number, byNumber)
		rules = slices.Insert(rules, i, rule)
	}
	return rules
}

func byNumber(r Rule, number int) int { return r.Number - number }

// about returns the rules with their topic set.
func about(topic string, rules ...Rule) []Rule {
	for i := range rules {
		rules[i].Topic = topic
	}
	return rules
}

func request(operation, input string) Request {
	return Request{Operation: operation, Input: json.RawMessage(input)}
}

// clone returns a copy of the rule that shares no memory with it.
func (r Rule) clone() Rule {
	setup := slices.Clone(r.Example.Setup)
	for i := range setup {
		setup[i].Input = slices.Clone(setup[i].Input)
	}
	r.Example.Setup = setup
	r.Example.Breaks.Input = slices.Clone(r.Example.Breaks.Input)
	r.Example.Keeps.Input = slices.Clone(r.Example.Keeps.Input)
	return r
}

// All returns the rules, sorted by number. The caller may modify the result.
func All() []Rule {
	rules := slices.Clone(all)
	for i := range rules {
		rules[i] = rules[i].clone()
	}
	return rules
}

func find(number int) (Rule, bool) {
	i, ok := slices.BinarySearchFunc(all, number, byNumber)
	if !ok {
		return Rule{}, false
	}
	return all[i], true
}

// Lookup returns the rule with the given number, and whether there is one. The caller may
// modify the result.
func Lookup(number int) (Rule, bool) {
	rule, ok := find(number)
	return rule.clone(), ok
}
