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

// tempFolder returns a new folder with files.
func tempFolder(t *testing.T, files map[string]string) string {
	t.Helper()
	folder := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// mustRun runs the command, which must succeed, and returns its output.
func mustRun(t *testing.T, env []string, args ...string) string {
	t.Helper()
	stdout, stderr, code := runBinary(t, env, args...)
	if code != exitOK || stderr != "" {
		t.Fatalf("%v: exit %d, %s", args, code, stderr)
	}
	return stdout
}

func TestTemplateIsImportedAndExported(t *testing.T) {
	t.Parallel()
	s := startServer(t, nil)
	template := filepath.Join(tempFolder(t, map[string]string{"t.yaml": commandTemplate}), "t.yaml")
	env := []string{"APPMESH_MOCK_SERVER=" + s.url}
	if got := mustRun(t, env, "import", template); got != "2 operations were run; left out: 1 AWS::S3::Bucket\n" {
		t.Error(got)
	}
	s.want("GET", "/v20190125/meshes/apps/virtualNodes/n", "", 200, `"virtualNodeName":"n"`)

	exported := mustRun(t, env, "export")
	out := filepath.Join(t.TempDir(), "world")
	if got := mustRun(t, env, "export", "--format", "cli", "--out", out); got != "" {
		t.Error(got)
	}
	for _, format := range []string{"cli"} {
		if got := mustRun(t, env, "export", "--format", format); !strings.HasPrefix(got, "-- ") {
			t.Error(got)
		}
	}
	command := "aws appmesh create-virtual-node \\\n  --mesh-name apps \\\n  --virtual-node-name n \\\n"
	for _, format := range []string{"aws", "go"} {
		start := map[string]string{"aws": command, "go": "srv := appmeshtest.Start("}[format]
		got := mustRun(t, env, "export", "--format", format, "--resource", "mesh/apps/virtualNode/n")
		if !strings.HasPrefix(got, start) || strings.Contains(got, "create-mesh") {
			t.Error(got)
		}
		if all := mustRun(t, env, "export", "--format", format); len(all) <= len(got) {
			t.Error(all)
		}
	}
	if got := mustRun(t, env, "export", "--resource", "mesh/apps/virtualNode/n"); strings.Contains(got, "::Mesh") {
		t.Error(got)
	}
	wantRefusal(t, exitUsage, "--out: the format go can only be printed", env, "export", "--format", "go", "--out", out)
	s.want("PUT", "/v20190125/meshes/apps/virtualServices", `{"virtualServiceName":"a:b","spec":{}}`, 200, "")
	for _, ref := range []string{"mesh/none", "b"} {
		wantRefusal(t, exitError, "there is no resource "+ref, env, "export", "--resource", ref)
	}
	again := startServer(t, nil)
	if got := mustRun(t, nil, "import", out, "--endpoint", again.url); got != "2 operations were run\n" {
		t.Error(got)
	}
	if got := mustRun(t, nil, "export", "--endpoint", again.url); got != exported ||
		!strings.Contains(got, "AWS::AppMesh::VirtualNode") {
		t.Errorf("%s\n%s", got, exported)
	}
	wantRefusal(t, exitUsage, "--out "+out+": the folder is not empty", env, "export", "--out", out)
}

func TestAnImportIsMadeInTheNameOfAnAccount(t *testing.T) {
	t.Parallel()
	s := startServer(t, nil)
	template := filepath.Join(tempFolder(t, map[string]string{"t.yaml": commandTemplate}), "t.yaml")
	mustRun(t, nil, "import", template, "--endpoint", s.url, "--account", "111122223333", "--region", "eu-west-1",
		"--parameter", "Name=theirs")
	if got := mustRun(t, nil, "export", "--endpoint", s.url); strings.Contains(got, "theirs") {
		t.Error(got)
	}
	if got := mustRun(t, nil, "export", "--endpoint", s.url, "--account", "111122223333", "--region",
		"eu-west-1"); !strings.Contains(got, "theirs") {
		t.Error(got)
	}
}

func TestADryRunPrintsASeed(t *testing.T) {
	t.Parallel()
	folder := tempFolder(t, map[string]string{"t.yaml": commandTemplate})
	seed := mustRun(t, nil, "import", folder, "--dry-run")
	want := `- {"operation": "CreateMesh", "input": {"meshName":"apps"}}` + "\n"
	if !strings.HasPrefix(seed, want) || strings.Count(seed, "\n") != 2 {
		t.Error(seed)
	}
	again := tempFolder(t, map[string]string{"seed.yaml": seed})
	if got := mustRun(t, nil, "import", again, "--dry-run", "--format", "seed"); got != seed {
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
	s := startServer(t, nil)
	mesh := `{"mesh": {"meshName": "apps", "metadata": {"version": 3}, "spec": {}, "status": {"status": "ACTIVE"}}}`
	node := `{"virtualNode": {"meshName": "apps", "virtualNodeName": "n", "metadata": {}, "spec": {"backends": []}}}`
	files := tempFolder(t, map[string]string{"node.json": node, "both.txt": node + "\n" + mesh, "list.json": `{"meshes": []}`})
	env := []string{"APPMESH_MOCK_SERVER=" + s.url}
	cmd := command(env, "import", filepath.Join(files, "node.json"), "-", "--dry-run")
	cmd.Stdin = strings.NewReader(mesh)
	want := `- {"operation": "CreateMesh", "input": {"meshName":"apps","spec":{}}}` + "\n"
	if out, err := cmd.Output(); err != nil || !strings.HasPrefix(string(out), want) {
		t.Errorf("%v %s", err, out)
	}
	if got := mustRun(t, env, "import", filepath.Join(files, "both.txt")); got != "2 operations were run\n" {
		t.Error(got)
	}
	s.want("GET", "/v20190125/meshes/apps/virtualNodes/n", "", 200, `"backends":[]`)
	wantRefusal(t, exitError, "use the output of DescribeMesh", env, "import", filepath.Join(files, "list.json"))
}

func TestImportReportsInvalidFilesAndFlags(t *testing.T) {
	t.Parallel()
	s := startServer(t, nil)
	folder := tempFolder(t, map[string]string{
		"t.yaml": commandTemplate, "twice.yaml": "[{meshName: a}, {meshName: a}]",
		"bad.yaml": "Resources: {M: {Type: AWS::AppMesh::Mesh, Properties: {MeshName: !Ref X}}}",
	})
	env := []string{"APPMESH_MOCK_SERVER=" + s.url}
	in := func(name string) string { return filepath.Join(folder, name) }
	wantRefusal(t, exitUsage, "import needs a file", env, "import")
	wantRefusal(t, exitUsage, `--parameter "x": must be KEY=VALUE`, env, "import", in("t.yaml"), "--parameter", "x")
	wantRefusal(t, exitUsage, "--format", env, "import", in("t.yaml"), "--format", "pulumi")
	wantRefusal(t, exitUsage, "must be a URL", nil, "import", in("t.yaml"), "--server", "localhost")
	wantRefusal(t, exitError, "missing.yaml: no such file", env, "import", in("missing.yaml"))
	wantRefusal(t, exitError,
		in("bad.yaml")+":1: resource M: Properties.MeshName.Ref: there is no parameter and no resource \"X\"", env,
		"import", in("bad.yaml"))
	wantRefusal(t, exitError, in("twice.yaml")+": entry 2: CreateMesh: ConflictException", env, "import", in("twice.yaml"))
	wantRefusal(t, exitError, "(1 of 2 were made before)", []string{"APPMESH_MOCK_SERVER=" + startServer(t, nil).url}, "import",
		in("twice.yaml"))
	wantRefusal(t, exitError, "no server responds at http://127.0.0.1:1", nil, "import", in("t.yaml"), "--endpoint",
		"http://127.0.0.1:1")
	wantRefusal(t, exitUsage, "export takes no argument", env, "export", "x")
	wantRefusal(t, exitError, "no server responds at http://127.0.0.1:1", nil, "export", "--endpoint", "http://127.0.0.1:1")
}
