package docs

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The tools that check workflows and releases. The release workflow runs the same version of
// goreleaser.
const (
	actionlint = "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12"
	goreleaser = "github.com/goreleaser/goreleaser/v2@v2.15.1"
)

func TestWorkflowsPassActionlint(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(root + "/.github/workflows/*.yml")
	if err != nil || len(files) < 2 {
		t.Fatalf("found the workflows %v: %v", files, err)
	}
	examples, err := filepath.Glob(root + "/e2e/examples/ci/github-*.yml")
	if err != nil || len(examples) < 2 {
		t.Fatalf("found the examples %v: %v", examples, err)
	}
	tool(t, actionlint, slices.Concat([]string{"-no-color"}, files, examples)...)
}

func TestTheReleaseConfigurationPassesGoreleaser(t *testing.T) {
	t.Parallel()
	_, version, _ := strings.Cut(goreleaser, "@")
	workflow := text(t, ".github/workflows/release.yml")
	if !strings.Contains(workflow, "version: "+version+"\n") {
		t.Errorf("the workflow does not run goreleaser %s", version)
	}
	tool(t, goreleaser, "check", root+"/.goreleaser.yaml")
}

// TestTheReleaseImageEqualsTheDockerfile compares the last stages, which differ only in the
// source of the binary.
func TestTheReleaseImageEqualsTheDockerfile(t *testing.T) {
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

// tool runs a tool that is in the path, or skips the test. It does not build the tool, which
// takes minutes: .ci/run installs it.
func tool(t *testing.T, module string, args ...string) {
	t.Helper()
	base, _, _ := strings.Cut(module, "@")
	name := filepath.Base(strings.TrimSuffix(base, "/v2"))
	binary, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("%s is missing: go install %s", name, module)
	}
	if out, err := exec.Command(binary, args...).CombinedOutput(); err != nil {
		t.Errorf("%s: %v\n%s", name, err, out)
	}
}
