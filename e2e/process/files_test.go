package process

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestSecondServerLeavesTheFilesOfTheFirstAlone(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	ca, ready, state := filepath.Join(dir, "ca.pem"), filepath.Join(dir, "ready"), filepath.Join(dir, "state.json")
	files := []string{"--ca-file", ca, "--ready-file", ready, "--state-file", state}
	first := await(t, command(t, append([]string{"--tls", "--addr", "127.0.0.1:0"}, files...)...), ready)
	before := []string{read(t, ca), read(t, ready)}
	addr := strings.TrimPrefix(first.urls[0], "https://")
	fails(t, command(t, append([]string{"--tls", "--addr", addr}, files...)...), addr+" is in use")
	if after := []string{read(t, ca), read(t, ready)}; after[0] != before[0] || after[1] != before[1] {
		t.Errorf("the files are\n%q\nand were\n%q", after, before)
	}
	if out, err := command(t, "healthcheck", "--ready-file", ready).CombinedOutput(); err != nil {
		t.Errorf("the first server is not healthy: %s", out)
	}
	if code := first.stop(); code != 0 {
		t.Errorf("exit %d: %s", code, first.output.String())
	}
	if _, err := os.Stat(ready); !os.IsNotExist(err) {
		t.Errorf("the ready file remains: %v", err)
	}
}

func TestFilesOfAKilledSaveAreRemovedAtTheStart(t *testing.T) {
	t.Parallel()
	state := filepath.Join(t.TempDir(), "state.json")
	if err := os.WriteFile(state+".tmp", []byte(`{"half`), 0o600); err != nil {
		t.Fatal(err)
	}
	start(t, "--state-file", state)
	if _, err := os.Stat(state + ".tmp"); !os.IsNotExist(err) {
		t.Errorf("the temporary file remains: %v", err)
	}
}

// mounted returns a command that runs the binary in a mount namespace with a mount point at a path.
func mounted(t *testing.T, path string, args ...string) *exec.Cmd {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("there are no bind mounts on", runtime.GOOS)
	}
	const script = `mount --make-rprivate / && mount --bind "$1" "$1" && shift && exec "$@"`
	if out, err := exec.Command("unshare", "-m", "sh", "-c", script, "sh", t.TempDir(),
		"true").CombinedOutput(); err != nil {
		t.Skipf("no mount namespace can be made here, which needs root: %v %s", err, out)
	}
	binary := command(t, args...)
	cmd := exec.Command("unshare", append([]string{"-m", "sh", "-c", script, "sh", path, binary.Path}, args...)...)
	cmd.Env = binary.Env
	return cmd
}

func TestStateFileThatIsAMountPointIsRefused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	state := filepath.Join(dir, "my state.json") // the list of mounts escapes the space
	const content = `{"appmeshMockState":1,"resources":[]}`
	if err := os.WriteFile(state, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(dir, "link")
	if err := os.Symlink(state, link); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{state, link} {
		fails(t, mounted(t, state, "--addr", "127.0.0.1:0", "--state-file", path),
			"is a mount point and cannot be replaced: mount its folder")
	}
	if got := read(t, state); got != content {
		t.Errorf("the state file is %q", got)
	}
}

func TestStateFileInAMountedFolderIsSaved(t *testing.T) {
	t.Parallel()
	dir, ready := t.TempDir(), filepath.Join(t.TempDir(), "ready")
	state := filepath.Join(dir, "state.json")
	p := await(t, mounted(t, dir, "--addr", "127.0.0.1:0", "--ready-file", ready, "--state-file", state), ready)
	if !create(http.DefaultClient, p.urls[0], "kept") {
		t.Error("the mesh was not created")
	}
	if code := p.stop(); code != 0 {
		t.Errorf("exit %d: %s", code, p.output.String())
	}
	if saved := read(t, state); !strings.Contains(saved, `"kept"`) {
		t.Errorf("the state is %s", saved)
	}
}
