package main

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestWrittenFilesKeepTheirMode(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, mode := range []os.FileMode{0o600, 0o640, 0o666, 0o777} {
		file := writeFile(t, filepath.Join(dir, mode.String()), "old")
		if err := os.Chmod(file, mode); err != nil {
			t.Fatal(err)
		}
		if err := writeAtomicSynced(file, []byte("new")); err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(file); err != nil || info.Mode() != mode {
			t.Errorf("the mode is %v, want %v, %v", info.Mode(), mode, err)
		}
	}
}

func TestNewFilesRespectTheUmask(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no umask")
	}
	dir := t.TempDir()
	reference, err := os.OpenFile(filepath.Join(dir, "reference"), os.O_CREATE|os.O_WRONLY, 0o666)
	if err != nil {
		t.Fatal(err)
	}
	defer reference.Close()
	want, err := reference.Stat()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "new")
	if err := writeAtomic(file, nil); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode() != want.Mode() {
		t.Errorf("the mode is %v, want %v, %v", info.Mode(), want.Mode(), err)
	}
}

func TestLinksAreFollowed(t *testing.T) {
	t.Parallel()
	for name, exists := range map[string]bool{"link to a file": true, "dangling link": false} {
		dir := t.TempDir()
		target, link := filepath.Join(dir, "target"), filepath.Join(dir, "link")
		if exists {
			writeFile(t, target, "old")
		}
		for _, err := range []error{os.Symlink("target", filepath.Join(dir, "second")),
			os.Symlink(filepath.Join(dir, "second"), link)} {
			if err != nil {
				t.Skip("links cannot be created here:", err)
			}
		}
		if err := writeAtomic(link, []byte("new")); err != nil {
			t.Fatal(err)
		}
		if text, err := os.ReadFile(target); string(text) != "new" {
			t.Errorf("%s: the target is %q, %v", name, text, err)
		}
		if info, err := os.Lstat(link); err != nil || info.Mode().Type() != os.ModeSymlink {
			t.Errorf("%s: the link is %v, %v", name, info.Mode(), err)
		}
	}
}

func TestLoopOfLinksIsRefused(t *testing.T) {
	t.Parallel()
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(link, link); err != nil {
		t.Skip("links cannot be created here:", err)
	}
	if err := writeAtomic(link, nil); err == nil || !strings.Contains(err.Error(), "too many symbolic links") {
		t.Error(err)
	}
}

func TestTemporaryFilesAreReplacedAndRemoved(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "state.json")
	victim := writeFile(t, filepath.Join(dir, "victim"), "mine")
	if err := os.Symlink(victim, file+temporarySuffix); err != nil {
		writeFile(t, file+temporarySuffix, "left by a process that was killed")
	}
	if err := writeAtomic(file, []byte("new")); err != nil {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(victim); string(text) != "mine" {
		t.Errorf("the target of a link is %q, %v", text, err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 2 {
		t.Errorf("the folder has %v, %v", left, err)
	}
}
