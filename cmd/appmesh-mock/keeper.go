package main

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"sync"
	"syscall"

	"github.com/appmesh-mock/appmesh-mock/server"
)

// keeper keeps the state in a file. One without a file keeps nothing.
type keeper struct {
	file string
	api  *server.Server
	mu   sync.Mutex // one save at a time, so that the last one stands
}

// load fills the server with what the file has, and tells whether there was one. It fails also
// on a file that could not be saved later.
func (k *keeper) load() (found bool, err error) {
	if k.file == "" {
		return false, nil
	}
	if target, err := filepath.EvalSymlinks(k.file); err == nil {
		k.file = target // so that saving replaces the file, not the link
	}
	document, err := os.ReadFile(k.file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, k.probe()
	case err != nil:
		return false, fmt.Errorf("cannot read the state file: %w", err)
	}
	if err := k.api.Load(document); err != nil {
		return false, fmt.Errorf("cannot load the state file %s, which is left as it is: %w", k.file, err)
	}
	return true, k.probe()
}

// probe fails if no file can be made beside the state file.
func (k *keeper) probe() error {
	temporary, err := os.CreateTemp(filepath.Dir(k.file), filepath.Base(k.file)+".*")
	if err != nil {
		return fmt.Errorf("the state could not be saved: %w", err)
	}
	temporary.Close() //nolint:errcheck // nothing was written to it
	return os.Remove(temporary.Name())
}

// save writes the state to the file, so that it has the old state or the new one whatever happens.
func (k *keeper) save() error {
	if k.file == "" {
		return nil
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if err := writeSynced(k.file, k.api.Save()); err != nil {
		return fmt.Errorf("cannot save the state: %w", err)
	}
	return nil
}

// onHangup saves at each SIGHUP, until stop is called. Without a file it leaves the signal alone.
func (k *keeper) onHangup(logger *slog.Logger) (stop func()) {
	if k.file == "" {
		return func() {}
	}
	hangups, done := make(chan os.Signal, 1), make(chan struct{})
	signal.Notify(hangups, syscall.SIGHUP)
	go func() {
		for {
			select {
			case <-hangups:
				if err := k.save(); err != nil {
					logger.Error(err.Error())
				} else {
					logger.Info("saved", "file", k.file)
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
