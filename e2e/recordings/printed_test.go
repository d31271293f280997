package recordings

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// printed is an input and its output as the AWS CLI printed it: with a wrapper that the CLI
// adds, and without nulls.
type printed struct {
	Operation string
	Input     object
	Output    object
	Source    string
}

// difference is a member with different values in the response of the server and in the printed
// output, and the reason.
type difference struct {
	file, operation, path string
	reason                string
}

// differences has all differences.
var differences = []difference{
	{"awscli_outputs.json", "CreateRoute", "spec.grpcRoute.match.metadata[0].name",
		"rules 56 and 61: the output has the name in lower case, which must be an edit: other names are as sent"},
	{"awscli_outputs.json", "CreateVirtualService", "metadata.createdAt",
		"rule 8: the implicit service was some milliseconds younger than the node with the backend; here it is as old"},
	{"awscli_outputs.json", "UpdateVirtualService", "metadata.createdAt",
		"rule 8: the same service"},
	{"awscli_outputs.json", "DeleteVirtualRouter", "spec.listeners[0].portMapping.port",
		"rule 42: the examples contradict each other: an update sets a port, and the deleted next version has the old port"},
	{"awscli_outputs.json", "ListRoutes", "routes[0].arn",
		"rule 41: the name in the ARN is not the name of the route, which must be an edit"},
}

// The inputs and outputs are from the examples in the reference of the AWS CLI.
func TestOutputsEqualThoseOfTheCLIExamples(t *testing.T) {
	t.Parallel()
	comparePrinted(t, "awscli_outputs.json")
}

// The inputs and outputs are from AWS's walkthroughs.
func TestOutputsEqualThoseOfTheWalkthroughs(t *testing.T) {
	t.Parallel()
	comparePrinted(t, "walkthrough_outputs.json")
}

func comparePrinted(t *testing.T, file string) {
	var all []printed
	load(t, file, &all)
	met := map[difference]bool{}
	for _, d := range differences {
		if d.file == file {
			met[d] = false
		}
	}
	shared := newFixture(t)
	shared.known = known(all)
	for _, p := range sortByTime(all) {
		for _, found := range p.compare(t, shared) {
			i := slices.IndexFunc(differences, func(d difference) bool {
				return d.file == file && d.operation == p.Operation && d.path == found.path
			})
			if i < 0 {
				t.Errorf("%s (%s): %s is %s, not %s", p.Operation, p.Source, found.path, found.got, found.want)
				continue
			}
			met[differences[i]] = true
			t.Logf("%s: %s is %s, not %s: %s", p.Operation, found.path, found.got, found.want, differences[i].reason)
		}
	}
	for d, isMet := range met {
		if !isMet {
			t.Errorf("%s: %s no longer differs: remove it from the list of differences", d.operation, d.path)
		}
	}
	t.Logf("%d outputs", len(all))
}

// known returns the resources in outputs.
func known(all []printed) map[string]*resource {
	resources := map[string]*resource{}
	for _, p := range all {
		if verb, kind := harness.ParseOperation(p.Operation); verb != "" && verb != "List" {
			r := resourceIn(kind, p.body())
			resources[r.key()] = r
		}
	}
	return resources
}

// sortByTime sorts outputs by the time of the last write of the resource, and sorts reads after
// writes.
func sortByTime(all []printed) []printed {
	slices.SortStableFunc(all, func(a, b printed) int {
		if c := a.updated().Compare(b.updated()); c != 0 {
			return c
		}
		return strings.Compare(a.Operation, b.Operation) // Create, Describe, Update
	})
	return all
}

// body returns the output without the wrapper of the CLI.
func (p printed) body() object {
	verb, _ := harness.ParseOperation(p.Operation)
	if verb == "" || verb == "List" {
		return p.Output
	}
	for _, inner := range p.Output {
		return inner.(object)
	}
	return nil
}

// compare runs the operation and returns the differences. Operations on one resource share a
// fixture, in which they follow each other; lists and tags have fixtures of their own.
func (p printed) compare(t *testing.T, shared *fixture) []found {
	t.Helper()
	text, err := json.Marshal(p.body())
	if err != nil {
		t.Fatal(err)
	}
	recorded := parse(t, withAccount(text))
	want := recorded.plain().(object)
	var response []byte
	verb, kind := harness.ParseOperation(p.Operation)
	switch verb {
	case "":
		response = p.runTags(newFixture(t), want)
	case "List":
		response = newFixture(t).list(p.Operation, kind, recorded)
	default:
		response = shared.run(p.Operation, resourceIn(kind, want), p.Input)
	}
	got := parse(t, response)
	if verb != "" {
		removeNewMembers(kind, got, recorded)
	}
	got.sort()
	recorded.sort()
	return compareDocuments("", got.plain(), recorded.plain())
}

// withAccount replaces an account of fewer than twelve digits, which the authors have shortened.
func withAccount(text []byte) []byte {
	short := regexp.MustCompile(`"arn:aws:appmesh:[a-z0-9-]+:(\d{1,11}):`).FindSubmatch(text)
	if short == nil {
		return text
	}
	r := strings.NewReplacer(":"+string(short[1])+":", ":"+account+":", `"`+string(short[1])+`"`, `"`+account+`"`)
	return []byte(r.Replace(string(text)))
}

// runTags runs an operation on tags. The resource has the tags that the operation lists or removes.
func (p printed) runTags(f *fixture, output object) []byte {
	arn := p.Input["resourceArn"].(string)
	mesh := &resource{kind: state.Mesh, names: object{"meshName": arn[strings.LastIndex(arn, "/")+1:]},
		region: regionOf(arn), version: 1}
	f.advance(mesh, 1)
	tags, _ := output["tags"].([]any)
	keys, _ := p.Input["tagKeys"].([]any)
	for _, key := range keys {
		tags = append(tags, object{"key": key, "value": ""})
	}
	if tags != nil {
		f.call("TagResource", mesh.region, object{"resourceArn": arn, "tags": tags})
	}
	return f.call(p.Operation, mesh.region, p.Input)
}

// found is a difference between two documents.
type found struct{ path, got, want string }

// compareDocuments returns the differences between two documents. It ignores identifiers that
// the authors have masked, and different spellings of the same time.
func compareDocuments(path string, got, want any) (all []found) {
	switch w := want.(type) {
	case object:
		g, ok := got.(object)
		if !ok {
			break
		}
		names := map[string]bool{}
		for name := range g {
			names[name] = true
		}
		for name := range w {
			names[name] = true
		}
		for name := range names {
			all = append(all, compareDocuments(strings.TrimPrefix(path+"."+name, "."), g[name], w[name])...)
		}
		return all
	case []any:
		g, ok := got.([]any)
		if !ok || len(g) != len(w) {
			break
		}
		for i := range w {
			all = append(all, compareDocuments(fmt.Sprintf("%s[%d]", path, i), g[i], w[i])...)
		}
		return all
	}
	masked, _ := want.(string)
	switch {
	case path == "metadata.uid" && parseUID(masked) == nil && got != nil:
		return nil
	case strings.HasSuffix(path, "At") && got != nil && want != nil && timeOf(got).Equal(timeOf(want)):
		return nil
	case fmt.Sprintf("%T %v", got, got) == fmt.Sprintf("%T %v", want, want):
		return nil
	}
	return []found{{path, show(got), show(want)}}
}

// show returns a value for a message.
func show(v any) string {
	if v == nil {
		return "absent"
	}
	text, _ := json.Marshal(v)
	return string(text)
}

// updated returns the time of the last write of the resource.
func (p printed) updated() time.Time {
	return timeOf(harness.At(p.body(), "metadata", "lastUpdatedAt"))
}
