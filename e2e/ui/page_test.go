package ui

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
)

func TestMain(m *testing.M) { os.Exit(harness.Main(m)) }

// timeout bounds the whole suite. It takes a minute and a half on an idle machine.
const timeout = 15 * time.Minute

// minCases guards against a suite that ends early and reports success.
const minCases = 40

// result is a line that the suite prints: of a case, or at the end the number of cases.
type result struct {
	Case    string
	Seconds float64
	Failed  string
	Cases   int
}

// TestPage runs the cases of suite.mjs as subtests. The screenshots of the views are in the
// folder that E2E_UI_SCREENSHOTS names, or are discarded. With E2E_UI_UPDATE=1 the picture of
// the README is written anew.
func TestPage(t *testing.T) {
	t.Parallel()
	chromium := program(t, "chromium", "chromium-browser", "google-chrome")
	node := program(t, "node")
	for _, name := range []string{"playwright-core", "axe-core"} {
		if _, err := os.Stat(filepath.Join("node_modules", name, "package.json")); err != nil {
			missing(t, name, err)
		}
	}
	shots := os.Getenv("E2E_UI_SCREENSHOTS")
	if shots == "" {
		shots = t.TempDir()
	}
	server := harness.Run(t, "--world", "storefront", "--deterministic")
	ctx, cancel := context.WithTimeout(t.Context(), timeout)
	defer cancel()
	cmd := exec.CommandContext(ctx, node, "suite.mjs")
	cmd.WaitDelay = 10 * time.Second
	cmd.Env = append(os.Environ(), "E2E_URL="+server.URL, "E2E_CHROMIUM="+chromium, "E2E_SHOTS="+shots)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	cases, complete := 0, false
	lines := bufio.NewScanner(bytes.NewReader(out))
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var line result
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			t.Errorf("a line that is not JSON: %s", lines.Text())
			continue
		}
		if line.Case == "" {
			complete = line.Cases == cases
			continue
		}
		cases++
		t.Run(line.Case, func(t *testing.T) {
			t.Logf("%.1f s", line.Seconds)
			if line.Failed != "" {
				t.Error(line.Failed)
			}
		})
	}
	if !complete || cases < minCases || err != nil && !t.Failed() {
		t.Errorf("the suite ended after %d cases: %v\n%s", cases, err, stderr.Bytes())
	}
}

// program returns the path of the first of the programs that is installed.
func program(t *testing.T, names ...string) string {
	t.Helper()
	var err error
	for _, name := range names {
		var path string
		if path, err = exec.LookPath(name); err == nil {
			return path
		}
	}
	missing(t, names[0], err)
	return ""
}

// missing skips the test for want of a program, or fails it where all have to be there.
func missing(t *testing.T, what string, why error) {
	t.Helper()
	text := fmt.Sprintf("%s is not installed (%v); install it with: e2e/ui/install.sh", what, why)
	harness.Unavailable(t, text)
}

// The lock file names packages and their hashes, and no registry.
func TestLockFileNamesNoRegistry(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("package-lock.json")
	if err != nil {
		t.Fatal(err)
	}
	var lock struct{ Packages map[string]map[string]any }
	if err := json.Unmarshal(text, &lock); err != nil {
		t.Fatal(err)
	}
	for name, p := range lock.Packages {
		if _, ok := p["resolved"]; ok {
			t.Errorf("%s: its address is in the lock file", name)
		}
		if _, ok := p["integrity"]; !ok && name != "" {
			t.Errorf("%s: its hash is not in the lock file", name)
		}
	}
}
