package docs

import (
	"encoding/json"
	"reflect"
	"regexp"
	"strings"
)

// variable lists the values that differ from run to run, with their replacements in a comparison.
var variable = []struct {
	pattern     *regexp.Regexp
	replacement string
}{
	{regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`), "UUID"},
	{regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)`), "TIME"},
	{regexp.MustCompile(`(createdAt|lastUpdatedAt)": ?[0-9.E]+`), `$1":0`},
	{regexp.MustCompile(`(uptimeSeconds|durationSeconds)": ?[0-9.e-]+`), `$1":0`},
	{regexp.MustCompile(`"version": ?"[^"]*"`), `"version":"VERSION"`},
	{regexp.MustCompile(`appmesh-mock \S+ \(commit [^)]*\)`), "appmesh-mock VERSION"},
	{regexp.MustCompile(`(?m)^time=\S+ level=.*\n?`), ""}, // the log of a server that stops
	{regexp.MustCompile(`(?m)[ \t\r]+$`), ""},
}

// Alike reports whether an output equals the one that a document shows, except for identifiers
// and times. In the shown output, … matches any text, and JSON may have line breaks.
func Alike(shown, output string) bool {
	for _, each := range variable {
		shown = each.pattern.ReplaceAllString(shown, each.replacement)
		output = each.pattern.ReplaceAllString(output, each.replacement)
	}
	shown, output = strings.TrimSpace(shown), strings.TrimSpace(output)
	if shown == output {
		return true
	}
	if strings.Contains(shown, "…") {
		pattern := strings.ReplaceAll(regexp.QuoteMeta(shown), "…", ".*")
		return regexp.MustCompile(`(?s)^` + pattern + `$`).MatchString(output)
	}
	var a, b any
	return json.Unmarshal([]byte(shown), &a) == nil && json.Unmarshal([]byte(output), &b) == nil &&
		reflect.DeepEqual(a, b)
}
