package conformance

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
)

// floor is how many probes the test must try: just below what it does try, so that none is
// lost unseen.
const floor = 23100

// tally counts the probes by what they try.
type tally struct {
	mu    sync.Mutex
	count map[string]int
}

func (c *tally) add(class string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.count[class]++
}

// The server keeps to every constraint of every member of every operation of AWS's model, at
// every depth: what breaks one is refused by name, what keeps it is accepted and echoed.
func TestModelConformance(t *testing.T) {
	t.Parallel()
	a := readModel(t)
	if len(a.Operations) != 38 {
		t.Fatalf("the model has %d operations", len(a.Operations))
	}
	probes := &tally{count: map[string]int{}}
	t.Run("operations", func(t *testing.T) {
		for name := range a.Operations {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				p := &prober{world: newWorld(t, a), name: name, op: a.Operations[name], probes: probes}
				p.verb, p.kind = split(name)
				p.run()
			})
		}
	})
	total := 0
	for _, class := range sorted(probes.count) {
		t.Logf("%6d %s", probes.count[class], class)
		total += probes.count[class]
	}
	t.Logf("%6d in total", total)
	if total < floor {
		t.Errorf("%d probes, fewer than %d", total, floor)
	}
}

// prober tries one operation.
type prober struct {
	*world
	name       string
	verb, kind string
	op         *operation
	probes     *tally
}

// run tries everything twice: in small requests over a socket, and in full ones, which go
// straight into the handler.
func (p *prober) run() {
	p.emptyNames()
	for _, full := range []bool{false, true} {
		if full {
			p.client = p.direct
		}
		if input := p.request(p.op, nil, full); !p.accepted(input, input) {
			p.Fatalf("the request that all others are made from is refused")
		}
		p.probes.add("accepted: whole request")
		for _, s := range p.spots(p.op) {
			p.breakAt(s, full)
			p.keepAt(s, full)
		}
	}
	p.nothingLeft()
}

// breakAt sends what is wrong at a spot, each in a request that is valid otherwise.
func (p *prober) breakAt(s spot, full bool) {
	for _, b := range p.illegal(s) {
		input := p.request(p.op, s.at, full)
		b.spoil(input)
		p.probes.add("refused: " + b.class)
		if err := b.refused(p.call(p.name, input)); err != nil {
			p.Errorf("%s: %s at %s: %v\nsent %.2000s", p.name, b.class, s.at, err, canonical(input))
		}
	}
}

// keepAt sends what is right at a spot.
func (p *prober) keepAt(s spot, full bool) {
	for _, k := range p.legal(s) {
		value := k.value
		if s.at.last() == "nextToken" {
			value = func(any) any { return p.pageToken() }
		}
		if s.at.last() == "resourceArn" {
			value = nil
		}
		input := p.requestWith(p.op, s.at, full, value)
		sent := input
		if k.extra != nil {
			sent = clone(input).(map[string]any)
			if k.extra(sent); bytes.Equal(canonical(sent), canonical(input)) {
				continue
			}
		}
		p.probes.add("accepted: " + k.class)
		if !p.accepted(input, sent) {
			p.Errorf("%s: that was %s at %s", p.name, k.class, s.at)
		}
	}
}

// emptyNames: a name in the path cannot be left out or empty, because that is another path,
// which no operation has (rule 26).
func (p *prober) emptyNames() {
	path := p.op.HTTP.RequestURI
	for member, m := range p.Shapes[p.op.Input.Shape].Members {
		if m.Location != "uri" {
			continue
		}
		p.probes.add("refused: empty name in the path")
		other := strings.ReplaceAll(path, "{"+member+"}", "")
		for name := range p.Shapes[p.op.Input.Shape].Members {
			other = strings.ReplaceAll(other, "{"+name+"}", url.PathEscape(name))
		}
		if got := p.send(p.op.HTTP.Method, other, nil); got.status != http.StatusNotFound ||
			got.code != "UnknownOperationException" {
			p.Errorf("%s %s: %d %s", p.op.HTTP.Method, other, got.status, got.body)
		}
	}
}

// nothingLeft: what was refused has made nothing.
func (p *prober) nothingLeft() {
	if p.verb != "Create" {
		return
	}
	list := "List" + p.kind + "s"
	if p.kind == "Mesh" {
		list = "ListMeshes"
	}
	got := p.must(list, p.request(p.Operations[list], nil, false))
	var items map[string]json.RawMessage
	if err := json.Unmarshal(got.body, &items); err != nil {
		p.Fatal(err)
	}
	for member, v := range items {
		if string(v) != "[]" {
			p.Errorf("%s: %s are left: %s", p.name, member, v)
		}
	}
}

// accepted sends a request with what it needs there before, reports whether it is accepted and
// echoed, and removes what it made. What is sent may have more than the input that is expected back.
func (p *prober) accepted(input, sent map[string]any) bool {
	err := p.try(input, sent)
	if err != nil {
		p.Errorf("%s: %v\nsent %.2000s", p.name, err, canonical(sent))
	}
	return err == nil
}

func (p *prober) try(input, sent map[string]any) error {
	switch {
	case p.kind == "":
		return p.tryTags(input, sent)
	case p.verb == "List":
		return p.tryList(input)
	}
	p.prepare(p.kind, input)
	if p.verb != "Create" {
		p.ensure(p.kind, input)
	}
	got := p.call(p.name, sent)
	if got.status != http.StatusOK {
		return fmt.Errorf("refused: %d %s", got.status, got.body)
	}
	if p.verb == "Delete" {
		delete(p.made, resource(p.kind, input))
		return p.names(got, input)
	}
	if p.verb == "Describe" {
		return p.names(got, input)
	}
	defer p.remove(p.kind, input)
	if err := p.echoes(got, input, false); err != nil {
		return fmt.Errorf("%w in its answer", err)
	}
	look := named(p.kind, input)
	if input["meshOwner"] != nil && p.kind != "Mesh" {
		look["meshOwner"] = input["meshOwner"]
	}
	described := p.must("Describe"+p.kind, look)
	if err := p.echoes(described, input, true); err != nil {
		return fmt.Errorf("%w in what Describe answers", err)
	}
	if input["tags"] != nil {
		return p.tagged(arnIn(described), input["tags"].([]any))
	}
	return nil
}

// echoes expects the names and the spec of a request in an answer, the spec byte for byte.
func (p *prober) echoes(got answer, input map[string]any, described bool) error {
	if err := p.names(got, input); err != nil {
		return err
	}
	var body struct{ Spec json.RawMessage }
	if err := json.Unmarshal(got.body, &body); err != nil {
		return err
	}
	if want := canonical(defaults(p.kind, input, described)); !bytes.Equal(body.Spec, want) {
		return fmt.Errorf("the spec is\n%s, not\n%s,", body.Spec, want)
	}
	return nil
}

func (p *prober) names(got answer, input map[string]any) error {
	var body map[string]any
	if err := json.Unmarshal(got.body, &body); err != nil {
		return err
	}
	for member, name := range named(p.kind, input) {
		if body[member] != name {
			return fmt.Errorf("%s is %v, not %v", member, body[member], name)
		}
	}
	if owner := get(body, place{"metadata", "meshOwner"}); owner != account {
		return fmt.Errorf("meshOwner is %v", owner)
	}
	return nil
}

func arnIn(got answer) string {
	var body struct{ Metadata struct{ ARN string } }
	json.Unmarshal(got.body, &body)
	return body.Metadata.ARN
}

// tagged expects that a resource has just these tags.
func (p *prober) tagged(arn string, want []any) error {
	got := p.must("ListTagsForResource", map[string]any{"resourceArn": arn})
	if full := canonical(map[string]any{"tags": want}); !bytes.Equal(got.body, full) {
		return fmt.Errorf("the tags are %s, not %s", got.body, full)
	}
	return nil
}

func (p *prober) tryTags(input, sent map[string]any) error {
	mesh := map[string]any{"meshName": "meshName"}
	p.ensure("Mesh", mesh)
	defer p.remove("Mesh", mesh)
	there := p.tags(2)
	switch p.name {
	case "TagResource":
		there = []any{}
	case "UntagResource":
		there = []any{}
		for _, key := range unique(input["tagKeys"].([]any)) {
			there = append(there, map[string]any{"key": key, "value": ""})
		}
	}
	p.must("TagResource", map[string]any{"resourceArn": meshARN, "tags": there})
	got := p.call(p.name, sent)
	if got.status != http.StatusOK {
		return fmt.Errorf("refused: %d %s", got.status, got.body)
	}
	switch p.name {
	case "TagResource":
		return p.tagged(meshARN, input["tags"].([]any))
	case "UntagResource":
		return p.tagged(meshARN, []any{})
	}
	return p.page(got, "tags", input)
}

// tags returns some tags.
func (p *prober) tags(n int) []any {
	tags := make([]any, n)
	for i := range tags {
		tags[i] = map[string]any{"key": fmt.Sprint("key", i), "value": "value"}
	}
	return tags
}

func (p *prober) tryList(input map[string]any) error {
	p.two(input)
	got := p.call(p.name, input)
	if got.status != http.StatusOK {
		return fmt.Errorf("refused: %d %s", got.status, got.body)
	}
	member := strings.ToLower(p.name[len("List"):][:1]) + p.name[len("List")+1:]
	return p.page(got, member, input)
}

// two makes two resources to list.
func (p *prober) two(input map[string]any) {
	own := homes[p.kind][len(homes[p.kind])-1]
	for _, name := range []string{"one", "two"} {
		names := clone(input).(map[string]any)
		names[own] = name
		p.ensure(p.kind, names)
	}
}

// page expects that an answer has as many items as its request wants of the two that there are.
func (p *prober) page(got answer, member string, input map[string]any) error {
	var body map[string]any
	if err := json.Unmarshal(got.body, &body); err != nil {
		return err
	}
	items, _ := body[member].([]any)
	want, more := 2, false
	switch {
	case input["nextToken"] != nil:
		want = 1
	case input["limit"] == int64(1):
		want, more = 1, true
	}
	if _, has := body["nextToken"]; len(items) != want || has != more {
		return fmt.Errorf("a page of %d items was expected: %s", want, got.body)
	}
	return nil
}

// pageToken returns the token of the second page of the list that is probed.
func (p *prober) pageToken() string {
	input := p.request(p.op, place{"limit"}, false)
	input["limit"] = 1
	if p.kind == "" {
		mesh := map[string]any{"meshName": "meshName"}
		p.ensure("Mesh", mesh)
		defer p.remove("Mesh", mesh)
		p.must("TagResource", map[string]any{"resourceArn": meshARN, "tags": p.tags(2)})
	} else {
		p.two(input)
	}
	var body struct{ NextToken string }
	if err := json.Unmarshal(p.must(p.name, input).body, &body); err != nil {
		p.Error(err)
	}
	return body.NextToken
}
