package sdks

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
)

func TestMain(m *testing.M) { os.Exit(harness.Main(m)) }

// patience is how long a client may take for all that it is asked at once.
const patience = 2 * time.Minute

// command answers a command with an environment of its own: it knows no profile, no proxy
// and no other setting of the person who runs the tests, and it ends with the test.
func command(t *testing.T, env []string, name string, arguments ...string) *exec.Cmd {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, name, arguments...)
	cmd.WaitDelay = 10 * time.Second
	cmd.Env = append([]string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir(), "LANG=C.UTF-8", "TZ=UTC",
		"AWS_EC2_METADATA_DISABLED=true", "PYTHONDONTWRITEBYTECODE=1",
	}, env...)
	return cmd
}

// missing skips the test for want of a client, or fails it where all have to be there.
func missing(t *testing.T, what, how string, why error) {
	t.Helper()
	text := fmt.Sprintf("%s is not here (%v); install it with: %s\nor all clients with: e2e/sdks/install.sh", what, why, how)
	if os.Getenv("E2E_REQUIRE") == "1" {
		t.Fatal(text)
	}
	t.Skip(text)
}

// awsCLI answers where the AWS CLI is, in its second version.
func awsCLI(t *testing.T) string {
	t.Helper()
	found := lookForCLI()
	if found.err != nil {
		missing(t, "version 2 of the AWS CLI", "apt-get install awscli", found.err)
	}
	t.Logf("%s is %s", found.path, found.version)
	return found.path
}

type foundCLI struct {
	path, version string
	err           error
}

// lookForCLI looks once: the CLI takes a second to say its version.
var lookForCLI = sync.OnceValue(func() (found foundCLI) {
	for _, found.path = range []string{"/usr/bin/aws", "aws", "/usr/local/bin/aws"} {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		version, err := exec.CommandContext(ctx, found.path, "--version").Output()
		cancel()
		found.version, found.err = strings.TrimSpace(string(version)), err
		if err == nil && !strings.HasPrefix(found.version, "aws-cli/2.") {
			found.err = fmt.Errorf("%s is %s", found.path, found.version)
		}
		if found.err == nil {
			break
		}
	}
	return found
})

// python answers a Python that has boto3.
func python(t *testing.T) string {
	t.Helper()
	var err error
	for _, path := range []string{"/usr/bin/python3", "python3"} {
		var version []byte
		if version, err = command(t, nil, path, "-c", "import boto3, sys; print(boto3.__version__, 'with Python', sys.version)").Output(); err == nil {
			t.Logf("boto3 %s", strings.TrimSpace(string(version)))
			return path
		}
	}
	missing(t, "boto3", "apt-get install python3-boto3", err)
	return ""
}

// node answers Node.js, if the package that js/package.json asks for is there in that version.
func node(t *testing.T, name string) string {
	t.Helper()
	const how = "(cd e2e/sdks/js && npm ci)"
	path, err := exec.LookPath("node")
	if err != nil {
		missing(t, "node", "apt-get install nodejs npm", err)
	}
	var asked struct{ Dependencies map[string]string }
	readJSON(t, "js/package.json", &asked)
	var installed struct{ Version string }
	manifest := filepath.Join("js", "node_modules", filepath.FromSlash(name), "package.json")
	if _, err := os.Stat(manifest); errors.Is(err, fs.ErrNotExist) {
		missing(t, name, how, err)
	}
	readJSON(t, manifest, &installed)
	if want := asked.Dependencies[name]; want == "" || installed.Version != want {
		missing(t, name, how, fmt.Errorf("version %q is installed, not %q", installed.Version, want))
	}
	t.Logf("%s %s", name, installed.Version)
	return path
}

func readJSON(t *testing.T, path string, into any) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}

// The lock file names packages and their hashes, and no registry.
func TestTheLockFileNamesNoRegistry(t *testing.T) {
	t.Parallel()
	var lock struct {
		Packages map[string]map[string]any
	}
	readJSON(t, "js/package-lock.json", &lock)
	if len(lock.Packages) < 20 {
		t.Errorf("it has only %d packages", len(lock.Packages))
	}
	for name, p := range lock.Packages {
		if _, ok := p["resolved"]; ok {
			t.Errorf("%s: it says where the package came from", name)
		}
		if _, ok := p["integrity"]; !ok && name != "" {
			t.Errorf("%s: it does not say what the package's hash is", name)
		}
	}
}

// story is the part of story.json that Go reads.
type story struct {
	Kinds       []kind
	Stage, Town []call
	Refusals    []struct{ What string }
	Exceptions  map[string]int
	OddNames    []string
}

type kind struct {
	Name, Plural string
	Homes        []string
	Specs        []map[string]any
}

type call struct {
	Operation string
	In        map[string]any
}

func readStory(t *testing.T) (s story) {
	t.Helper()
	readJSON(t, "story.json", &s)
	if len(s.Kinds) != 7 || len(s.Exceptions) != 10 || len(s.Refusals) == 0 || len(s.OddNames) == 0 {
		t.Fatal("story.json is not whole")
	}
	return s
}

func (s story) kind(name string) kind {
	return s.Kinds[slices.IndexFunc(s.Kinds, func(k kind) bool { return k.Name == name })]
}
