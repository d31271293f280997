package docs

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
)

const example = "# Title\n\nRead `curl x` and `y`.\n\n<!-- sh: export A=1 -->\n\n```sh\necho $A\n```\n\n" +
	"- in a list\n\n  ```console\n  $ echo a \\\n      b\n  a b\n  $ true\n  ```\n"

func TestParseFindsFencesAndSpans(t *testing.T) {
	t.Parallel()
	d := Parse("x.md", example)
	want := []Fence{
		{Line: 8, Language: "sh", Text: "echo $A\n", Hidden: "export A=1\n"},
		{Line: 14, Language: "console", Text: "$ echo a \\\n    b\na b\n$ true\n"},
	}
	if !slices.Equal(d.Fences, want) {
		t.Errorf("%+v", d.Fences)
	}
	if !slices.Equal(d.Spans, []Span{{3, "curl x"}, {3, "y"}}) {
		t.Errorf("%+v", d.Spans)
	}
	if got := exchanges(want[1].Text); !slices.Equal(got, []exchange{{"echo a \\\n    b\n", "a b\n"}, {"true\n", ""}}) {
		t.Errorf("%q", got)
	}
}

func TestAlikeIgnoresIdentifiersAndTimes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		shown, output string
		want          bool
	}{
		{"a\n", "a", true},
		{"a", "b", false},
		{"", "a", false},
		{"a … c", "a b b c", true},
		{"a … c", "a b b d", false},
		{`{"a": 1,` + "\n" + `"uid": "3d1afd99-e086-42be-a2bb-1bf9a9939de1"}`,
			`{"uid":"00000000-0000-4000-8000-000000000001","a":1}`, true},
		{`{"a": 1}`, `{"a":2}`, false},
		{`{"createdAt": 1795363655.925}`, `{"createdAt":1.5483744E9}`, true},
		{`at 2019-01-25T00:00:00Z`, `at 2026-01-25T00:00:00.123Z`, true},
	} {
		if got := Alike(c.shown, c.output); got != c.want {
			t.Errorf("%q, %q: %t", c.shown, c.output, got)
		}
	}
}

func TestASessionKeepsVariablesAndStartsServers(t *testing.T) {
	t.Parallel()
	s := NewSession(t, harness.Build(t), t.TempDir())
	s.Run("export A=1\ncd \"$TMPDIR\"")
	if got := s.Run("echo $A"); got != "1\n" {
		t.Errorf("%q", got)
	}
	s.Prompt("$ appmesh-mock --region eu-central-1\nappmesh-mock is ready: …=http://127.0.0.1:4600\n  web page at …\n" +
		"$ curl -X PUT -d '{\"meshName\":\"shop\"}' http://127.0.0.1:4600/v20190125/meshes\n…:eu-central-1:…\n")
	s.Run("appmesh-mock --account 111122223333\nappmesh-mock healthcheck")
	if got := s.Run("curl http://127.0.0.1:4600/v20190125/meshes"); got != `{"meshes":[]}` {
		t.Errorf("%q", got)
	}
	if output, _, err := s.source("set -e\nfalse\n"); !errors.Is(err, errEnded) {
		t.Errorf("got %v %q", err, output)
	}
}

func TestASessionReportsAShellThatEndedWhileItsOutputIsOpen(t *testing.T) {
	t.Parallel()
	s := NewSession(t, harness.Build(t), t.TempDir())
	const script = "setsid sh -c 'echo $$ >pid; exec sleep 60' &\nuntil [ -s pid ]; do sleep 0.02; done\ncat pid"
	pid, err := strconv.Atoi(strings.TrimSpace(s.Run(script)))
	if err != nil {
		t.Fatal(err)
	}
	defer syscall.Kill(pid, syscall.SIGKILL) //nolint:errcheck // it may have ended
	output, _, err := s.source("echo last words; exit 3")
	if !errors.Is(err, errEnded) || output != "last words\n" {
		t.Errorf("got %v %q", err, output)
	}
	if !strings.Contains(fmt.Sprint(err), "keeps the output open") {
		t.Errorf("the error is %v", err)
	}
	if _, _, err := s.source("true"); !errors.Is(err, errEnded) {
		t.Errorf("a script after the end: %v", err)
	}
}

func TestASessionStopsAScriptThatTakesTooLong(t *testing.T) {
	t.Parallel()
	s := NewSession(t, harness.Build(t), t.TempDir())
	s.timeout = 100 * time.Millisecond
	output, _, err := s.source("echo begun; sleep 60")
	if err == nil || err.Error() != "the script was stopped after 100ms" {
		t.Errorf("got %v %q", err, output)
	}
	<-s.ended
}
