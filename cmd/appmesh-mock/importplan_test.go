package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server"
)

func TestImportListsUpdatesAndPrunesInAdvance(t *testing.T) {
	t.Parallel()
	s := startRemote(t, "empty", server.Options{})
	folder := tempFolder(t, map[string]string{
		"old.yaml": "- {meshName: m}\n- {meshName: m, virtualNodeName: same, spec: {}}\n- {meshName: m, virtualNodeName: gone, spec: {}}",
		"new.yaml": "- {meshName: m, spec: {egressFilter: {type: ALLOW_ALL}}}\n- {meshName: m, virtualNodeName: same, spec: {}}\n- {meshName: m, virtualNodeName: more, spec: {}}",
	})
	newer := filepath.Join(folder, "new.yaml")
	s.output("import", filepath.Join(folder, "old.yaml"))
	before := string(s.api.Save())
	plan := s.output("import", newer, "--update", "--prune", "--dry-run")
	for _, want := range []string{"update mesh m", "unchanged virtualNode m/same", "create virtualNode m/more",
		"delete virtualNode m/gone", "nothing was changed: "} {
		if !strings.Contains(plan, want) {
			t.Errorf("the plan lacks %q: %s", want, plan)
		}
	}
	if string(s.api.Save()) != before {
		t.Error("a dry run has changed the state")
	}
	if got := s.output("import", newer, "--update", "--prune"); got != "1 create, 1 update, 1 unchanged, 1 delete\n" {
		t.Error(got)
	}
	if got := s.output("import", newer, "--update", "--prune"); got != "3 unchanged\n" {
		t.Error(got)
	}
}

func TestAnAtomicImportChangesAllOrNothing(t *testing.T) {
	t.Parallel()
	s := startRemote(t, "empty", server.Options{})
	folder := tempFolder(t, map[string]string{
		"good.yaml": "[{meshName: a}, {meshName: b}]",
		"bad.yaml":  "[{meshName: c}, {meshName: other, virtualNodeName: n, spec: {}}]",
	})
	s.wantRefusal(exitError, "NotFoundException", "import", filepath.Join(folder, "bad.yaml"), "--atomic")
	if got := s.output("get", "mesh", "-o", "name"); got != "" {
		t.Errorf("there is %s", got)
	}
	s.output("import", filepath.Join(folder, "good.yaml"), "--atomic")
	if got := s.output("get", "mesh", "-o", "name"); got != "mesh/a\nmesh/b\n" {
		t.Error(got)
	}
}

func TestImportAndExportSignAndVerifyTLS(t *testing.T) {
	t.Parallel()
	ca := filepath.Join(t.TempDir(), "ca.pem")
	s := startServer(t, nil, "--tls", "--ca-file", ca, "--verify-signatures", "--credentials", "KEY:s3cret:111122223333")
	template := filepath.Join(tempFolder(t, map[string]string{"t.yaml": commandTemplate}), "t.yaml")
	where := []string{"APPMESH_MOCK_SERVER=" + s.url, "APPMESH_MOCK_CA_FILE=" + ca}
	signing := append(where, "AWS_ACCESS_KEY_ID=KEY", "AWS_SECRET_ACCESS_KEY=s3cret", "AWS_REGION=eu-west-1")
	wantRefusal(t, exitError, "--ca-file or APPMESH_MOCK_CA_FILE", where[:1], "import", template)
	wantRefusal(t, exitError, "MissingAuthenticationToken", where, "import", template)
	mustRun(t, signing, "import", template)
	if got := mustRun(t, signing, "export"); !strings.Contains(got, "apps") {
		t.Error(got)
	}
	if got := mustRun(t, where, "get", "mesh", "-o", "json"); !strings.Contains(got,
		"arn:aws:appmesh:eu-west-1:111122223333:mesh/apps") {
		t.Error(got)
	}
}

func TestAnImportIsMadeThroughASocket(t *testing.T) {
	t.Parallel()
	socket := "unix:" + filepath.Join(t.TempDir(), "s")
	startServer(t, []string{"APPMESH_MOCK_ADDR=" + socket})
	template := filepath.Join(tempFolder(t, map[string]string{"t.yaml": commandTemplate}), "t.yaml")
	mustRun(t, nil, "import", template, "--server", socket)
	wantRefusal(t, exitUsage, "--format aws: the AWS CLI cannot connect to a socket", nil,
		"export", "--format", "aws", "--server", socket)
	wantRefusal(t, exitUsage, "-o aws: the AWS CLI cannot connect to a socket", nil,
		"calls", "-o", "aws", "--server", socket)
	if got := mustRun(t, nil, "get", "vn", "-o", "name", "--server", socket); got != "mesh/apps/virtualNode/n\n" {
		t.Error(got)
	}
}

func TestNamesOfTheServerAreCompleted(t *testing.T) {
	t.Parallel()
	s := busy(t)
	env := []string{"APPMESH_MOCK_SERVER=" + s.url}
	for want, args := range map[string][]string{
		"storefront\n":                       {"tree", ""},
		"catalog-v1\ncatalog-v2\n":           {"get", "vn", "cat"},
		"mesh/storefront/virtualNode/cart\n": {"describe", "mesh/storefront/virtualNode/car"},
		"before\n":                           {"checkpoint", "restore", ""},
		"1\n":                                {"faults", "rm", ""},
		"storefront\n:4":                     {"get", "route", "--mesh", ""},
		"virtualRouter\nvirtualService\n":    {"get", "virtual"},
	} {
		args = append([]string{"__complete"}, args...)
		stdout, _, code := runBinary(t, env, args...)
		if code != exitOK || !strings.Contains(stdout, want) {
			t.Errorf("%q: exit %d, %q, want %q", args, code, stdout, want)
		}
	}
	stdout, _, code := runBinary(t, []string{"APPMESH_MOCK_SERVER=http://127.0.0.1:1"}, "__complete", "tree", "")
	if code != exitOK || stdout != ":4\n" {
		t.Errorf("without a server: exit %d, %q", code, stdout)
	}
}
