package main

import (
	"os"
	"path/filepath"
)

// writeWhole writes a file so that nobody ever sees half of it.
func writeWhole(file, text string) error { return replace(file, []byte(text), false) }

// writeSynced writes a file so that even a machine that loses its power has the old one or the
// new one whole.
func writeSynced(file string, data []byte) error { return replace(file, data, true) }

// replace writes a temporary file in the same folder and renames it. A file that is there
// hands on its mode.
func replace(file string, data []byte, synced bool) error {
	mode := os.FileMode(0o644)
	if old, err := os.Stat(file); err == nil && old.Mode().IsRegular() {
		mode = old.Mode().Perm()
	}
	temporary, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".*")
	if err != nil {
		return err
	}
	defer os.Remove(temporary.Name()) //nolint:errcheck // it is gone if all went well
	_, err = temporary.Write(data)
	if err == nil {
		err = temporary.Chmod(mode)
	}
	if err == nil && synced {
		err = temporary.Sync()
	}
	if closing := temporary.Close(); err == nil {
		err = closing
	}
	if err == nil {
		err = os.Rename(temporary.Name(), file)
	}
	if err == nil && synced {
		syncFolder(filepath.Dir(file))
	}
	return err
}

// syncFolder makes a renaming last. Not every system can; the file itself is whole in any case.
func syncFolder(path string) {
	folder, err := os.Open(path)
	if err != nil {
		return
	}
	defer folder.Close() //nolint:errcheck // nothing was written to it
	folder.Sync()        //nolint:errcheck // see above
}
