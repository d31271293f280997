package convert

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/seed"
)

// extensions lists the extensions of the files that are read from a folder.
var extensions = []string{".json", ".yaml", ".yml"}

// ReadFiles reads a file, or all *.json, *.yaml and *.yml files of a folder in the order of
// their names, without subfolders. It does not look at their contents. Errors name the file.
func ReadFiles(path string) ([]seed.File, error) {
	paths := []string{path}
	info, err := os.Stat(path)
	if err != nil {
		return nil, pathError(path, err)
	}
	if info.IsDir() {
		if paths, err = filesIn(path); err != nil {
			return nil, err
		}
	}
	var files []seed.File
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, pathError(path, err)
		}
		files = append(files, seed.File{Name: path, Data: data})
	}
	return files, nil
}

// ReadSource reads a seed that a user specified: text for which IsInline is true, or the path
// of a file or folder. Files may have any supported format.
func ReadSource(source string, options Options) ([]server.Step, error) {
	if IsInline(source) {
		return ReadSeed("inline seed", []byte(source))
	}
	files, err := ReadFiles(source)
	if err != nil {
		return nil, err
	}
	result, err := Read(files, options)
	return result.Steps, err
}

// IsInline reports whether text is a seed instead of a path: it begins with [ or {.
func IsInline(text string) bool {
	text = strings.TrimSpace(text)
	return text != "" && (text[0] == '[' || text[0] == '{')
}

// filesIn returns the paths of the files of a folder that are read, sorted.
func filesIn(folder string) ([]string, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, pathError(folder, err)
	}
	var paths []string
	for _, entry := range entries {
		if !entry.IsDir() && slices.Contains(extensions, strings.ToLower(filepath.Ext(entry.Name()))) {
			paths = append(paths, filepath.Join(folder, entry.Name()))
		}
	}
	if len(paths) == 0 {
		return nil, fmt.Errorf("%s: the folder has no *.json, *.yaml or *.yml file", folder)
	}
	return paths, nil
}

// pathError returns an error that contains the path once, at the beginning.
func pathError(path string, err error) error {
	if at := (*os.PathError)(nil); errors.As(err, &at) {
		err = at.Err
	}
	return fmt.Errorf("%s: %w", path, err)
}
