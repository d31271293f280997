package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// waitFor waits until a condition holds.
func waitFor(t *testing.T, what string, condition func() bool) {
	t.Helper()
	for end := time.Now().Add(timeout); !condition(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("timeout waiting for: %s", what)
		}
	}
}

func fileHas(file, text string) func() bool {
	return func() bool {
		got, err := os.ReadFile(file)
		return err == nil && strings.Contains(string(got), text)
	}
}

func TestStateIsSavedAtTheEndAndLoadedAtTheStart(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "state.json")
	s := startServer(t, nil, "--state-file", file)
	if _, err := os.Stat(file); !os.IsNotExist(err) {
		t.Errorf("the file exists after the start: %v", err)
	}
	s.want("PUT", "/v20190125/meshes", `{"meshName":"m"}`, http.StatusOK, "")
	_, before := s.send("GET", "/v20190125/meshes/m", "")
	if code := s.stop(terminate); code != exitOK {
		t.Fatalf("exit %d: %s", code, s.log.String())
	}
	saved, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	s = startServer(t, []string{"APPMESH_MOCK_STATE_FILE=" + file})
	if _, after := s.send("GET", "/v20190125/meshes/m", ""); after != before {
		t.Errorf("%s\nbefore %s", after, before)
	}
	s.stop(terminate)
	if again, err := os.ReadFile(file); err != nil || string(again) != string(saved) {
		t.Errorf("the second file differs: %v\n%s", err, again)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
		t.Errorf("the folder has %v, %v", left, err)
	}
}

func TestStateIsSavedOnRequest(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file, link := filepath.Join(dir, "state.json"), filepath.Join(dir, "link")
	for _, err := range []error{os.WriteFile(file, []byte(`{"appmeshMockState":1,"resources":[]}`), 0o600),
		os.Symlink(file, link)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	s := startServer(t, nil, "--state-file", link)
	s.want("PUT", "/v20190125/meshes", `{"meshName":"by-request"}`, http.StatusOK, "")
	s.want("POST", "/_mock/state/save", "", http.StatusOK, "{}")
	if !fileHas(file, "by-request")() {
		t.Error("the request did not save the state")
	}
	for _, name := range []string{"by-signal", "by-another"} {
		s.want("PUT", "/v20190125/meshes", `{"meshName":"`+name+`"}`, http.StatusOK, "")
		if err := s.cmd.Process.Signal(syscall.SIGHUP); err != nil {
			t.Fatal(err)
		}
		waitFor(t, "saved on SIGHUP", fileHas(file, name))
	}
	s.want("PUT", "/v20190125/meshes", `{"meshName":"unsaved"}`, http.StatusOK, "")
	s.stop(os.Kill)
	if fileHas(file, "unsaved")() {
		t.Error("the state was saved without a request")
	}
	if info, err := os.Stat(file); err != nil || info.Mode() != 0o600 {
		t.Errorf("the mode of the file is %v, %v", info.Mode(), err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode().Type() != os.ModeSymlink {
		t.Errorf("the link is %v, %v", info.Mode(), err)
	}
}

func TestSaveWithoutStateFileIsRefused(t *testing.T) {
	t.Parallel()
	s := startServer(t, nil)
	s.want("POST", "/_mock/state/save", "", http.StatusConflict, "--state-file")
	if code := s.stop(syscall.SIGHUP); code != -1 {
		t.Errorf("SIGHUP: exit %d", code)
	}
}

func TestDamagedOrNewerStateFileIsLeftUnchanged(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"empty":   "",
		"half":    `{"appmeshMockState":1,"resources":[{"kind":"me`,
		"newer":   `{"appmeshMockState":2,"resources":[]}`,
		"another": `{"meshes":[]}`,
		"unknown": `{"appmeshMockState":1,"resources":[{"kind":"planet"}]}`,
	} {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		wantRefusal(t, exitError, "cannot load the state file "+file+", which is left unchanged: ", nil, "--addr",
			"127.0.0.1:0", "--state-file", file)
		if after, err := os.ReadFile(file); err != nil || string(after) != text {
			t.Errorf("%s: the file is %q, %v", name, after, err)
		}
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 5 {
		t.Errorf("the folder has %v, %v", left, err)
	}
	wantRefusal(t, exitError, "the state could not be saved: open /nonexistent/state.json.tmp", nil, "--addr",
		"127.0.0.1:0", "--state-file", "/nonexistent/state.json")
	wantRefusal(t, exitError, "cannot read the state file: read "+dir, nil, "--addr", "127.0.0.1:0", "--state-file", dir)
}

func TestFailureToSaveAtTheEndIsExitOne(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "d")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	s := startServer(t, nil, "--state-file", filepath.Join(dir, "state.json"))
	if err := os.Remove(dir); err != nil {
		t.Fatal(err)
	}
	s.want("POST", "/_mock/state/save", "", http.StatusInternalServerError, "cannot save the state: ")
	if code := s.stop(terminate); code != exitError ||
		!strings.Contains(s.log.String(), "appmesh-mock: cannot save the state: open "+dir) {
		t.Errorf("exit %d: %s", code, s.log.String())
	}
}

func TestSavedStateHasPrecedenceOverWorldAndSeeds(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "state.json")
	args := []string{"--state-file", file, "--world", "storefront"}
	s := startServer(t, nil, args...)
	s.want("PUT", "/v20190125/meshes", `{"meshName":"m"}`, http.StatusOK, "")
	s.stop(terminate)
	s = startServer(t, nil, args...)
	if _, list := s.send("GET", "/v20190125/meshes", ""); strings.Count(list, `"meshName"`) != 2 {
		t.Errorf("the meshes are %s", list)
	}
	if s.stop(terminate); !strings.Contains(s.log.String(), "--world and --seed are ignored") {
		t.Errorf("the log is %s", s.log.String())
	}
}
