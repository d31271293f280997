package convert

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/internal/seedfile"
)

// update returns the change that turns an existing resource into the wanted one.
func update(wanted, current planned) (Change, error) {
	change := Change{Action: Unchanged, Resource: wanted.String()}
	var reasons []string
	if wanted.spec != current.spec {
		input := map[string]any{}
		for name, value := range wanted.input {
			if name != "tags" && name != "clientToken" {
				input[name] = value
			}
		}
		var before, after any
		if err := decode([]byte(current.spec), &before); err != nil {
			return change, err
		}
		if err := decode([]byte(wanted.spec), &after); err != nil {
			return change, err
		}
		reasons = differences("spec", before, after, nil)
		change.Steps = append(change.Steps, stepOf("Update"+wanted.kind.Title(), input, wanted.step.From))
	}
	if _, given := wanted.input["tags"]; given {
		steps := tagSteps(wanted, current)
		change.Steps = append(change.Steps, steps...)
		if len(steps) > 0 {
			reasons = append(reasons, "tags differ")
		}
	}
	if len(change.Steps) > 0 {
		change.Action, change.Reason = Update, strings.Join(reasons, "; ")
	}
	return change, nil
}

// maxReasons is the largest number of differences in a reason.
const maxReasons = 3

// differences appends the paths at which two values differ, with both values.
func differences(path string, before, after any, found []string) []string {
	if len(found) >= maxReasons || reflect.DeepEqual(before, after) {
		return found
	}
	a, isObject := before.(map[string]any)
	b, areObjects := after.(map[string]any)
	if isObject && areObjects {
		names := slices.Concat(seedfile.SortedKeys(a), seedfile.SortedKeys(b))
		slices.Sort(names)
		for _, name := range slices.Compact(names) {
			found = differences(seedfile.Join(path, name), a[name], b[name], found)
		}
		return found
	}
	x, isList := before.([]any)
	y, areLists := after.([]any)
	if isList && areLists && len(x) == len(y) {
		for i := range x {
			found = differences(seedfile.Join(path, strconv.Itoa(i)), x[i], y[i], found)
		}
		return found
	}
	return append(found, fmt.Sprintf("%s: %s becomes %s", path, short(before), short(after)))
}

// short returns a value in a form for reasons.
func short(value any) string {
	if value == nil {
		return "absent"
	}
	text, _ := seedfile.Encode(value) // it was decoded from JSON
	return seedfile.Shorten(string(text))
}

// tagSteps returns the operations that set the wanted tags of an existing resource. The
// origin of an existing resource is its ARN.
func tagSteps(wanted, current planned) []server.Step {
	have, want := tagsOf(current.input["tags"]), tagsOf(wanted.input["tags"])
	var set, gone []any
	for _, key := range seedfile.SortedKeys(want) {
		if value, ok := have[key]; !ok || value != want[key] {
			set = append(set, map[string]any{"key": key, "value": want[key]})
		}
	}
	for _, key := range seedfile.SortedKeys(have) {
		if _, ok := want[key]; !ok {
			gone = append(gone, key)
		}
	}
	arn := current.step.From
	var steps []server.Step
	if len(gone) > 0 { // first, because the number of tags is limited
		steps = append(steps,
			stepOf("UntagResource", map[string]any{"resourceArn": arn, "tagKeys": gone}, wanted.step.From))
	}
	if len(set) > 0 {
		steps = append(steps, stepOf("TagResource", map[string]any{"resourceArn": arn, "tags": set}, wanted.step.From))
	}
	return steps
}

func tagsOf(value any) map[string]string {
	tags := map[string]string{}
	list, _ := value.([]any)
	for _, each := range list {
		tag, _ := each.(map[string]any)
		key, _ := tag["key"].(string)
		tags[key], _ = tag["value"].(string)
	}
	return tags
}
