package recordings

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// printed is an input and its output as the AWS CLI printed it: in a wrapper that the CLI adds,
// and without nulls.
type printed struct {
	Operation string
	Input     object
	Output    object
	Source    string
}

// difference is a member in which the server's response differs from the printed one, and the reason.
type difference struct {
	file, operation, path string
	reason                string
}

// differences are all that there are.
var differences = []difference{
	{"awscli_outputs.json", "CreateRoute", "spec.grpcRoute.match.metadata[0].name",
		"rules 56 and 61: the example's output has the name in lower case; other evidence shows names as they were sent, so it is taken for an edit"},
	{"awscli_outputs.json", "CreateVirtualService", "metadata.createdAt",
		"rule 8: the implicit service was some milliseconds younger than the node that named it; here it is as old"},
	{"awscli_outputs.json", "UpdateVirtualService", "metadata.createdAt",
		"rule 8: the same service"},
	{"awscli_outputs.json", "DeleteVirtualRouter", "spec.listeners[0].portMapping.port",
		"rule 42: the examples contradict each other: an update sets a port, and the next version is deleted with the port from before it"},
	{"awscli_outputs.json", "ListRoutes", "routes[0].arn",
		"rule 41: the example's ARN has another name than the route beside it, so it is taken for an edit"},
}

// What the examples of the AWS CLI print comes out, given the same inputs.
func TestCLIOutputs(t *testing.T) {
	t.Parallel()
	comparePrinted(t, "awscli_outputs.json")
}

// What AWS's walkthroughs show of the CLI comes out.
func TestWalkthroughOutputs(t *testing.T) {
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
	story := newWorld(t)
	story.known = known(all)
	for _, p := range inOrder(all) {
		for _, found := range p.compare(t, story) {
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
	for d, is := range met {
		if !is {
			t.Errorf("%s: %s does not differ any more, so it need not be listed", d.operation, d.path)
		}
	}
	t.Logf("%d outputs", len(all))
}

// known returns the resources that outputs show.
func known(all []printed) map[string]*resource {
	resources := map[string]*resource{}
	for _, p := range all {
		if verb, kind := split(p.Operation); verb != "" && verb != "List" {
			r := resourceIn(kind, p.body())
			resources[r.key()] = r
		}
	}
	return resources
}

// inOrder sorts what was printed by the time when the resource was written last, and puts
// what only looks behind what writes: together they tell a story.
func inOrder(all []printed) []printed {
	slices.SortStableFunc(all, func(a, b printed) int {
		if c := a.moment().Compare(b.moment()); c != 0 {
			return c
		}
		return strings.Compare(a.Operation, b.Operation) // Create, Describe, Update
	})
	return all
}

// body returns the output without the wrapper of the CLI, as the service must have sent it.
func (p printed) body() object {
	verb, _ := split(p.Operation)
	if verb == "" || verb == "List" {
		return p.Output
	}
	for _, inner := range p.Output {
		return inner.(object)
	}
	return nil
}

// compare runs the operation and returns what differs. Those that concern one resource are
// part of the story; lists and tags have a world of their own.
func (p printed) compare(t *testing.T, story *world) []found {
	t.Helper()
	text, err := json.Marshal(p.body())
	if err != nil {
		t.Fatal(err)
	}
	recorded := parse(t, withAccount(text))
	want := recorded.plain().(object)
	var answer []byte
	switch verb, kind := split(p.Operation); verb {
	case "":
		answer = p.runTags(newWorld(t), want)
	case "List":
		answer = newWorld(t).list(p.Operation, kind, recorded)
	default:
		answer = story.run(p.Operation, resourceIn(kind, want), p.Input)
	}
	got := parse(t, answer)
	if _, kind := split(p.Operation); kind != "" {
		asOld(kind, got, recorded)
	}
	got.sort()
	recorded.sort()
	return differ("", got.plain(), recorded.plain())
}

// withAccount writes the account of the recordings for one of fewer digits, as their authors left it.
func withAccount(text []byte) []byte {
	short := regexp.MustCompile(`"arn:aws:appmesh:[a-z0-9-]+:(\d{1,11}):`).FindSubmatch(text)
	if short == nil {
		return text
	}
	r := strings.NewReplacer(":"+string(short[1])+":", ":"+account+":", `"`+string(short[1])+`"`, `"`+account+`"`)
	return []byte(r.Replace(string(text)))
}

// runTags runs an operation that concerns tags, on a resource that has the tags that are listed or taken away.
func (p printed) runTags(w *world, output object) []byte {
	arn := p.Input["resourceArn"].(string)
	mesh := &resource{kind: "Mesh", names: object{"meshName": arn[strings.LastIndex(arn, "/")+1:]},
		region: regionOf(arn), version: 1}
	w.bring(mesh, 1)
	tags, _ := output["tags"].([]any)
	keys, _ := p.Input["tagKeys"].([]any)
	for _, key := range keys {
		tags = append(tags, object{"key": key, "value": ""})
	}
	if tags != nil {
		w.call("TagResource", mesh.region, object{"resourceArn": arn, "tags": tags})
	}
	return w.call(p.Operation, mesh.region, p.Input)
}

// found is a difference that was met.
type found struct{ path, got, want string }

// differ compares two documents. Identifiers that the recordings' authors covered up, and
// other spellings of the same time, are no differences.
func differ(path string, got, want any) (all []found) {
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
			all = append(all, differ(strings.TrimPrefix(path+"."+name, "."), g[name], w[name])...)
		}
		return all
	case []any:
		g, ok := got.([]any)
		if !ok || len(g) != len(w) {
			break
		}
		for i := range w {
			all = append(all, differ(fmt.Sprintf("%s[%d]", path, i), g[i], w[i])...)
		}
		return all
	}
	covered, _ := want.(string)
	switch {
	case path == "metadata.uid" && uidNamed(covered) == nil && got != nil:
		return nil
	case strings.HasSuffix(path, "At") && got != nil && want != nil && moment(got).Equal(moment(want)):
		return nil
	case fmt.Sprintf("%T %v", got, got) == fmt.Sprintf("%T %v", want, want):
		return nil
	}
	return []found{{path, show(got), show(want)}}
}

// show returns a value as a message shows it.
func show(v any) string {
	if v == nil {
		return "absent"
	}
	text, _ := json.Marshal(v)
	return string(text)
}

// moment returns the time of the last write of the resource of the output.
func (p printed) moment() time.Time {
	metadata, _ := p.body()["metadata"].(object)
	return moment(metadata["lastUpdatedAt"])
}
