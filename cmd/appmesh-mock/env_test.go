package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// evaluateEnv evaluates the output of env in a shell, and returns the variables.
func evaluateEnv(t *testing.T, shell []string, env []string, args ...string) map[string]string {
	t.Helper()
	text, stderr, code := runBinary(t, env, append([]string{"env"}, args...)...)
	if code != exitOK {
		t.Fatalf("%v: exit %d, %s", args, code, stderr)
	}
	cmd := exec.Command(shell[0], append(shell[1:], text)...)
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir()}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %v\n%s\n%s", args, err, text, out)
	}
	all := map[string]string{}
	for _, line := range strings.Split(string(out), "\x00") {
		if name, value, ok := strings.Cut(line, "="); ok && strings.HasPrefix(name, "AWS_") {
			all[name] = value
		}
	}
	return all
}

// posix evaluates its argument, and writes the exported variables with NULs between them.
var posix = []string{"sh", "-c", `eval "$1"; env -0`, "sh"}

func TestShellEvaluatesTheOutputOfEnv(t *testing.T) {
	t.Parallel()
	ready := writeFile(t, filepath.Join(t.TempDir(), "ready"),
		"unix:/tmp/s\nhttps://127.0.0.1:7443\nhttp://127.0.0.1:7444\n")
	for _, c := range []struct {
		args, env []string
		endpoint  string
		region    string
		account   string
	}{
		{nil, nil, "http://127.0.0.1:4600", "us-east-1", "123456789012"},
		{[]string{"--addr", "0.0.0.0:80"}, []string{"APPMESH_MOCK_ADDR=0.0.0.0:80"}, "http://127.0.0.1:80", "us-east-1",
			"123456789012"},
		{[]string{"--addr", "unix:/x", "--addr", "[::1]:80", "--tls"},
			[]string{"APPMESH_MOCK_ADDR=unix:/x,[::1]:80", "APPMESH_MOCK_TLS=1"}, "https://[::1]:80", "us-east-1",
			"123456789012"},
		{[]string{"--cert", "c"}, []string{"APPMESH_MOCK_CERT=c"}, "https://127.0.0.1:4600", "us-east-1",
			"123456789012"},
		{[]string{"--ready-file", ready}, []string{"APPMESH_MOCK_READY_FILE=" + ready}, "https://127.0.0.1:7443",
			"us-east-1", "123456789012"},
		{[]string{"--endpoint", "http://appmesh:4600", "--region", "eu-west-1", "--account", "111122223333"},
			[]string{"APPMESH_MOCK_ENDPOINT=http://appmesh:4600", "APPMESH_MOCK_REGION=eu-west-1",
				"APPMESH_MOCK_ACCOUNT=111122223333"}, "http://appmesh:4600", "eu-west-1", "111122223333"},
	} {
		for _, got := range []map[string]string{evaluateEnv(t, posix, nil, c.args...), evaluateEnv(t, posix, c.env)} {
			for name, want := range map[string]string{
				"AWS_ENDPOINT_URL_APP_MESH": c.endpoint, "AWS_ENDPOINT_URL_STS": c.endpoint,
				"AWS_ENDPOINT_URL_RESOURCE_GROUPS_TAGGING_API": c.endpoint,
				"AWS_REGION": c.region, "AWS_DEFAULT_REGION": c.region,
				"AWS_ACCESS_KEY_ID": c.account, "AWS_SECRET_ACCESS_KEY": "secret",
			} {
				if got[name] != want {
					t.Errorf("%v: %s is %q, want %q", c.args, name, got[name], want)
				}
			}
			if ca, is := got["AWS_CA_BUNDLE"]; is {
				t.Errorf("%v: AWS_CA_BUNDLE is %q", c.args, ca)
			}
		}
	}
}

// odd are values that a shell changes unless they are quoted.
var odd = []string{"it's", `a"b`, "a b  c", "$HOME", "`id`", "$(id)", `back\slash`, `\'`, "semi;colon", "#x", "~", "*",
	"!x", "ü", "&|<>(){}[]?", "‘’", "%PATH%", "=", "-n"}

func TestOddValuesAreQuoted(t *testing.T) {
	t.Parallel()
	for _, value := range odd {
		file := "/ca/" + value
		got := evaluateEnv(t, posix, nil, "--region", value, "--ca-file", file)
		if got["AWS_REGION"] != value || got["AWS_CA_BUNDLE"] != file {
			t.Errorf("%q: sh reads %q and %q", value, got["AWS_REGION"], got["AWS_CA_BUNDLE"])
		}
		if got["AWS_ENDPOINT_URL_APP_MESH"] != "https://127.0.0.1:4600" {
			t.Errorf("with a CA the endpoint is %s", got["AWS_ENDPOINT_URL_APP_MESH"])
		}
	}
	for shell, run := range map[string][]string{
		"pwsh": {"pwsh", "-NoProfile", "-Command", "Invoke-Expression $args[0]; env -0"},
	} {
		if _, err := exec.LookPath(shell); err != nil {
			continue // the table below covers it
		}
		const format = "powershell"
		for _, value := range odd {
			if got := evaluateEnv(t, run, nil, "--format", format, "--region", value); got["AWS_REGION"] != value {
				t.Errorf("%q: %s reads %q", value, shell, got["AWS_REGION"])
			}
		}
	}
}

func TestFormatsQuoteForTheirReaders(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ value, sh, powershell, dotenv string }{
		{"eu-west-1", "export V=eu-west-1", "$env:V = 'eu-west-1'", "V=eu-west-1"},
		{"", "export V=''", "$env:V = ''", "V="},
		{"a b", "export V='a b'", "$env:V = 'a b'", "V=a b"},
		{"$x", "export V='$x'", "$env:V = '$x'", "V=$x"},
		{"it's", `export V='it'\''s'`, "$env:V = 'it''s'", "V=it's"},
		{"‘’‚‛", "export V='‘’‚‛'", "$env:V = '‘‘’’‚‚‛‛'", "V=‘’‚‛"},
	} {
		for format, want := range map[string]string{"sh": c.sh, "powershell": c.powershell, "dotenv": c.dotenv} {
			if got := formats[format]("V", c.value); got != want+"\n" {
				t.Errorf("%s, %q: %s, want %s", format, c.value, got, want)
			}
		}
	}
	wantRefusal(t, exitUsage, `AWS_REGION="a\nb": must not contain line breaks`, nil, "env", "--region", "a\nb")
}

func TestEnvWithoutCompanionsSetsTheEndpointOfAppMeshOnly(t *testing.T) {
	t.Parallel()
	for _, got := range []map[string]string{
		evaluateEnv(t, posix, nil, "--no-companions"), evaluateEnv(t, posix, []string{"APPMESH_MOCK_NO_COMPANIONS=1"}),
	} {
		if got["AWS_ENDPOINT_URL_APP_MESH"] != "http://127.0.0.1:4600" {
			t.Errorf("the endpoint of App Mesh is %q", got["AWS_ENDPOINT_URL_APP_MESH"])
		}
		for _, name := range []string{"AWS_ENDPOINT_URL_STS", "AWS_ENDPOINT_URL_RESOURCE_GROUPS_TAGGING_API"} {
			if value, set := got[name]; set {
				t.Errorf("%s is %q, want it unset", name, value)
			}
		}
	}
}

func TestEnvReportsBadReadyFiles(t *testing.T) {
	t.Parallel()
	empty := writeFile(t, filepath.Join(t.TempDir(), "ready"), "unix:/tmp/s\n")
	wantRefusal(t, exitError, "the ready file "+empty+" has no URL", nil, "env", "--ready-file", empty)
	failed := writeFile(t, filepath.Join(t.TempDir(), "ready"), "error: 127.0.0.1:80 is in use\n")
	wantRefusal(t, exitError, "the server did not start: 127.0.0.1:80 is in use", nil, "env", "--ready-file", failed)
	wantRefusal(t, exitError, "cannot read the ready file: open /nonexistent", nil, "env", "--ready-file", "/nonexistent")
}

func TestEnvReadsTheReadyFileOfARunningServer(t *testing.T) {
	t.Parallel()
	ready := filepath.Join(t.TempDir(), "ready")
	s := startServer(t, nil, "--ready-file", ready)
	if got := evaluateEnv(t, posix, nil, "--ready-file", ready); got["AWS_ENDPOINT_URL_APP_MESH"] != s.url {
		t.Errorf("%v, want %s", got, s.url)
	}
}
