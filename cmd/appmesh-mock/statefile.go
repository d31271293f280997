package main

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"syscall"

	"github.com/appmesh-mock/appmesh-mock/server"
)

// stateFile is the file from which the state is loaded and to which it is saved. Without a
// path its methods do nothing.
type stateFile struct {
	path string
	api  *server.Server
	mu   sync.Mutex // serializes saves, so that the last one determines the content
}

// load replaces the server's state by that of the file, and reports whether the file exists.
// It also returns an error if the state could not be saved later.
func (f *stateFile) load() (found bool, err error) {
	if f.path == "" {
		return false, nil
	}
	if f.path, err = followLinks(f.path); err != nil {
		return false, fmt.Errorf("cannot use the state file: %w", err)
	}
	if isMountPoint(f.path) {
		return false, f.mountError()
	}
	document, err := os.ReadFile(f.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, f.probe()
	case err != nil:
		return false, fmt.Errorf("cannot read the state file: %w", err)
	}
	if err := f.api.Load(document); err != nil {
		return false, fmt.Errorf("cannot load the state file %s, which is left unchanged: %w", f.path, err)
	}
	return true, f.probe()
}

// probe returns an error if files cannot be created in the folder of the state file. It also
// removes the temporary file that a process left behind if it was killed while saving.
func (f *stateFile) probe() error {
	temporary, err := createTemporary(f.path)
	if err != nil {
		return fmt.Errorf("the state could not be saved: %w", err)
	}
	temporary.Close() //nolint:errcheck // nothing was written
	return os.Remove(temporary.Name())
}

// save writes the state to the file. If it fails, the file keeps its old content.
func (f *stateFile) save() error {
	if f.path == "" {
		return nil
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	err := writeAtomicSynced(f.path, f.api.Save())
	if errors.Is(err, syscall.EBUSY) {
		return f.mountError()
	}
	if err != nil {
		return fmt.Errorf("cannot save the state: %w", err)
	}
	return nil
}

// mountError explains how to fix a state file that is itself a mount point. Such a file
// cannot be replaced, and overwriting it in place would lose it if the process were killed.
func (f *stateFile) mountError() error {
	return fmt.Errorf("the state file %s is a mount point and cannot be replaced: mount its folder instead, "+
		"as in docker run -v ./state:/state with --state-file /state/%s", f.path, filepath.Base(f.path))
}

// isMountPoint reports whether a file is a mount point, as after docker run -v FILE:FILE. It
// works only on Linux.
func isMountPoint(path string) bool {
	mounts, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		return false
	}
	path, err = filepath.Abs(path)
	if err != nil {
		return false
	}
	if folder, err := filepath.EvalSymlinks(filepath.Dir(path)); err == nil {
		path = filepath.Join(folder, filepath.Base(path))
	}
	unescape := strings.NewReplacer(`\040`, " ", `\011`, "\t", `\012`, "\n", `\134`, `\`)
	for line := range strings.Lines(string(mounts)) {
		const mountPoint = 4 // see proc_pid_mountinfo(5)
		if fields := strings.Fields(line); len(fields) > mountPoint && unescape.Replace(fields[mountPoint]) == path {
			return true
		}
	}
	return false
}

// saveOnHangup saves the state on each SIGHUP until stop is called. Without a path the signal
// keeps its default effect.
func (f *stateFile) saveOnHangup(logger *slog.Logger) (stop func()) {
	if f.path == "" {
		return func() {}
	}
	hangups, done := make(chan os.Signal, 1), make(chan struct{})
	signal.Notify(hangups, syscall.SIGHUP)
	go func() {
		for {
			select {
			case <-hangups:
				if err := f.save(); err != nil {
					logger.Error(err.Error())
				} else {
					logger.Info("saved the state", "file", f.path)
				}
			case <-done:
				return
			}
		}
	}()
	return func() {
		signal.Stop(hangups)
		close(done)
	}
}
