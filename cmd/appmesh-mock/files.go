package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// temporarySuffix is the suffix of the temporary file that holds the new content of a file
// until it is complete.
const temporarySuffix = ".tmp"

// writeAtomic writes a file so that readers see either the old or the new content. It writes
// a temporary file in the same folder and renames it. An existing file keeps its mode; a new
// file gets the mode that the umask permits. Symbolic links are followed.
func writeAtomic(path string, data []byte) error { return replaceFile(path, data, false) }

// writeAtomicSynced is like writeAtomic, but returns only after the content is on disk.
func writeAtomicSynced(path string, data []byte) error { return replaceFile(path, data, true) }

func replaceFile(path string, data []byte, synced bool) error {
	path, err := followLinks(path)
	if err != nil {
		return err
	}
	temporary, err := createTemporary(path)
	if err != nil {
		return err
	}
	defer os.Remove(temporary.Name()) //nolint:errcheck // already renamed on success
	_, err = temporary.Write(data)
	if err == nil && synced {
		err = temporary.Sync()
	}
	if closing := temporary.Close(); err == nil {
		err = closing
	}
	if err == nil {
		err = os.Rename(temporary.Name(), path)
	}
	if err == nil && synced {
		syncFolder(filepath.Dir(path))
	}
	return err
}

// createTemporary creates the temporary file of a path. It replaces a file that a killed
// process left behind.
func createTemporary(path string) (*os.File, error) {
	mode, old := os.FileMode(0o666), false
	if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
		mode, old = info.Mode().Perm(), true
	}
	name := path + temporarySuffix
	if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	// O_EXCL prevents following a link that appears under this name.
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return nil, err
	}
	if old { // the umask may have removed bits
		if err := file.Chmod(mode); err != nil {
			file.Close()    //nolint:errcheck // the write has been checked
			os.Remove(name) //nolint:errcheck // the error of Chmod is the one to report
			return nil, err
		}
	}
	return file, nil
}

// maxLinks limits the number of symbolic links that are followed, to detect loops.
const maxLinks = 40

// followLinks returns the file to which a path leads. The file need not exist.
func followLinks(path string) (string, error) {
	for range maxLinks {
		info, err := os.Lstat(path)
		if err != nil || info.Mode().Type() != fs.ModeSymlink {
			return path, nil // if this is an error, the caller finds it
		}
		target, err := os.Readlink(path)
		if err != nil {
			return "", err
		}
		if !filepath.IsAbs(target) {
			target = filepath.Join(filepath.Dir(path), target)
		}
		path = target
	}
	return "", fmt.Errorf("%s: too many symbolic links", path)
}

// syncFolder makes a rename durable. Some systems do not support it, but the file is complete
// in any case.
func syncFolder(path string) {
	folder, err := os.Open(path)
	if err != nil {
		return
	}
	defer folder.Close() //nolint:errcheck // it was only read
	folder.Sync()        //nolint:errcheck // see above
}
