package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server"
)

func TestErrorsArePrintedOnOneLineAndSeveralMistakesOnOneEach(t *testing.T) {
	t.Parallel()
	first, second := errors.New("a.yaml:1: one"), errors.New("a.yaml:2: two\nlines")
	for _, test := range []struct {
		err  error
		want []string
	}{
		{first, []string{"a.yaml:1: one"}},
		{second, []string{"a.yaml:2: two lines"}},
		{errors.Join(first, second), []string{"a.yaml:1: one", "a.yaml:2: two lines"}},
		{fmt.Errorf("--seed: %w", errors.Join(first, second)), []string{"--seed: a.yaml:1: one", "--seed: a.yaml:2: two lines"}},
		{usageError{errors.Join(first, errors.Join(second, first))},
			[]string{"a.yaml:1: one", "a.yaml:2: two lines", "a.yaml:1: one"}},
		{fmt.Errorf("%w and %w", first, second), []string{"a.yaml:1: one and a.yaml:2: two lines"}},
	} {
		if got := errorLines(test.err); !slices.Equal(got, test.want) {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}

func TestEachMistakeOfASeedIsALine(t *testing.T) {
	t.Parallel()
	s := startRemote(t, "empty", server.Options{})
	seed := tempFolder(
		t,
		map[string]string{"bad.yaml": "- {meshName: a, speck: {}}\n- {operation: DeleteMehs}\n"},
	) + "/bad.yaml"
	for _, args := range [][]string{{"seed", seed, "--server", s.url}, {"import", seed, "--server", s.url}, {"--addr", "127.0.0.1:0", "--seed", seed}} {
		_, stderr, code := runBinary(t, nil, args...)
		lines := strings.Split(strings.TrimSuffix(stderr, "\n"), "\n")
		if code != exitError || len(lines) != 2 || !strings.Contains(lines[0], seed+":1: entry 1: ") ||
			!strings.Contains(lines[1], seed+":2: entry 2: ") {
			t.Errorf("%v: exit %d\n%s", args, code, stderr)
		}
	}
}

func TestAVariableThatNoCommandReadsStopsTheStart(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"APPMESH_MOCK_SED":    "did you mean APPMESH_MOCK_SEED?",
		"APPMESH_MOCK_FOLLOW": "appmesh-mock --help lists the flags",
	} {
		wantRefusal(t, exitUsage, "unknown variable "+name+": "+want, []string{name + "=1"})
	}
	mustRun(t, []string{"APPMESH_MOCK_OUTPUT=json", "APPMESH_MOCK_WAIT=1s", "APPMESH_MOCK_FORMAT=sh"}, "env")
}

func TestOperationsAndExceptionsAreCompleted(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"calls", "--operation", ""}, "CreateGatewayRoute\n"},
		{[]string{"faults", "add", "--operation", ""}, "DescribeMesh\n"},
		{[]string{"calls", "--code", ""}, "NotFoundException\n"},
		{[]string{"faults", "add", "--code", ""}, "TooManyRequestsException\n"},
	} {
		stdout, _, code := runBinary(t, nil, append([]string{"__complete"}, c.args...)...)
		if code != exitOK || !strings.Contains(stdout, c.want) || !strings.HasSuffix(stdout, ":4\n") {
			t.Errorf("%v: exit %d\n%s", c.args, code, stdout)
		}
	}
}
