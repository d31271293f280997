// Package examples tests the examples by running the commands of their READMEs.
package examples

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/appmesh-mock/appmesh-mock/e2e/docs"
	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
)

func TestMain(m *testing.M) { os.Exit(harness.Main(m)) }

// examples has the folders, with the preparation for their commands; nil if the test does not
// run the commands.
var examples = map[string]func(t *testing.T, s *docs.Session, folder string){
	"awscli":        needsAWS,
	"ci":            pointedAtTheServer,
	"compose":       nil, // it needs a container engine
	"go-client":     noPreparation,
	"go-container":  noPreparation,
	"go-inprocess":  noPreparation,
	"guides":        nil, // package docs runs them
	"js":            needsNode,
	"python-pytest": needsPython,
	"terraform":     needsTerraform,
}

// installs are commands of READMEs that install something.
var installs = []string{"npm install\n"}

func TestEachFolderIsAnExample(t *testing.T) {
	t.Parallel()
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if _, known := examples[entry.Name()]; entry.IsDir() && !known {
			t.Errorf("no test runs %s", entry.Name())
		}
	}
}

// TestTheCommandsOfEachExampleSucceed runs the commands of each README in a copy of the folder.
// The examples in Go run in their own folders, because they belong to a module.
func TestTheCommandsOfEachExampleSucceed(t *testing.T) {
	t.Parallel()
	for name, prepare := range examples {
		if prepare == nil {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(filepath.Join(name, "README.md"))
			if err != nil {
				t.Fatal(err)
			}
			folder := name
			if !strings.HasPrefix(name, "go-") {
				folder = t.TempDir()
				if err := os.CopyFS(folder, os.DirFS(name)); err != nil {
					t.Fatal(err)
				}
			}
			s := docs.NewSession(t, harness.Build(t), folder)
			prepare(t, s, folder)
			ran := 0
			for _, fence := range docs.Parse(name, string(text)).Fences {
				if fence.Language == "sh" && !slices.Contains(installs, fence.Text) {
					t.Log(s.Run(fence.Text))
					ran++
				}
			}
			if ran == 0 {
				t.Error("the README has no command")
			}
		})
	}
}

// A failed test shows the calls of its own account only, with the hints of the server.
func TestAFailedTestOfPytestShowsItsCalls(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := os.CopyFS(folder, os.DirFS("python-pytest")); err != nil {
		t.Fatal(err)
	}
	test := []byte(`
def test_another_account(appmesh):
    appmesh.create_mesh(meshName="shop")

def test_that_fails(appmesh):
    appmesh.create_mesh(meshName="apps")
    appmesh.describe_mesh(meshName="Apps")
`)
	if err := os.WriteFile(filepath.Join(folder, "test_failure.py"), test, 0o600); err != nil {
		t.Fatal(err)
	}
	s := docs.NewSession(t, harness.Build(t), folder)
	needsPython(t, s, folder)
	got := s.Run("! python3 -m pytest -q -p no:cacheprovider test_failure.py")
	_, calls, _ := strings.Cut(got, "appmesh-mock: calls of the test")
	if !regexp.MustCompile(`(?s)\n#\d+ CreateMesh 200\n.*\n#\d+ DescribeMesh 404 NotFoundException\n    hint Did you mean Mesh apps\?\n`).MatchString(calls) ||
		strings.Contains(calls, "shop") {
		t.Error(got)
	}
}

func noPreparation(*testing.T, *docs.Session, string) {}

func pointedAtTheServer(_ *testing.T, s *docs.Session, _ string) {
	s.Run("export AWS_ENDPOINT_URL_APP_MESH=http://127.0.0.1:4600")
}

func needsAWS(t *testing.T, _ *docs.Session, _ string) {
	t.Helper()
	if _, err := exec.LookPath("aws"); err != nil {
		missing(t, "the AWS CLI", "apt-get install awscli")
	}
}

// needsPython makes python3 a Python with boto3 and pytest, or skips the test.
func needsPython(t *testing.T, s *docs.Session, _ string) {
	t.Helper()
	for _, python := range []string{"python3", "/usr/bin/python3"} {
		path, err := exec.LookPath(python)
		if err != nil || exec.Command(path, "-c", "import boto3, pytest").Run() != nil {
			continue
		}
		s.Run(fmt.Sprintf("python3() { PYTHONDONTWRITEBYTECODE=1 %s \"$@\"; }", path))
		return
	}
	missing(t, "a Python with boto3 and pytest", "apt-get install python3-boto3 python3-pytest")
}

// needsNode links the SDK that the other tests use.
func needsNode(t *testing.T, _ *docs.Session, folder string) {
	t.Helper()
	modules, err := filepath.Abs("../sdks/js/node_modules")
	if err == nil {
		_, err = os.Stat(filepath.Join(modules, "@aws-sdk", "client-app-mesh"))
	}
	if err == nil {
		_, err = exec.LookPath("npm")
	}
	if err != nil {
		missing(t, "Node with @aws-sdk/client-app-mesh", "(cd e2e/sdks/js && npm ci)")
	}
	if err := os.Symlink(modules, filepath.Join(folder, "node_modules")); err != nil {
		t.Fatal(err)
	}
}

// needsTerraform skips the test if Terraform cannot install the AWS provider.
func needsTerraform(t *testing.T, s *docs.Session, _ string) {
	t.Helper()
	if _, err := exec.LookPath("terraform"); err != nil {
		t.Skip("terraform is missing")
	}
	out := s.Run("export CHECKPOINT_DISABLE=1; terraform init -no-color >init.log 2>&1 && echo installed || cat init.log")
	if strings.TrimSpace(out) != "installed" {
		t.Skipf("terraform init failed; TF_CLI_ARGS_init=-plugin-dir=FOLDER names a folder with the provider:\n%s", out)
	}
}

// missing skips a test because something is missing, or fails it if E2E_REQUIRE is 1.
func missing(t *testing.T, what, install string) {
	t.Helper()
	text := what + " is missing: " + install
	harness.Unavailable(t, text)
}

func TestComposeAgreesWithTheDockerfile(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("compose/compose.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Services map[string]struct {
			Build       string
			Ports       []string
			Environment map[string]string
			HealthCheck struct {
				Test     []string
				Interval string
				Timeout  string
				Start    string `yaml:"start_period"`
			} `yaml:"healthcheck"`
			DependsOn map[string]struct{ Condition string } `yaml:"depends_on"`
		}
	}
	if err := yaml.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	server := file.Services["appmesh"]
	dockerfile, err := os.ReadFile(filepath.Join("compose", server.Build, "Dockerfile"))
	if err != nil {
		t.Fatal(err)
	}
	health := server.HealthCheck
	for _, line := range []string{
		fmt.Sprintf("HEALTHCHECK --interval=%s --timeout=%s --start-period=%s CMD [%q, %q]", health.Interval, health.Timeout, health.Start, health.Test[1], health.Test[2]),
		fmt.Sprintf("ENTRYPOINT [%q]", health.Test[1]),
		"EXPOSE 4600",
		"ENV APPMESH_MOCK_ADDR=0.0.0.0:4600",
	} {
		if !bytes.Contains(dockerfile, []byte(line+"\n")) {
			t.Errorf("the Dockerfile has no line %s", line)
		}
	}
	if !slices.Equal(server.Ports, []string{"127.0.0.1:4600:4600"}) {
		t.Errorf("the ports are %v", server.Ports)
	}
	tests := file.Services["tests"]
	if tests.DependsOn["appmesh"].Condition != "service_healthy" || tests.Environment["AWS_ENDPOINT_URL"] != "http://appmesh:4600" {
		t.Errorf("the tests do not wait for the server, or use another: %+v", tests)
	}
}

func TestTerraformExampleIsFormatted(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("terraform"); err != nil {
		t.Skip("terraform is missing: its format is not checked")
	}
	if out, err := exec.Command("terraform", "fmt", "-check", "-diff", "terraform").CombinedOutput(); err != nil {
		t.Errorf("terraform fmt: %v\n%s", err, out)
	}
}
