// Package ci tests the jobs for CI systems by running their shell steps.
package ci

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/appmesh-mock/appmesh-mock/e2e/docs"
	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
)

func TestMain(m *testing.M) { os.Exit(harness.Main(m)) }

// job is the content of a file.
type job struct {
	shell   string            // with its options
	server  map[string]string // the environment of the server; nil if the steps start it
	seed    map[string]string // files of the folder that the server is seeded with, if any
	env     map[string]string // of the steps
	steps   []string
	failure []string // run if a step failed
	calls   string   // file that the failure leaves; "": the output
}

// jobs are the files with shell steps.
var jobs = map[string]func(t *testing.T, text []byte) job{
	"github-service.yml": github,
	"github-step.yml":    github,
	"gitlab-ci.yml":      gitlab,
	"Jenkinsfile":        jenkins,
	"kubernetes.yaml":    kubernetes,
}

func TestEachFileIsTested(t *testing.T) {
	t.Parallel()
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		name := entry.Name()
		if jobs[name] == nil && !slices.Contains([]string{"README.md", "ci_test.go", "testcontainers"}, name) {
			t.Errorf("no test runs %s", name)
		}
	}
}

func TestEachJobSucceedsIfItsTestsDo(t *testing.T) {
	t.Parallel()
	for name, parse := range jobs {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := start(t, name, parse)
			// The tests find the seed at the endpoint, and the account of their credentials.
			r.suite(`curl -sSf "$AWS_ENDPOINT_URL_APP_MESH/v20190125/meshes/shop" &&
				curl -sSf -d 'Action=GetCallerIdentity&Version=2011-06-15' "$AWS_ENDPOINT_URL_STS" |
					grep 123456789012 &&
				[ "$AWS_ENDPOINT_URL_STS" = "$AWS_ENDPOINT_URL_RESOURCE_GROUPS_TAGGING_API" ]`)
			for _, step := range r.steps {
				if output, failed := r.run(step); failed {
					t.Fatal(output)
				}
			}
			if _, err := os.Stat(filepath.Join(r.folder, "calls.ndjson")); err == nil {
				t.Error("a job that succeeded saved calls")
			}
		})
	}
}

func TestAFailedJobKeepsItsCalls(t *testing.T) {
	t.Parallel()
	for name, parse := range jobs {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := start(t, name, parse)
			r.suite(`curl -sSf "$AWS_ENDPOINT_URL_APP_MESH/v20190125/meshes/absent"`)
			output, failed := "", false
			for _, step := range r.steps {
				if output, failed = r.run(step); failed {
					break
				}
			}
			if !failed {
				t.Fatal("the job succeeded, although its tests did not:", output)
			}
			for _, step := range r.failure {
				if output, failed = r.run(step); failed {
					t.Fatal(output)
				}
			}
			if r.calls != "" {
				text, err := os.ReadFile(filepath.Join(r.folder, r.calls))
				if err != nil {
					t.Fatal(err)
				}
				output = string(text)
			}
			if !refused(output) {
				t.Errorf("there is no refused call in\n%s", output)
			}
		})
	}
}

// refused reports whether a line of a text is the call that a failed suite made.
func refused(text string) bool {
	for line := range strings.Lines(text) {
		var call struct{ Operation, Code, Mesh string }
		if json.Unmarshal([]byte(line), &call) == nil && call.Operation == "DescribeMesh" && call.Mesh == "absent" &&
			call.Code == "NotFoundException" {
			return true
		}
	}
	return false
}

// runner runs the steps of a job in a folder.
type runner struct {
	job
	t       *testing.T
	session *docs.Session
	folder  string
}

// start parses a file, and starts the server that its steps find running.
func start(t *testing.T, name string, parse func(*testing.T, []byte) job) *runner {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	r := &runner{job: parse(t, text), t: t, folder: t.TempDir()}
	r.session = docs.NewSession(t, harness.Build(t), r.folder, "GITHUB_ENV="+filepath.Join(r.folder, "github.env"))
	r.session.Run(`touch "$GITHUB_ENV"`)
	if r.seed != nil {
		mount(t, filepath.Join(r.folder, "seed"), r.seed)
		r.server["APPMESH_MOCK_SEED"] = "seed"
	}
	if r.server != nil {
		r.session.Run(exports(r.server) + "appmesh-mock\n")
	}
	r.session.Run(exports(r.env))
	return r
}

func exports(variables map[string]string) (script string) {
	for _, name := range slices.Sorted(maps.Keys(variables)) {
		script += fmt.Sprintf("export %s='%s'\n", name, variables[name])
	}
	return script
}

// suite puts a go command into PATH. go test runs a script; go install does nothing, because the
// session has the command already.
func (r *runner) suite(script string) {
	r.t.Helper()
	command := "#!/bin/sh\ncase $1 in\ninstall) ;;\ntest) " + script + " ;;\n*) exit 2 ;;\nesac\n"
	bin := filepath.Join(r.folder, "bin")
	err := os.Mkdir(bin, 0o755)
	err = errors.Join(err, os.WriteFile(filepath.Join(bin, "go"), []byte(command), 0o755)) //nolint:gosec // it is run
	if err != nil {
		r.t.Fatal(err)
	}
	r.session.Run("export PATH=$PWD/bin:$PATH")
}

// run runs a step in a shell of its own, as CI systems do.
func (r *runner) run(step string) (output string, failed bool) {
	r.t.Helper()
	output = r.session.Run("cat >step.sh <<'END'\n" + step + "\nEND\n" +
		`set -a; . "$GITHUB_ENV"; set +a` + "\nenv -u CURL_HOME " + r.shell + " step.sh && echo SUCCEEDED || echo FAILED")
	output, failed = strings.CutSuffix(output, "FAILED\n")
	return output, failed
}

// github returns the job of a workflow of GitHub Actions.
func github(t *testing.T, text []byte) job {
	var file struct {
		Jobs map[string]struct {
			Services map[string]struct {
				Ports []string
				Env   map[string]string
			}
			Env   map[string]string
			Steps []struct{ Run, If string }
		}
	}
	parse(t, text, &file)
	all := file.Jobs["test"]
	j := job{shell: "bash -e", env: all.Env, calls: "calls.ndjson"}
	if server, ok := all.Services["appmesh"]; ok {
		j.server = server.Env
		if !slices.Equal(server.Ports, []string{"4600:4600"}) {
			t.Errorf("the ports are %v", server.Ports)
		}
	}
	for _, step := range all.Steps {
		switch {
		case step.Run != "" && step.If == "failure()":
			j.failure = append(j.failure, step.Run)
		case step.Run != "" && step.If == "":
			j.steps = append(j.steps, step.Run)
		case step.If != "" && step.If != "failure()":
			t.Errorf("a step has the unknown condition %s", step.If)
		}
	}
	return j
}

// gitlab returns the job of a pipeline of GitLab. The service is at the loopback address here.
func gitlab(t *testing.T, text []byte) job {
	var file map[string]struct {
		Services []struct {
			Alias     string
			Variables map[string]string
		}
		Variables map[string]string
		Before    []string `yaml:"before_script"`
		Script    []string
		After     []string `yaml:"after_script"`
		Artifacts struct{ Paths []string }
	}
	parse(t, text, &file)
	all := file["test"]
	if len(all.Services) != 1 || all.Services[0].Alias != "appmesh" ||
		!slices.Equal(all.Artifacts.Paths, []string{"calls.ndjson"}) {
		t.Fatalf("the services are %v, and the artifacts %v", all.Services, all.Artifacts.Paths)
	}
	env := maps.Clone(all.Variables)
	for name, value := range env {
		env[name] = strings.Replace(value, "//appmesh:", "//127.0.0.1:", 1)
	}
	// GitLab runs these two as one script.
	steps := strings.Join(append(all.Before, all.Script...), "\n")
	return job{
		shell: "bash -eo pipefail", server: all.Services[0].Variables, env: env,
		steps: []string{steps}, failure: all.After, calls: "calls.ndjson",
	}
}

var shellStep = regexp.MustCompile(`(?s)\bsh '''\n(.*?)'''|\bsh '([^'\n]+)'`)

// jenkins returns the shell steps of a Jenkinsfile.
func jenkins(_ *testing.T, text []byte) job {
	j := job{shell: "sh -e", calls: "calls.ndjson"}
	for _, found := range shellStep.FindAllSubmatch(text, -1) {
		j.steps = append(j.steps, string(found[1])+string(found[2]))
	}
	return j
}

// kubernetes returns the container and the sidecar of a Job.
func kubernetes(t *testing.T, text []byte) job {
	type container struct {
		Env     []struct{ Name, Value string }
		Command []string
		Mounts  []struct {
			Name string
			Path string `yaml:"mountPath"`
		} `yaml:"volumeMounts"`
		Restart string                                    `yaml:"restartPolicy"`
		Startup struct{ Exec struct{ Command []string } } `yaml:"startupProbe"`
	}
	type object struct {
		Kind     string
		Metadata struct{ Name string }
		Data     map[string]string
		Spec     struct {
			Template struct {
				Spec struct {
					Init       []container `yaml:"initContainers"`
					Containers []container
					Volumes    []struct {
						Name      string
						ConfigMap struct{ Name string } `yaml:"configMap"`
					}
				}
			}
		}
	}
	objects := map[string]object{}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	for range 10 {
		var each object
		err := decoder.Decode(&each)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		objects[each.Kind] = each
	}
	pod := objects["Job"].Spec.Template.Spec
	sidecar, tests := pod.Init[0], pod.Containers[0]
	if sidecar.Restart != "Always" || !slices.Contains(sidecar.Startup.Exec.Command, "healthcheck") {
		t.Error("the job does not wait for the sidecar")
	}
	if pod.Volumes[0].ConfigMap.Name != objects["ConfigMap"].Metadata.Name ||
		pod.Volumes[0].Name != sidecar.Mounts[0].Name {
		t.Error("the sidecar does not mount the seed")
	}
	env := func(c container) map[string]string {
		all := map[string]string{}
		for _, each := range c.Env {
			all[each.Name] = each.Value
		}
		return all
	}
	j := job{shell: "sh", server: env(sidecar), env: env(tests), steps: tests.Command[2:]}
	if !slices.Equal(tests.Command[:2], []string{"sh", "-c"}) ||
		j.server["APPMESH_MOCK_SEED"] != sidecar.Mounts[0].Path {
		t.Errorf("the command is %v, and the server's variables %v", tests.Command, j.server)
	}
	j.seed = objects["ConfigMap"].Data
	return j
}

// mount makes a folder as Kubernetes mounts a ConfigMap: with links to a hidden folder.
func mount(t *testing.T, folder string, files map[string]string) {
	t.Helper()
	const hidden = "..2026_11_26_12_00_00.1"
	err := os.MkdirAll(filepath.Join(folder, hidden), 0o755)
	err = errors.Join(err, os.Symlink(hidden, filepath.Join(folder, "..data")))
	for name, text := range files {
		err = errors.Join(err, os.WriteFile(filepath.Join(folder, hidden, name), []byte(text), 0o600),
			os.Symlink(filepath.Join("..data", name), filepath.Join(folder, name)))
	}
	if err != nil {
		t.Fatal(err)
	}
}

func parse(t *testing.T, text []byte, into any) {
	t.Helper()
	if err := yaml.Unmarshal(text, into); err != nil {
		t.Fatal(err)
	}
}

// TestTheTestcontainersExampleCompiles type-checks the example in a temporary module, so that
// this module does not require the client of a container engine.
func TestTheTestcontainersExampleCompiles(t *testing.T) {
	t.Parallel()
	command := func(args ...string) ([]byte, error) {
		cmd := exec.Command("go", args...)
		cmd.Dir, cmd.WaitDelay = "testcontainers", time.Second
		return cmd.CombinedOutput()
	}
	if out, err := command("mod", "download"); err != nil {
		text := fmt.Sprintf("its modules are missing: go -C e2e/examples/ci/testcontainers mod download: %v\n%s", err, out)
		harness.Unavailable(t, text)
	}
	if out, err := command("vet", "."); err != nil {
		t.Errorf("go vet: %v\n%s", err, out)
	}
}
