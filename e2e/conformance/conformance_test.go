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

	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// minProbes is slightly less than the number of requests that the test sends, so that the test
// fails if it omits some.
const minProbes = 23100

// counter counts the probes by class.
type counter struct {
	mu    sync.Mutex
	count map[string]int
}

func (c *counter) add(class string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.count[class]++
}

// The test covers each constraint of each member of each operation of AWS's model, at every
// depth. A value beyond a bound is refused with the path of the member, and a value at the
// bound is accepted and returned.
func TestEachConstraintOfTheModelIsEnforced(t *testing.T) {
	t.Parallel()
	a := readModel(t)
	if len(a.Operations) != 38 {
		t.Fatalf("the model has %d operations", len(a.Operations))
	}
	probes := &counter{count: map[string]int{}}
	t.Run("operations", func(t *testing.T) {
		for name := range a.Operations {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				p := &prober{fixture: newFixture(t, a), name: name, op: a.Operations[name], probes: probes}
				p.verb, p.kind = harness.ParseOperation(name)
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
	if total < minProbes {
		t.Errorf("%d probes, fewer than %d", total, minProbes)
	}
}

// prober tests one operation.
type prober struct {
	*fixture
	name   string
	verb   string
	kind   state.Kind // 0 for the operations on tags
	op     *operation
	probes *counter
}

// run sends all probes twice: in small requests over a socket, and in full requests, for which
// it calls the handler.
func (p *prober) run() {
	p.sendEmptyNames()
	for _, full := range []bool{false, true} {
		if full {
			p.target = p.direct
		}
		if input := p.request(p.op, nil, full); !p.accepted(input, input) {
			p.Fatalf("the request on which all others are based is refused")
		}
		p.probes.add("accepted: whole request")
		for _, s := range p.fields(p.op) {
			p.sendInvalid(s, full)
			p.sendValid(s, full)
		}
	}
	p.checkNothingCreated()
}

// sendInvalid sends each invalid value of a field in a request that is otherwise valid.
func (p *prober) sendInvalid(s field, full bool) {
	for _, b := range p.invalidRequests(s) {
		input := p.request(p.op, s.at, full)
		b.breakRule(input)
		p.probes.add("refused: " + b.class)
		if err := b.refused(p.call(p.name, input)); err != nil {
			p.Errorf("%s: %s at %s: %v\nsent %.2000s", p.name, b.class, s.at, err, harness.JSON(input))
		}
	}
}

// sendValid sends each valid value of a field.
func (p *prober) sendValid(s field, full bool) {
	for _, k := range p.validRequests(s) {
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
			sent = clone(input).(object)
			if k.extra(sent); bytes.Equal(harness.JSON(sent), harness.JSON(input)) {
				continue
			}
		}
		p.probes.add("accepted: " + k.class)
		if !p.accepted(input, sent) {
			p.Errorf("%s: the probe was %s at %s", p.name, k.class, s.at)
		}
	}
}

// sendEmptyNames sends requests with an empty name in the path. No operation has such a path
// (rule 26).
func (p *prober) sendEmptyNames() {
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
		got, err := p.target.Send(p.op.HTTP.Method, other, nil)
		if err != nil || got.Status != http.StatusNotFound || got.Code != "UnknownOperationException" {
			p.Errorf("%s %s: %d %s %v", p.op.HTTP.Method, other, got.Status, got.Body, err)
		}
	}
}

// checkNothingCreated checks that refused creates have created nothing.
func (p *prober) checkNothingCreated() {
	if p.verb != "Create" {
		return
	}
	list := "List" + p.kind.PluralTitle()
	got := p.must(list, p.request(p.Operations[list], nil, false))
	for member, v := range got.Object {
		if items, ok := v.([]any); !ok || len(items) > 0 {
			p.Errorf("%s: refused requests have created %s: %v", p.name, member, v)
		}
	}
}

// accepted creates the resources that a request needs, sends it, and reports whether it is
// accepted and the response has the values of the input. It deletes the resource again. The
// sent document can have more members than the input.
func (p *prober) accepted(input, sent object) bool {
	err := p.try(input, sent)
	if err != nil {
		p.Errorf("%s: %v\nsent %.2000s", p.name, err, harness.JSON(sent))
	}
	return err == nil
}

func (p *prober) try(input, sent object) error {
	switch {
	case p.kind == 0:
		return p.tryTags(input, sent)
	case p.verb == "List":
		return p.tryList(input)
	}
	p.prepare(p.kind, input)
	if p.verb != "Create" {
		p.ensure(p.kind, input)
	}
	got := p.call(p.name, sent)
	if err := got.Err(); err != nil {
		return fmt.Errorf("refused: %w", err)
	}
	if p.verb == "Delete" {
		delete(p.created, key(p.kind, input))
		return p.checkNames(got, input)
	}
	if p.verb == "Describe" {
		return p.checkNames(got, input)
	}
	defer p.remove(p.kind, input)
	if err := p.checkSpec(got, input, false); err != nil {
		return fmt.Errorf("%w in the response", err)
	}
	names := harness.Named(p.kind, input)
	if input["meshOwner"] != nil && p.kind != state.Mesh {
		names["meshOwner"] = input["meshOwner"]
	}
	described := p.must("Describe"+p.kind.Title(), names)
	if err := p.checkSpec(described, input, true); err != nil {
		return fmt.Errorf("%w in the response of Describe", err)
	}
	if input["tags"] != nil {
		return p.checkTags(described.Text("metadata", "arn"), input["tags"].([]any))
	}
	return nil
}

// checkSpec returns an error unless a response has the names and the spec of a request, the spec
// byte for byte.
func (p *prober) checkSpec(got response, input object, described bool) error {
	if err := p.checkNames(got, input); err != nil {
		return err
	}
	var body struct{ Spec json.RawMessage }
	if err := json.Unmarshal(got.Body, &body); err != nil {
		return err
	}
	if want := harness.JSON(defaults(p.kind, input, described)); !bytes.Equal(body.Spec, want) {
		return fmt.Errorf("the spec is\n%s, not\n%s,", body.Spec, want)
	}
	return nil
}

// checkNames returns an error unless a response has the checkNames of a request and the owner.
func (p *prober) checkNames(got response, input object) error {
	for member, name := range harness.Named(p.kind, input) {
		if got.Object[member] != name {
			return fmt.Errorf("%s is %v, not %v", member, got.Object[member], name)
		}
	}
	if owner := got.At("metadata", "meshOwner"); owner != account {
		return fmt.Errorf("meshOwner is %v", owner)
	}
	return nil
}

// checkTags returns an error unless a resource has exactly these tags.
func (p *prober) checkTags(arn string, want []any) error {
	got := p.must("ListTagsForResource", object{"resourceArn": arn})
	if full := harness.JSON(object{"tags": want}); !bytes.Equal(got.Body, full) {
		return fmt.Errorf("the tags are %s, not %s", got.Body, full)
	}
	return nil
}

func (p *prober) tryTags(input, sent object) error {
	mesh := object{"meshName": "meshName"}
	p.ensure(state.Mesh, mesh)
	defer p.remove(state.Mesh, mesh)
	before := p.tags(2)
	switch p.name {
	case "TagResource":
		before = []any{}
	case "UntagResource":
		before = []any{}
		for _, key := range unique(input["tagKeys"].([]any)) {
			before = append(before, object{"key": key, "value": ""})
		}
	}
	p.must("TagResource", object{"resourceArn": meshARN, "tags": before})
	got := p.call(p.name, sent)
	if err := got.Err(); err != nil {
		return fmt.Errorf("refused: %w", err)
	}
	switch p.name {
	case "TagResource":
		return p.checkTags(meshARN, input["tags"].([]any))
	case "UntagResource":
		return p.checkTags(meshARN, []any{})
	}
	return p.checkPage(got, "tags", input)
}

// tags returns n tags.
func (p *prober) tags(n int) []any {
	tags := make([]any, n)
	for i := range tags {
		tags[i] = object{"key": fmt.Sprint("key", i), "value": "value"}
	}
	return tags
}

func (p *prober) tryList(input object) error {
	p.createTwo(input)
	got := p.call(p.name, input)
	if err := got.Err(); err != nil {
		return fmt.Errorf("refused: %w", err)
	}
	return p.checkPage(got, p.kind.Plural(), input)
}

// createTwo creates createTwo resources to list.
func (p *prober) createTwo(input object) {
	for _, name := range []string{"one", "two"} {
		names := clone(input).(object)
		names[p.kind.NameMember()] = name
		p.ensure(p.kind, names)
	}
}

// checkPage returns an error unless a response has the checkPage that the input requests of two items.
func (p *prober) checkPage(got response, member string, input object) error {
	items, _ := got.Object[member].([]any)
	want, more := 2, false
	switch {
	case input["nextToken"] != nil:
		want = 1
	case input["limit"] == int64(1):
		want, more = 1, true
	}
	if _, has := got.Object["nextToken"]; len(items) != want || has != more {
		return fmt.Errorf("got %s, want a page of %d items", got.Body, want)
	}
	return nil
}

// pageToken returns the token of the second page of the list under test.
func (p *prober) pageToken() string {
	input := p.request(p.op, memberPath{"limit"}, false)
	input["limit"] = 1
	if p.kind == 0 {
		mesh := object{"meshName": "meshName"}
		p.ensure(state.Mesh, mesh)
		defer p.remove(state.Mesh, mesh)
		p.must("TagResource", object{"resourceArn": meshARN, "tags": p.tags(2)})
	} else {
		p.createTwo(input)
	}
	return p.must(p.name, input).Text("nextToken")
}
