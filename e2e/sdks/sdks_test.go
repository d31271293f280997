package sdks

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
)

// throttled are the codes on which every SDK tries again.
var throttled = []string{"InternalServerErrorException", "ServiceUnavailableException", "TooManyRequestsException"}

// throttledAndLimited are those of SDKs that also take LimitExceededException for throttling.
var throttledAndLimited = append([]string{"LimitExceededException"}, throttled...)

func byDefault(codes []string) map[string][]string { return map[string][]string{"": codes} }

// botocore has the minimum of numbers in its model, but no maximum.
var botocoreRefuses = []string{"several violations", "a limit of 0"}

func TestBoto3OfDebian(t *testing.T) {
	testSDK(t, boto3("/usr/bin/python3", "apt-get install python3-boto3"))
}

func TestBoto3(t *testing.T) {
	testSDK(t, boto3(installed("boto3", "bin", "python"), ""))
}

func boto3(python, how string) sdk {
	return sdk{
		retried: map[string][]string{"legacy": throttled, "standard": throttledAndLimited},
		local:   botocoreRefuses,
		start: func(t *testing.T) *driver {
			version(t, how, python, "-c", "import boto3, sys; print('boto3', boto3.__version__, 'with Python', sys.version)")
			return startDriver(t, command(t, nil, python, "python/boto3_driver.py"))
		},
	}
}

func TestCapo(t *testing.T) {
	testSDK(t, sdk{
		retried: byDefault(throttledAndLimited),
		// Its URLs, as those of browsers, have no dot segments.
		unsendable: []string{".", ".."},
		start: func(t *testing.T) *driver {
			python := installed("capo", "bin", "python")
			version(t, "", python, "-c", "import importlib.metadata as m; print('capo-app-mesh', m.version('capo-app-mesh'))")
			return startDriver(t, command(t, nil, python, "python/capo_driver.py"))
		},
	})
}

func TestJavaScriptV3(t *testing.T) {
	testSDK(t, sdk{retried: byDefault(throttledAndLimited), start: func(t *testing.T) *driver {
		return startDriver(t, command(t, nil, node(t, "@aws-sdk/client-app-mesh"), "js/v3.mjs"))
	}})
}

func TestJavaScriptV2(t *testing.T) {
	testSDK(t, sdk{retried: byDefault(throttled), start: func(t *testing.T) *driver {
		env := []string{"AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE=1"}
		return startDriver(t, command(t, env, node(t, "aws-sdk"), "js/v2.mjs"))
	}})
}

func TestJavaV2(t *testing.T) {
	testSDK(t, sdk{
		retried: map[string][]string{"legacy": throttled, "standard": throttled},
		start: func(t *testing.T) *driver {
			jar := installed("java", "appmesh-2.40.2.jar")
			if _, err := os.Stat(jar); err != nil {
				missing(t, "software.amazon.awssdk:appmesh", "", err)
			}
			version(t, "apt-get install openjdk-17-jdk-headless", "java", "--version")
			libraries := installed("java", "*")
			return startDriver(t, command(t, nil, "java", "-XX:TieredStopAtLevel=1", "-cp", libraries, "java/Driver.java"))
		},
	})
}

func TestRust(t *testing.T) {
	testSDK(t, sdk{retried: byDefault(throttledAndLimited), start: func(t *testing.T) *driver {
		target := installed("rust")
		if _, err := os.Stat(filepath.Join(target, "debug")); err != nil {
			missing(t, "aws-sdk-appmesh", "", err)
		}
		// Compiles the driver if it has changed since it was installed; with the user's environment.
		arguments := []string{"build", "--quiet", "--offline", "--locked", "--target-dir", target}
		build := exec.CommandContext(t.Context(), "cargo", arguments...)
		build.Dir = "rust"
		if out, err := build.CombinedOutput(); err != nil {
			t.Fatalf("cargo build: %v\n%s", err, out)
		}
		return startDriver(t, command(t, nil, filepath.Join(target, "debug", "appmesh-mock-driver")))
	}})
}

// missing skips the test because a client is missing, or fails it where all are required.
func missing(t *testing.T, what, how string, why error) {
	t.Helper()
	text := fmt.Sprintf("%s is missing (%v); install all clients with: e2e/sdks/install.sh", what, why)
	if how != "" {
		text += "\nor this one with: " + how
	}
	harness.Unavailable(t, text)
}

// installed returns a path in the folder where install.sh puts clients.
func installed(elements ...string) string {
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = os.TempDir()
	}
	return filepath.Join(append([]string{cache, "appmesh-mock", "e2e"}, elements...)...)
}

// version logs what a command prints of a client's version, and skips the test if it fails.
func version(t *testing.T, how, name string, arguments ...string) string {
	t.Helper()
	out, err := command(t, nil, name, arguments...).Output()
	if err != nil {
		missing(t, name, how, err)
	}
	text := strings.TrimSpace(string(out))
	t.Log(text)
	return text
}

// node returns the path of Node.js, if the package is installed in the version of js/package.json.
func node(t *testing.T, name string) string {
	t.Helper()
	const how = "(cd e2e/sdks/js && npm ci)"
	path, err := exec.LookPath("node")
	if err != nil {
		missing(t, "node", "apt-get install nodejs npm", err)
	}
	var required struct{ Dependencies map[string]string }
	readJSON(t, "js/package.json", &required)
	var found struct{ Version string }
	manifest := filepath.Join("js", "node_modules", filepath.FromSlash(name), "package.json")
	if _, err := os.Stat(manifest); errors.Is(err, fs.ErrNotExist) {
		missing(t, name, how, err)
	}
	readJSON(t, manifest, &found)
	if want := required.Dependencies[name]; want == "" || found.Version != want {
		missing(t, name, how, fmt.Errorf("version %q is installed, not %q", found.Version, want))
	}
	t.Logf("%s %s", name, found.Version)
	return path
}

// The lock file names packages and their hashes, but no registry.
func TestLockFileNamesNoRegistry(t *testing.T) {
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
			t.Errorf("%s: it has an address", name)
		}
		if _, ok := p["integrity"]; !ok && name != "" {
			t.Errorf("%s: it has no hash", name)
		}
	}
}
