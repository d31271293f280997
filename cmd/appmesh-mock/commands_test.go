package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/appmesh-mock/appmesh-mock/server"
)

func TestHealthcheckExitsZeroOnlyIfAServerResponds(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{nil, {"--no-admin"}, {"--addr", "0.0.0.0:0"},
		{"--verify-signatures", "--credentials", "A:s"}} {
		s := startServer(t, nil, args...)
		addr := strings.TrimPrefix(s.url, "http://")
		port := addr[strings.LastIndex(addr, ":"):]
		for _, env := range []string{addr, "0.0.0.0" + port, port, "localhost" + port} {
			if _, stderr, code := runBinary(t, []string{"APPMESH_MOCK_ADDR=" + env, "HTTP_PROXY=http://127.0.0.1:1"},
				"healthcheck"); code != exitOK || stderr != "" {
				t.Errorf("%v, %s: exit %d, %s", args, env, code, stderr)
			}
		}
		s.stop(terminate)
		wantRefusal(t, exitError, "no response from "+s.url, nil, "healthcheck", "--addr", addr)
	}
}

func TestHealthcheckRefusesAnotherServer(t *testing.T) {
	t.Parallel()
	other := httptest.NewServer(http.NotFoundHandler())
	defer other.Close()
	wantRefusal(t, exitError, "is not healthy, or is not appmesh-mock: 404 Not Found", nil, "healthcheck", "--addr",
		other.Listener.Addr().String())
}

func TestHealthcheckWaitsForTheServer(t *testing.T) {
	t.Parallel()
	ready := filepath.Join(t.TempDir(), "ready")
	waiting := command([]string{"APPMESH_MOCK_READY_FILE=" + ready}, "healthcheck", "--wait", "1h")
	if err := waiting.Start(); err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(timeout, func() { waiting.Process.Kill() })
	defer timer.Stop()
	startServer(t, nil, "--ready-file", ready)
	if err := waiting.Wait(); err != nil {
		t.Error(err)
	}
}

func TestHealthcheckStopsWaitingIfTheServerDoesNotStart(t *testing.T) {
	t.Parallel()
	ready := filepath.Join(t.TempDir(), "ready")
	runBinary(t, nil, "--addr", "127.0.0.1:0", "--ready-file", ready, "--seed", "/nonexistent")
	wantRefusal(t, exitError, "the server did not start: --seed: /nonexistent", nil, "healthcheck", "--wait", "1h",
		"--ready-file", ready)
}

func TestHealthcheckIgnoresTheErrorOfAnEarlierServer(t *testing.T) {
	t.Parallel()
	ready := writeFile(t, filepath.Join(t.TempDir(), "ready"), "error: an earlier one\n")
	old := time.Now().Add(-time.Hour)
	if err := os.Chtimes(ready, old, old); err != nil {
		t.Fatal(err)
	}
	now := healthcheck{readyFile: ready, started: time.Now()}
	if now.failed(now.check(t.Context())) {
		t.Error("healthcheck stops waiting because of an earlier server")
	}
	old = old.Add(time.Minute)
	then := healthcheck{readyFile: ready, started: old.Add(-time.Minute)}
	if !then.failed(then.check(t.Context())) {
		t.Error("healthcheck waits for a server that did not start")
	}
}

func TestHealthcheckReportsTheReasonOfATimeout(t *testing.T) {
	t.Parallel()
	ready := filepath.Join(t.TempDir(), "ready")
	wantRefusal(t, exitError, "there is no ready file "+ready, nil, "healthcheck", "--ready-file", ready, "--wait", "150ms")
	wantRefusal(t, exitUsage, `--wait "soon": must be a duration`, nil, "healthcheck", "--wait", "soon")
	wantRefusal(t, exitUsage, "port 0 is any free port", nil, "healthcheck", "--addr", "127.0.0.1:0", "--wait", "1h")
}

func TestRulesAreListedAsTableAndJSON(t *testing.T) {
	t.Parallel()
	table, _, code := runBinary(t, nil, "rules")
	if code != exitOK || !strings.HasPrefix(table, "rule  basis") {
		t.Errorf("exit %d: %s", code, table)
	}
	rows := regexp.MustCompile(`(?m)^ *(\d+)  (recorded|documented|model|assumed) +\S`).FindAllString(table, -1)
	if len(rows) != len(server.Rules()) {
		t.Errorf("%d rows, there are %d rules", len(rows), len(server.Rules()))
	}
	for _, line := range strings.Split(table, "\n") {
		if len([]rune(line)) > 18+sentenceWidth {
			t.Errorf("too long: %s", line)
		}
	}
	text, _, code := runBinary(t, nil, "rules", "--json")
	var rules []server.Rule
	if err := json.Unmarshal([]byte(text), &rules); err != nil || code != exitOK {
		t.Fatalf("exit %d, %v", code, err)
	}
	for i, rule := range server.Rules() {
		got, _ := json.Marshal(rules[i])
		want, _ := json.Marshal(rule)
		if string(got) != string(want) {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func TestVersionPrintsVersionCommitAndGo(t *testing.T) {
	t.Parallel()
	text, _, code := runBinary(t, nil, "version")
	if code != exitOK || !regexp.MustCompile(`^appmesh-mock \S+ \(commit [^)]+, go1\.\d+\S*\)\n$`).MatchString(text) {
		t.Errorf("exit %d: %s", code, text)
	}
}

func TestHelpMentionsVariables(t *testing.T) {
	t.Parallel()
	text, _, code := runBinary(t, nil, "--help")
	if code != exitOK || !strings.Contains(text, "APPMESH_MOCK_LOG_LEVEL") || !strings.Contains(text, "healthcheck") {
		t.Errorf("exit %d: %s", code, text)
	}
}
