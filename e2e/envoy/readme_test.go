package envoy

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
)

// fence returns the first fenced block below a heading of the guide.
func fence(t *testing.T, heading string) string {
	t.Helper()
	text, err := os.ReadFile("../../server/envoy/README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, found := strings.Cut(string(text), "\n## "+heading+"\n")
	parts := strings.SplitN(section, "\n```", 3)
	if !found || len(parts) != 3 {
		t.Fatalf("the guide has no fence below %q", heading)
	}
	_, code, _ := strings.Cut(parts[1], "\n")
	return code
}

// shell runs a script in a new network namespace, in which all ports are free. Its path has the
// command and Envoy. All processes that it starts end with it.
func shell(t *testing.T, script string) (string, error) {
	t.Helper()
	if os.Getuid() != 0 {
		harness.Unavailable(t, "network namespaces need root")
	}
	bin := t.TempDir()
	for name, path := range map[string]string{"appmesh-mock": harness.Build(t), "envoy": binary(t)} {
		if err := os.Symlink(path, filepath.Join(bin, name)); err != nil {
			t.Fatal(err)
		}
	}
	// In a new process namespace, all processes end with the shell.
	cmd := exec.Command("timeout", "90", "unshare", "--net", "--pid", "--fork", "--kill-child",
		"bash", "-c", "set -eu\nip link set lo up\n"+script)
	cmd.Dir = t.TempDir()
	cmd.Env = append(os.Environ(), "PATH="+bin+":"+os.Getenv("PATH"))
	out, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close() //nolint:errcheck // it was read
	cmd.Stdout, cmd.Stderr = out, out
	err = cmd.Run()
	output, _ := os.ReadFile(out.Name()) //nolint:errcheck // the error of the command is enough
	return string(output), err
}

func TestGuideStartsAGatewayInFiveCommands(t *testing.T) {
	t.Parallel()
	commands := strings.Split(strings.ReplaceAll(fence(t, "A gateway on a laptop"), "\\\n", ""), "\n")
	if len(commands) != 5 {
		t.Fatalf("the guide has %d commands: %q", len(commands), commands)
	}
	// A reader needs more time between commands than the processes need to start.
	script := commands[0] + "\nfor i in $(seq 300); do appmesh-mock healthcheck && break; sleep 0.1; done\n" +
		strings.Join(commands[1:4], "\n") +
		"\nfor i in $(seq 300); do " + commands[4] + " --fail --silent >page && break; sleep 0.1; done\necho; cat page\n"
	if out, err := shell(t, script); err != nil || !strings.Contains(out, "Directory listing") {
		t.Errorf("%v: %s", err, out)
	}
}

func TestGuideMakesBootstrapsForContainers(t *testing.T) {
	t.Parallel()
	compose := fence(t, "A release in Docker Compose")
	_, flags, found := strings.Cut(compose, "image: appmesh-mock\n    command: [")
	flags, _, closed := strings.Cut(flags, "]")
	if !found || !closed {
		t.Fatalf("the service appmesh has no flags: %s", compose)
	}
	guide, err := os.ReadFile("../../server/envoy/README.md")
	if err != nil {
		t.Fatal(err)
	}
	bootstrap := regexp.MustCompile(`/(appmesh-mock envoy bootstrap [^>]*--xds-address appmesh:4600)`).FindSubmatch(guide)
	bridge := regexp.MustCompile("`(--xds-address ads:4601 --source ads)`").FindSubmatch(guide)
	if bootstrap == nil || bridge == nil {
		t.Fatal("the guide has no commands that make bootstraps")
	}
	rest := string(bootstrap[1])
	ads := strings.Replace(rest, "--xds-address appmesh:4600", string(bridge[1]), 1)
	script := "appmesh-mock " + strings.ReplaceAll(flags, ",", "") + " &\n" +
		"for i in $(seq 300); do appmesh-mock healthcheck && break; sleep 0.1; done\n" +
		rest + " >rest.json\n" + ads + " >ads.json\n" +
		"for file in rest ads; do envoy --mode validate -c $file.json; done\n" +
		"grep -q 'appmesh.*4600' rest.json; grep -q 'ads.*4601' ads.json\n"
	if out, err := shell(t, script); err != nil || strings.Count(out, "OK") != 2 {
		t.Errorf("%v: %s", err, out)
	}
}

func TestIptablesAcceptsTheRulesOfTheGuide(t *testing.T) {
	t.Parallel()
	var rules []string
	for line := range strings.Lines(fence(t, "Virtual nodes as App Mesh ran them")) {
		if strings.HasPrefix(line, "iptables ") {
			rules = append(rules, line)
		}
	}
	if len(rules) != 2 {
		t.Fatalf("the guide has the rules %q", rules)
	}
	if _, err := exec.LookPath("iptables"); err != nil {
		harness.Unavailable(t, "there is no iptables: run e2e/envoy/install.sh")
	}
	out, err := shell(t, strings.Join(rules, "")+"iptables -t nat -S\n")
	if err != nil || !strings.Contains(out, "--to-ports 15001") || !strings.Contains(out, "--to-ports 15000") {
		t.Errorf("%v: %s", err, out)
	}
}
