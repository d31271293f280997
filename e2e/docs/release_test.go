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

// TestTheReleaseImagesEqualTheDockerfile compares the stages, which differ only in the source of
// the binary.
func TestTheReleaseImagesEqualTheDockerfile(t *testing.T) {
	t.Parallel()
	stage := func(file, name string) string {
		_, stage, _ := strings.Cut(text(t, file), "FROM scratch"+name+"\n")
		stage, _, _ = strings.Cut(stage, "\nFROM ")
		return strings.TrimSpace(regexp.MustCompile(`(?m)^(ARG|COPY) .*\n`).ReplaceAllString(stage, ""))
	}
	configuration := text(t, ".goreleaser.yaml")
	for file, name := range map[string]string{".github/release.Dockerfile": "", ".github/release-ads.Dockerfile": " AS ads"} {
		if !strings.Contains(configuration, "dockerfile: "+file+"\n") {
			t.Errorf(".goreleaser.yaml does not name %s", file)
		}
		here, there := stage("Dockerfile", name), stage(file, "")
		if here == "" || here != there {
			t.Errorf("Dockerfile has\n%s\nand %s\n%s", here, file, there)
		}
		for _, want := range []string{"LABEL org.opencontainers.image.title=", "USER 65532", "HEALTHCHECK "} {
			if !strings.Contains(there, want) {
				t.Errorf("%s has no %s", file, want)
			}
		}
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
