package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"github.com/appmesh-mock/appmesh-mock/server"
)

func TestHealthcheckExitsZeroOnlyWhereAServerAnswers(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{nil, {"--no-admin"}, {"--addr", "0.0.0.0:0"}, {"--verify-signatures", "--credentials", "A:s"}} {
		s := serves(t, nil, args...)
		addr := strings.TrimPrefix(s.url, "http://")
		port := addr[strings.LastIndex(addr, ":"):]
		for _, env := range []string{addr, "0.0.0.0" + port, port, "localhost" + port} {
			if _, stderr, code := runs(t, []string{"APPMESH_MOCK_ADDR=" + env, "HTTP_PROXY=http://127.0.0.1:1"}, "healthcheck"); code != exitOK || stderr != "" {
				t.Errorf("%v, %s: exit %d, %s", args, env, code, stderr)
			}
		}
		s.stop(terminate)
		refuses(t, exitError, "nothing answers at "+s.url, nil, "healthcheck", "--addr", addr)
	}
}

func TestHealthcheckRefusesAnotherServer(t *testing.T) {
	t.Parallel()
	other := httptest.NewServer(http.NotFoundHandler())
	defer other.Close()
	refuses(t, exitError, "is not well, or no appmesh-mock: 404 Not Found", nil, "healthcheck", "--addr", other.Listener.Addr().String())
}

func TestRulesAreListedAsATableAndAsJSON(t *testing.T) {
	t.Parallel()
	table, _, code := runs(t, nil, "rules")
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
	text, _, code := runs(t, nil, "rules", "--json")
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

func TestVersionNamesVersionCommitAndGo(t *testing.T) {
	t.Parallel()
	text, _, code := runs(t, nil, "version")
	if code != exitOK || !regexp.MustCompile(`^appmesh-mock \S+ \(commit [^)]+, go1\.\d+\S*\)\n$`).MatchString(text) {
		t.Errorf("exit %d: %s", code, text)
	}
}

func TestHelpNamesTheVariables(t *testing.T) {
	t.Parallel()
	text, _, code := runs(t, nil, "--help")
	if code != exitOK || !strings.Contains(text, "APPMESH_MOCK_LOG_LEVEL") || !strings.Contains(text, "healthcheck") {
		t.Errorf("exit %d: %s", code, text)
	}
}

func TestReadmeNamesEveryFlagAndVariable(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	serveCommand().Flags().VisitAll(func(flag *pflag.Flag) {
		for _, name := range []string{"`--" + flag.Name + "`", "`" + variable(flag.Name) + "`"} {
			if !strings.Contains(string(readme), name) {
				t.Errorf("README.md does not name %s", name)
			}
		}
	})
}
