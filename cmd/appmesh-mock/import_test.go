package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const commandTemplate = `
Parameters: {Name: {Type: String, Default: apps}}
Resources:
  Mesh: {Type: AWS::AppMesh::Mesh, Properties: {MeshName: !Ref Name}}
  Node: {Type: AWS::AppMesh::VirtualNode, Properties: {MeshName: !GetAtt Mesh.MeshName, VirtualNodeName: n, Spec: {}, Tags: [{Key: k, Value: v}]}}
  Bucket: {Type: AWS::S3::Bucket}
`

// written writes files to a folder and returns it.
func written(t *testing.T, files map[string]string) string {
	t.Helper()
	folder := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// succeeds runs the command and returns what it printed.
func succeeds(t *testing.T, env []string, args ...string) string {
	t.Helper()
	stdout, stderr, code := runs(t, env, args...)
	if code != exitOK || stderr != "" {
		t.Fatalf("%v: exit %d, %s", args, code, stderr)
	}
	return stdout
}

func TestATemplateGoesInAndOutOfAServer(t *testing.T) {
	t.Parallel()
	s := serves(t, nil)
	template := filepath.Join(written(t, map[string]string{"t.yaml": commandTemplate}), "t.yaml")
	env := []string{"APPMESH_MOCK_SERVER=" + s.url}
	if got := succeeds(t, env, "import", template); got != "2 operations were run; left out: 1 AWS::S3::Bucket\n" {
		t.Error(got)
	}
	s.want("GET", "/v20190125/meshes/apps/virtualNodes/n", "", 200, `"virtualNodeName":"n"`)

	exported := succeeds(t, env, "export")
	out := filepath.Join(t.TempDir(), "world")
	if got := succeeds(t, env, "export", "--format", "cli", "--out", out); got != "" {
		t.Error(got)
	}
	for _, format := range []string{"cli"} {
		if got := succeeds(t, env, "export", "--format", format); !strings.HasPrefix(got, "-- ") {
			t.Error(got)
		}
	}
	again := serves(t, nil)
	if got := succeeds(t, nil, "import", out, "--endpoint", again.url); got != "2 operations were run\n" {
		t.Error(got)
	}
	if got := succeeds(t, nil, "export", "--endpoint", again.url); got != exported ||
		!strings.Contains(got, "AWS::AppMesh::VirtualNode") {
		t.Errorf("%s\n%s", got, exported)
	}
	refuses(t, exitUsage, "--out "+out+": the folder is not empty", env, "export", "--out", out)
}

func TestAnImportIsMadeInTheNameOfAnAccount(t *testing.T) {
	t.Parallel()
	s := serves(t, nil)
	template := filepath.Join(written(t, map[string]string{"t.yaml": commandTemplate}), "t.yaml")
	succeeds(t, nil, "import", template, "--endpoint", s.url, "--account", "111122223333", "--region", "eu-west-1",
		"--parameter", "Name=theirs")
	if got := succeeds(t, nil, "export", "--endpoint", s.url); strings.Contains(got, "theirs") {
		t.Error(got)
	}
	if got := succeeds(t, nil, "export", "--endpoint", s.url, "--account", "111122223333", "--region",
		"eu-west-1"); !strings.Contains(got, "theirs") {
		t.Error(got)
	}
}

func TestADryRunPrintsASeed(t *testing.T) {
	t.Parallel()
	folder := written(t, map[string]string{"t.yaml": commandTemplate})
	seed := succeeds(t, nil, "import", folder, "--dry-run")
	want := `- {"operation": "CreateMesh", "input": {"meshName":"apps"}}` + "\n"
	if !strings.HasPrefix(seed, want) || strings.Count(seed, "\n") != 2 {
		t.Error(seed)
	}
	again := written(t, map[string]string{"seed.yaml": seed})
	if got := succeeds(t, nil, "import", again, "--dry-run", "--format", "seed"); got != seed {
		t.Error(got)
	}
}

func TestStandardInputIsImported(t *testing.T) {
	t.Parallel()
	cmd := command(nil, "import", "-", "--dry-run")
	cmd.Stdin = strings.NewReader(`{"meshName": "piped"}`)
	if out, err := cmd.Output(); err != nil || !strings.Contains(string(out), `"piped"`) {
		t.Errorf("%v %s", err, out)
	}
}

func TestTheOutputOfDescribeIsImportedFromAFileOrStandardInput(t *testing.T) {
	t.Parallel()
	s := serves(t, nil)
	mesh := `{"mesh": {"meshName": "apps", "metadata": {"version": 3}, "spec": {}, "status": {"status": "ACTIVE"}}}`
	node := `{"virtualNode": {"meshName": "apps", "virtualNodeName": "n", "metadata": {}, "spec": {"backends": []}}}`
	files := written(t, map[string]string{"node.json": node, "both.txt": node + "\n" + mesh, "list.json": `{"meshes": []}`})
	env := []string{"APPMESH_MOCK_SERVER=" + s.url}
	cmd := command(env, "import", filepath.Join(files, "node.json"), "-", "--dry-run")
	cmd.Stdin = strings.NewReader(mesh)
	want := `- {"operation": "CreateMesh", "input": {"meshName":"apps","spec":{}}}` + "\n"
	if out, err := cmd.Output(); err != nil || !strings.HasPrefix(string(out), want) {
		t.Errorf("%v %s", err, out)
	}
	if got := succeeds(t, env, "import", filepath.Join(files, "both.txt")); got != "2 operations were run\n" {
		t.Error(got)
	}
	s.want("GET", "/v20190125/meshes/apps/virtualNodes/n", "", 200, `"backends":[]`)
	refuses(t, exitError, "use the output of DescribeMesh", env, "import", filepath.Join(files, "list.json"))
}

func TestWhatCannotBeImportedIsNamed(t *testing.T) {
	t.Parallel()
	s := serves(t, nil)
	folder := written(t, map[string]string{
		"t.yaml": commandTemplate, "twice.yaml": "[{meshName: a}, {meshName: a}]",
		"bad.yaml": "Resources: {M: {Type: AWS::AppMesh::Mesh, Properties: {MeshName: !Ref X}}}",
	})
	env := []string{"APPMESH_MOCK_SERVER=" + s.url}
	in := func(name string) string { return filepath.Join(folder, name) }
	refuses(t, exitUsage, "import needs a file", env, "import")
	refuses(t, exitUsage, `--parameter "x": must be KEY=VALUE`, env, "import", in("t.yaml"), "--parameter", "x")
	refuses(t, exitUsage, "--format", env, "import", in("t.yaml"), "--format", "pulumi")
	refuses(t, exitUsage, "must be a URL", nil, "import", in("t.yaml"), "--server", "localhost")
	refuses(t, exitError, "missing.yaml: no such file", env, "import", in("missing.yaml"))
	refuses(t, exitError,
		in("bad.yaml")+":1: resource M: Properties.MeshName.Ref: there is no parameter and no resource \"X\"", env,
		"import", in("bad.yaml"))
	refuses(t, exitError, in("twice.yaml")+": entry 2: CreateMesh: ConflictException", env, "import", in("twice.yaml"))
	refuses(t, exitError, "(1 of 2 were made before)", []string{"APPMESH_MOCK_SERVER=" + serves(t, nil).url}, "import",
		in("twice.yaml"))
	refuses(t, exitError, "no server answers at http://127.0.0.1:1", nil, "import", in("t.yaml"), "--endpoint",
		"http://127.0.0.1:1")
	refuses(t, exitUsage, "export takes no argument", env, "export", "x")
	refuses(t, exitError, "no server answers at http://127.0.0.1:1", nil, "export", "--endpoint", "http://127.0.0.1:1")
}
