package sdks

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
)

func TestBoto3(t *testing.T) {
	t.Parallel()
	play(t, python(t), "python/boto3_suite.py")
}

func TestJavaScriptV3(t *testing.T) {
	t.Parallel()
	play(t, node(t, "@aws-sdk/client-app-mesh"), "--test-reporter=./js/reporter.mjs", "js/v3.mjs")
}

func TestJavaScriptV2(t *testing.T) {
	t.Parallel()
	play(t, node(t, "aws-sdk"), "--test-reporter=./js/reporter.mjs", "js/v2.mjs")
}

// told is a line that a script prints: of a case, or at the end of how many there were.
type told struct {
	Case    string
	Seconds float64
	Failed  string
	Cases   int
}

// play runs a script that tells the story, and makes a subtest of each of its cases. The
// script finds in its environment a server that checks each of its signatures (rule 26), one
// for the cases that count calls, and the first of a thousand accounts.
func play(t *testing.T, program string, arguments ...string) {
	t.Helper()
	first := harness.Accounts(1000)
	strict := harness.Run(t, "--verify-signatures", "--credentials", keysFrom(t, first, 1000))
	quiet := harness.Run(t, "--quota", "meshesPerAccount=2")
	file, err := filepath.Abs("story.json")
	if err != nil {
		t.Fatal(err)
	}
	cmd := command(t, []string{
		"E2E_URL=" + strict.URL, "E2E_QUIET_URL=" + quiet.URL, "E2E_STORY=" + file,
		"E2E_ACCOUNT=" + first, "E2E_SECRET=" + harness.Secret,
	}, program, arguments...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	cases, ended := map[string]bool{}, false
	lines := bufio.NewScanner(bytes.NewReader(out))
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var line told
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			t.Errorf("a line that is not JSON: %s", lines.Text())
			continue
		}
		if line.Case == "" {
			ended = line.Cases == len(cases)
			continue
		}
		if cases[line.Case] {
			t.Errorf("two cases are called %s", line.Case)
		}
		cases[line.Case] = true
		t.Run(line.Case, func(t *testing.T) {
			t.Logf("it took %v s", line.Seconds)
			if line.Failed != "" {
				t.Error(line.Failed)
			}
		})
	}
	if !ended || err != nil && !t.Failed() {
		t.Errorf("the script ended after %d cases: %v\n%s", len(cases), err, stderr.Bytes())
	}
	for _, name := range readStory(t).cases() {
		if !cases[name] {
			t.Errorf("the script has no case %q", name)
		}
	}
	odd := 0
	for name := range cases {
		if strings.HasPrefix(name, "odd name/") {
			odd++
		}
	}
	if want := len(readStory(t).OddNames); odd != want {
		t.Errorf("the script has cases for %d odd names, want %d", odd, want)
	}
}

// keysFrom writes a file of access keys: those of so many accounts from the first one on.
func keysFrom(t *testing.T, first string, count int) (file string) {
	t.Helper()
	account, err := strconv.Atoi(first)
	if err != nil {
		t.Fatal(err)
	}
	var lines bytes.Buffer
	for i := range count {
		fmt.Fprintf(&lines, "%012d:%s\n", account+i, harness.Secret)
	}
	file = filepath.Join(t.TempDir(), "keys")
	if err := os.WriteFile(file, lines.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// cases answers the cases that no script may leave out.
func (s story) cases() []string {
	all := []string{"all 38 operations", "too many tags", "forbidden in a shared mesh", "over quota", "access denied", "pages/tags"}
	for _, k := range s.Kinds {
		all = append(all, "life/"+k.Name, "pages/"+k.Name, "lost answer/"+k.Name)
	}
	for _, row := range s.Refusals {
		all = append(all, "refused/"+row.What)
	}
	for code := range s.Exceptions {
		all = append(all, "injected/"+code)
	}
	return all
}
