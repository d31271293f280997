package main

import (
	"errors"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestReadyFileIsRemovedOnlyByItsOwner(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "ready")
	first := &readyFile{path: path, logger: slog.New(slog.DiscardHandler)}
	second := &readyFile{path: path, logger: first.logger}
	if err := errors.Join(first.write([]string{"http://127.0.0.1:1"}),
		second.write([]string{"http://127.0.0.1:2"})); err != nil {
		t.Fatal(err)
	}
	first.remove()
	if urls, err := readReadyFile(path); err != nil || len(urls) != 1 || urls[0] != "http://127.0.0.1:2" {
		t.Errorf("%q %v", urls, err)
	}
	second.remove()
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("the file remains: %v", err)
	}
}

func TestStartErrorReplacesOnlyFilesWithoutARunningServer(t *testing.T) {
	t.Parallel()
	running, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer running.Close()
	stopped, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	stopped.Close()
	for content, replaced := range map[string]bool{
		"":                                  true,
		"error: an earlier one\n":           true,
		"http://" + stopped.Addr().String(): true,
		"http://" + running.Addr().String(): false,
		"unix:/nonexistent\nhttp://" + running.Addr().String() + "\n": false,
	} {
		file := writeFile(t, filepath.Join(t.TempDir(), "ready"), content)
		(&readyFile{path: file, logger: slog.New(slog.DiscardHandler)}).writeError(errors.New("two\nlines"))
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if got := string(text) == "error: two lines\n"; got != replaced {
			t.Errorf("%q: the file is %q, replaced %t, want %t", content, text, got, replaced)
		}
	}
}

func TestFailedStartIsReportedInTheReadyFile(t *testing.T) {
	t.Parallel()
	ready := filepath.Join(t.TempDir(), "ready")
	wantRefusal(t, exitError, "--seed: /nonexistent", nil, "--addr", "127.0.0.1:0", "--ready-file", ready, "--seed",
		"/nonexistent")
	if text, err := os.ReadFile(ready); err != nil || !strings.HasPrefix(string(text), "error: --seed: /nonexistent") {
		t.Errorf("the ready file is %q, %v", text, err)
	}
	s := startServer(t, nil, "--ready-file", ready)
	if lines := readyLines(t, ready); len(lines) != 1 || lines[0] != s.url {
		t.Errorf("the ready file is %q, want %s", lines, s.url)
	}
}
