package admin_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/appmesh-mock/appmesh-mock/server"
)

// textDiffs is the response of GET /_mock/diff?text=true.
type textDiffs struct {
	Differences []struct {
		Change string
		Names  []string
		Lines  []string
	}
}

// updated returns the lines of the difference after a change of the backends of a virtual node.
func updated(m *mock, before, after []string) []string {
	m.t.Helper()
	for i, names := range [][]string{before, after} {
		backends := []any{}
		for _, name := range names {
			backends = append(backends, map[string]any{"virtualService": map[string]any{"virtualServiceName": name}})
		}
		spec, err := json.Marshal(map[string]any{"spec": map[string]any{"backends": backends}})
		if err != nil {
			m.t.Fatal(err)
		}
		if w := m.call("PUT", "/v20190125/meshes/m/virtualNodes/n", string(spec), owner); w.Code != http.StatusOK {
			m.t.Fatalf("%d %s", w.Code, w.Body)
		}
		if i == 0 {
			m.want(m.send("PUT", "/_mock/checkpoints/before", ""), http.StatusOK, "")
		}
	}
	diffs := decoded[textDiffs](m, "GET", "/_mock/diff?from=before&text=true", "").Differences
	if len(diffs) != 1 || diffs[0].Change != "updated" {
		m.t.Fatalf("%+v", diffs)
	}
	return diffs[0].Lines
}

func startWithNode(t *testing.T) *mock {
	t.Helper()
	m := start(t, server.Options{Account: owner})
	m.want(m.send("POST", "/_mock/seed", `[{"meshName":"m"},{"meshName":"m","virtualNodeName":"n","spec":{}}]`),
		http.StatusOK, "")
	return m
}

func TestTheLinesOfADiffAreThoseOfSpecAndTags(t *testing.T) {
	t.Parallel()
	m := startWithNode(t)
	m.makeMesh("old")
	m.want(m.send("PUT", "/_mock/checkpoints/before", ""), http.StatusOK, "")
	for _, c := range []struct{ method, path, body string }{
		{"DELETE", "/v20190125/meshes/old", ""},
		{"PUT", "/v20190125/meshes/m", `{"spec":{"egressFilter":{"type":"DROP_ALL"}}}`},
		{"PUT", "/v20190125/tag?resourceArn=arn:aws:appmesh:us-east-1:" + owner + ":mesh/m", `{"tags":[{"key":"<a>","value":"b"}]}`},
		{"PUT", "/v20190125/meshes", `{"meshName":"new"}`},
	} {
		if w := m.call(c.method, c.path, c.body, owner); w.Code != http.StatusOK {
			t.Fatalf("%v: %d %s", c, w.Code, w.Body)
		}
	}
	want := map[string]string{
		"deleted [old]": "- {\n-   \"spec\": {},\n-   \"tags\": []\n- }",
		"created [new]": "+ {\n+   \"spec\": {},\n+   \"tags\": []\n+ }",
		"updated [m]": `  {
-   "spec": {},
-   "tags": []
+   "spec": {
+     "egressFilter": {
+       "type": "DROP_ALL"
+     }
+   },
+   "tags": [
+     {
+       "key": "<a>",
+       "value": "b"
+     }
+   ]
  }`,
	}
	diffs := decoded[textDiffs](m, "GET", "/_mock/diff?from=before&text=true", "").Differences
	for _, d := range diffs {
		name := fmt.Sprint(d.Change, " ", d.Names)
		if got := strings.Join(d.Lines, "\n"); got != want[name] {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, want[name])
		}
	}
	if len(diffs) != len(want) {
		t.Errorf("%d differences, want %d", len(diffs), len(want))
	}
	if body := m.send("GET", "/_mock/diff?from=before&text=false", "").Body.String(); strings.Contains(body, "lines") {
		t.Error(body)
	}
}

func TestTheLinesOfADiffHaveTheLongestCommonPart(t *testing.T) {
	t.Parallel()
	m := startWithNode(t)
	rapid.Check(t, func(t *rapid.T) {
		names := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"a", "b", "c", "d", "e"}), 0, 5, rapid.ID)
		before, after := names.Draw(t, "before"), append(names.Draw(t, "after"), "last")
		lines := updated(m, before, after)
		var a, b, common []string
		for _, line := range lines {
			switch line[:2] {
			case "- ":
				a = append(a, line[2:])
			case "+ ":
				b = append(b, line[2:])
			case "  ":
				a, b, common = append(a, line[2:]), append(b, line[2:]), append(common, line)
			default:
				t.Fatalf("line %q", line)
			}
		}
		for text, names := range map[string][]string{strings.Join(a, "\n"): before, strings.Join(b, "\n"): after} {
			var value struct {
				Spec struct {
					Backends []struct {
						VirtualService struct{ VirtualServiceName string }
					}
				}
				Tags []any
			}
			if err := json.Unmarshal([]byte(text), &value); err != nil {
				t.Fatalf("%v: %s", err, text)
			}
			var got []string
			for _, backend := range value.Spec.Backends {
				got = append(got, backend.VirtualService.VirtualServiceName)
			}
			if !slices.Equal(got, names) {
				t.Errorf("got %v, want %v", got, names)
			}
		}
		if want := longestCommon(a, b); len(common) != want {
			t.Errorf("%d lines are common, want %d:\n%s", len(common), want, strings.Join(lines, "\n"))
		}
	})
}

// longestCommon returns the length of the longest common subsequence.
func longestCommon(a, b []string) int {
	row := make([]int, len(b)+1)
	for i := range a {
		next := make([]int, len(b)+1)
		for j := range b {
			if next[j+1] = max(next[j], row[j+1]); a[i] == b[j] {
				next[j+1] = row[j] + 1
			}
		}
		row = next
	}
	return row[len(b)]
}

func TestLinesOfALargeDiffAreListedOneAfterTheOther(t *testing.T) {
	t.Parallel()
	m := startWithNode(t)
	var before, after []string
	for i := range 500 { // each with five lines
		before, after = append(before, fmt.Sprint("old", i)), append(after, fmt.Sprint("new", i))
	}
	lines := updated(m, before, after)
	changes := ""
	for _, line := range lines {
		if !strings.HasSuffix(changes, line[:1]) {
			changes += line[:1]
		}
	}
	if len(lines) < 4*500 || changes != " -+ " {
		t.Errorf("%d lines, of which the changes are %q", len(lines), changes)
	}
}
