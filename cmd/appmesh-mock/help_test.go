package main

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

func TestHelpHasUsageExamplesAndAllFlags(t *testing.T) {
	t.Parallel()
	root := rootCommand()
	for _, cmd := range append(root.Commands(), root) {
		path := strings.Fields(cmd.CommandPath())[1:]
		text, stderr, code := runBinary(t, nil, append(path, "--help")...)
		if code != exitOK || stderr != "" {
			t.Errorf("%v: exit %d, %s", path, code, stderr)
		}
		for _, heading := range []string{"\n\nUsage:\n  " + cmd.CommandPath(), "\n\nExamples:\n  "} {
			if !strings.Contains(text, heading) {
				t.Errorf("%v: help has no %q:\n%s", path, heading, text)
			}
		}
		cmd.Flags().VisitAll(func(flag *pflag.Flag) {
			if !strings.Contains(text, "--"+flag.Name+" ") {
				t.Errorf("%v: help has no --%s", path, flag.Name)
			}
		})
		for _, line := range strings.Split(text, "\n") {
			if len(line) > 120 {
				t.Errorf("%v: a long line: %s", path, line)
			}
		}
		again, _, _ := runBinary(t, nil, append([]string{"help"}, path...)...)
		if again != text {
			t.Errorf("help %v differs from %v --help:\n%s", path, path, again)
		}
	}
}

func TestShellsAcceptTheCompletionScripts(t *testing.T) {
	t.Parallel()
	for _, shell := range []string{"bash", "fish", "powershell", "zsh"} {
		script, stderr, code := runBinary(t, nil, "completion", shell)
		if code != exitOK || stderr != "" || !strings.Contains(script, "appmesh-mock") {
			t.Errorf("%s: exit %d, %s", shell, code, stderr)
		}
		if _, err := exec.LookPath(shell); err != nil || shell == "powershell" {
			continue
		}
		check := exec.Command(shell, "-n")
		check.Stdin = strings.NewReader(script)
		if out, err := check.CombinedOutput(); err != nil {
			t.Errorf("%s -n: %v\n%s", shell, err, out)
		}
	}
}

func TestValuesOfFlagsAreCompleted(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		typed []string
		want  []string // the first lines
		files bool
	}{
		{[]string{"--world", ""}, []string{"empty", "everything", "quotas", "storefront"}, false},
		{[]string{"--fault-profile", ""}, []string{"flaky", "slow", "throttling"}, false},
		{[]string{"--log-level", ""}, []string{"debug", "info", "warn", "error"}, false},
		{[]string{"--clock", ""}, []string{"wall", "fixed:"}, false},
		{[]string{"--relax", ""}, []string{"1\t", "4\t"}, false},
		{[]string{"--quota", ""}, []string{"backendsPerVirtualNode=50"}, false},
		{[]string{"--addr", ""}, nil, false},
		{[]string{"--account", ""}, nil, false},
		{[]string{"--journal", ""}, nil, false},
		{[]string{"--seed", ""}, nil, true},
		{[]string{"--state-file", ""}, nil, true},
		{[]string{"--fault", ""}, nil, true},
		{[]string{"env", "--format", ""}, []string{"dotenv", "powershell", "sh"}, false},
		{[]string{"completion", ""}, []string{"bash\t", "fish\t", "powershell\t", "zsh\t"}, false},
		{[]string{"help", ""}, []string{"analyze\t"}, false},
		{[]string{"heal"}, []string{"healthcheck\t"}, false},
	} {
		text, _, code := runBinary(t, nil, append([]string{cobra.ShellCompRequestCmd}, c.typed...)...)
		lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
		if code != exitOK || len(lines) < 1+len(c.want) {
			t.Errorf("%q: exit %d, %q", c.typed, code, lines)
			continue
		}
		for i, want := range c.want {
			if lines[i] != want && !(strings.HasSuffix(want, "\t") && strings.HasPrefix(lines[i], want)) {
				t.Errorf("%q: line %d is %q, want %q", c.typed, i+1, lines[i], want)
			}
		}
		if files := lines[len(lines)-1] == ":0"; files != c.files {
			t.Errorf("%q: files are completed: %t, want %t", c.typed, files, c.files)
		}
	}
}

func TestSuggestReturnsTheNameThatWasMeant(t *testing.T) {
	t.Parallel()
	names := []string{"addr", "account", "admin-addr", "env", "journal", "seed", "state-file", "world"}
	for word, want := range map[string]string{
		"adr": "addr", "acount": "account", "evn": "env", "wrold": "world", "World": "world", "state": "state-file",
		"statefile": "state-file", "journals": "journal", "sedd": "seed", "sed": "seed", "en": "env",
		"frobnicate": "", "e": "", "q": "", "xy": "",
	} {
		if got := suggest(word, names); got != want {
			t.Errorf("%q: %q, want %q", word, got, want)
		}
	}
}
