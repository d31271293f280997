package docs

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// The tools that check the files of GitHub and of releases. The version of goreleaser is the
// one that the release workflow runs.
const (
	actionlint = "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12"
	goreleaser = "github.com/goreleaser/goreleaser/v2@v2.15.1"
)

func TestWorkflowsAreWithoutFaults(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(root + "/.github/workflows/*.yml")
	if err != nil || len(files) < 2 {
		t.Fatalf("there are the workflows %v: %v", files, err)
	}
	tool(t, actionlint, append([]string{"-no-color"}, append(files, root+"/e2e/examples/go-container/workflow.yml")...)...)
}

func TestReleasesAreConfiguredWithoutFaults(t *testing.T) {
	t.Parallel()
	_, version, _ := strings.Cut(goreleaser, "@")
	workflow := text(t, ".github/workflows/release.yml")
	if !strings.Contains(workflow, "version: "+version+"\n") {
		t.Errorf("the workflow does not run goreleaser %s", version)
	}
	if _, err := exec.LookPath("goreleaser"); err != nil && os.Getenv("E2E_REQUIRE") != "1" {
		t.Skip("goreleaser is missing, and takes minutes to build: go install " + goreleaser)
	}
	tool(t, goreleaser, "check", root+"/.goreleaser.yaml")
}

// TestTheImageOfAReleaseIsThatOfTheDockerfile compares the last stages, which differ only in
// where the binary comes from.
func TestTheImageOfAReleaseIsThatOfTheDockerfile(t *testing.T) {
	t.Parallel()
	stage := func(file string) string {
		_, last, _ := strings.Cut(text(t, file), "FROM scratch\n")
		return regexp.MustCompile(`(?m)^(ARG|COPY) .*\n`).ReplaceAllString(last, "")
	}
	here, there := stage("Dockerfile"), stage(".github/release.Dockerfile")
	if here == "" || here != there {
		t.Errorf("Dockerfile has\n%s\nand the release\n%s", here, there)
	}
}

func text(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, file))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// tool runs a tool, from the path if it is there, else from its module. Where the module cannot
// be had or is not built in time, the test is skipped.
func tool(t *testing.T, module string, args ...string) {
	t.Helper()
	base, _, _ := strings.Cut(module, "@")
	name := filepath.Base(strings.TrimSuffix(base, "/v2"))
	binary, err := exec.LookPath(name)
	if err != nil {
		ctx, cancel := context.WithTimeout(t.Context(), 8*time.Minute)
		defer cancel()
		folder := t.TempDir()
		install := exec.CommandContext(ctx, "go", "install", module)
		install.Env = append(os.Environ(), "GOBIN="+folder, "GOFLAGS=")
		if out, err := install.CombinedOutput(); err != nil {
			t.Skipf("%s cannot be had here: %v\n%s", name, err, out)
		}
		binary = filepath.Join(folder, name)
	}
	if out, err := exec.Command(binary, args...).CombinedOutput(); err != nil {
		t.Errorf("%s: %v\n%s", name, err, out)
	}
}
