package docs

import (
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestEveryControlHasAnExample searches the Go code of fixtures/README.md for each exported
// function and method of appmeshtest.
func TestEveryControlHasAnExample(t *testing.T) {
	t.Parallel()
	var shown strings.Builder
	for _, d := range read(t) {
		for _, fence := range d.Fences {
			if d.Path == "fixtures/README.md" && fence.Language == "go" {
				shown.WriteString(fence.Text)
			}
		}
	}
	for _, name := range controls(t) {
		if !regexp.MustCompile(`\.` + name + `\(`).MatchString(shown.String()) {
			t.Errorf("fixtures/README.md has no example of %s", name)
		}
	}
}

// controls returns the names of the functions and methods that a test can call.
func controls(t *testing.T) (names []string) {
	t.Helper()
	set := token.NewFileSet()
	folder := filepath.Join(root, "fixtures", "appmeshtest")
	noTests := func(f fs.FileInfo) bool { return !strings.HasSuffix(f.Name(), "_test.go") }
	//nolint:staticcheck // the folder has one package without build tags
	parsed, err := parser.ParseDir(set, folder, noTests, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	var files []*ast.File
	for _, file := range parsed["appmeshtest"].Files {
		files = append(files, file)
	}
	found, err := doc.NewFromFiles(set, files, "appmeshtest")
	if err != nil {
		t.Fatal(err)
	}
	add := func(all []*doc.Func) {
		for _, f := range all {
			names = append(names, f.Name)
		}
	}
	add(found.Funcs)
	for _, each := range found.Types {
		add(each.Funcs)
		if slices.Contains([]string{"Server", "View", "Resource", "Caller", "InjectedFault"}, each.Name) {
			add(each.Methods)
		}
	}
	if len(names) < 40 {
		t.Fatalf("there are only %v", names)
	}
	return names
}
