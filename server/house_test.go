package server_test

import (
	"bufio"
	"go/ast"
	"go/parser"
	gotoken "go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/appmesh-mock/appmesh-mock"

// sources returns the Go files of the project by path, except tests and e2e.
func sources(t *testing.T) map[string]*ast.File {
	t.Helper()
	files := map[string]*ast.File{}
	err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := filepath.ToSlash(strings.TrimPrefix(path, ".."+string(filepath.Separator)))
		if entry.IsDir() {
			if name == "e2e" || path != ".." && strings.HasPrefix(entry.Name(), ".") {
				return filepath.SkipDir
			}
			return nil
		}
		if strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") {
			files[name], err = parser.ParseFile(gotoken.NewFileSet(), path, nil, parser.ParseComments)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 40 {
		t.Fatalf("only %d files: is this the tree?", len(files))
	}
	return files
}

func within(path string, dirs ...string) bool {
	return slices.ContainsFunc(dirs, func(dir string) bool { return strings.HasPrefix(path, dir+"/") })
}

// Other packages get their clock, uids and request ids through Options.
func TestOnlyCmdAndFixturesReadClockRandomnessAndEnvironment(t *testing.T) {
	t.Parallel()
	for path, file := range sources(t) {
		if within(path, "cmd", "fixtures", "server/internal/model/gen") {
			continue
		}
		names := map[string]string{} // of imported packages in this file
		for _, spec := range file.Imports {
			of, _ := strconv.Unquote(spec.Path.Value)
			name := of[strings.LastIndexByte(of, '/')+1:]
			if spec.Name != nil {
				name = spec.Name.Name
			}
			names[name] = of
			if strings.HasPrefix(of, "math/rand") || of == "crypto/rand" {
				t.Errorf("%s imports %s", path, of)
			}
		}
		ast.Inspect(file, func(node ast.Node) bool {
			selector, ok := node.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			pkg, ok := selector.X.(*ast.Ident)
			if !ok || pkg.Obj != nil {
				return true
			}
			name := names[pkg.Name] + "." + selector.Sel.Name
			if slices.Contains([]string{"time.Now", "time.Since", "time.Until", "os.Getenv", "os.LookupEnv",
				"os.Environ"}, name) {
				t.Errorf("%s uses %s", path, name)
			}
			return true
		})
	}
}

// ofOthers returns the imports of a file from other modules.
func ofOthers(file *ast.File) (list []string) {
	for _, spec := range file.Imports {
		if of, _ := strconv.Unquote(spec.Path.Value); !strings.HasPrefix(of, module+"/") {
			list = append(list, of)
		}
	}
	return list
}

// The list has the imports that each package may have.
func TestImportsGoOneWay(t *testing.T) {
	t.Parallel()
	allowed := map[string][]string{ // packages of this module that a package may import
		"state":                     {},
		"server/internal/nearest":   {},
		"server/internal/quote":     {},
		"server/internal/model":     {"server/internal/nearest"},
		"server/internal/model/gen": {},
		"server/internal/sigv4":     {},
		"server/internal/rules":     {},
		"server/internal/glob":      {},
		"server/internal/api": {"server/internal/model", "server/internal/nearest", "server/internal/rules",
			"server/internal/sigv4", "state"},
		"server/internal/cbor": {},
		"server/internal/companions": {"server/internal/api", "server/internal/cbor", "server/internal/model",
			"server/internal/sigv4", "state"},
		"server": {"server/internal/api", "server/internal/companions", "server/internal/glob", "server/internal/model", "server/internal/nearest",
			"server/internal/rules", "server/internal/sigv4", "state"},
		"server/seed": {"server", "server/internal/seedfile"},
		"server/convert": {"server", "server/seed", "server/internal/jsondoc", "server/internal/model",
			"server/internal/nearest", "server/internal/quote", "server/internal/seedfile", "server/internal/yamldoc", "state"},
		"server/internal/jsondoc": {},
		"server/internal/seedfile": {"server", "server/internal/jsondoc", "server/internal/model", "server/internal/nearest",
			"state"},
		"server/internal/yamldoc": {"server/internal/jsondoc"},
		"server/envoy":            {"server/internal/model", "state"},
		"server/routing":          {"server/internal/model", "server/internal/quote", "server/internal/rules", "state"},
		"server/envoy/xds":        {"server/envoy", "state"},
		"server/admin": {"server", "server/convert", "server/envoy", "server/envoy/xds", "server/internal/glob", "server/routing",
			"server/seed", "state"},
		"server/client":                 {"server/internal/model", "server/internal/sigv4", "state"},
		"server/meshtree":               {"state"},
		"server/ui":                     {},
		"fixtures/appmeshtest":          {"server", "server/meshtree", "server/routing", "server/seed", "state", "fixtures/worlds"},
		"fixtures/appmeshtest/importer": {"server", "server/convert", "fixtures/appmeshtest"},
		"fixtures/appmeshtest/envoys":   {"server/envoy", "server/envoy/xds", "state", "fixtures/appmeshtest"},
		"cmd/appmesh-mock-ads":          {"server/envoy", "server/envoy/xds"},
		"fixtures/worlds":               {"server", "server/seed", "state"},
		"cmd/appmesh-mock": {"server", "server/admin", "server/client", "server/convert", "server/envoy",
			"server/envoy/xds", "server/meshtree", "server/routing", "server/seed", "server/ui", "fixtures/worlds",
			"state"},
	}
	others := map[string][]string{ // packages of other modules that a package may import
		"state":                   {"github.com/hashicorp/go-memdb"},
		"server":                  {"github.com/gorilla/mux"},
		"server/admin":            {"github.com/gorilla/mux"},
		"server/internal/yamldoc": {"go.yaml.in/yaml/v3"},
		"cmd/appmesh-mock":        {"github.com/spf13/cobra", "github.com/spf13/pflag", "go.yaml.in/yaml/v3"},
	}
	for path, file := range sources(t) {
		dir := path[:strings.LastIndexByte(path, '/')]
		if dir == "cmd/appmesh-mock-ads" {
			others[dir] = append(others[dir], ofOthers(file)...) // a module of its own
		}
		ours, known := allowed[dir]
		if !known {
			t.Errorf("%s: the list does not have the imports of %s", path, dir)
		}
		for _, spec := range file.Imports {
			of, _ := strconv.Unquote(spec.Path.Value)
			switch inner, own := strings.CutPrefix(of, module+"/"); {
			case own && !slices.Contains(ours, inner):
				t.Errorf("%s imports %s", path, of)
			case !own && strings.Contains(strings.SplitN(of, "/", 2)[0], ".") && !slices.Contains(others[dir], of):
				t.Errorf("%s imports %s", path, of)
			}
		}
	}
}

func TestFilesAreShort(t *testing.T) {
	t.Parallel()
	const most = 300
	for path, file := range sources(t) {
		if ast.IsGenerated(file) {
			continue
		}
		f, err := os.Open(filepath.Join("..", filepath.FromSlash(path)))
		if err != nil {
			t.Fatal(err)
		}
		lines := 0
		for scan := bufio.NewScanner(f); scan.Scan(); {
			lines++
		}
		f.Close()
		if lines > most {
			t.Errorf("%s has %d lines, want at most %d", path, lines, most)
		}
	}
}

func TestPackagesAndExportedNamesHaveComments(t *testing.T) {
	t.Parallel()
	documented := map[string]bool{}
	for path, file := range sources(t) {
		dir := path[:strings.LastIndexByte(path, '/')]
		documented[dir] = documented[dir] || file.Doc != nil
		if ast.IsGenerated(file) || file.Name.Name == "main" {
			continue
		}
		for _, decl := range file.Decls {
			switch d := decl.(type) {
			case *ast.FuncDecl:
				if d.Name.IsExported() && d.Doc == nil && (d.Recv == nil || receiverExported(d)) &&
					d.Name.Name != "Error" {
					t.Errorf("%s: %s has no comment", path, d.Name.Name)
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					if s, ok := spec.(*ast.TypeSpec); ok && s.Name.IsExported() && d.Doc == nil && s.Doc == nil &&
						s.Comment == nil {
						t.Errorf("%s: %s has no comment", path, s.Name.Name)
					}
				}
			}
		}
	}
	for dir, yes := range documented {
		if !yes {
			t.Errorf("package %s has no comment", dir)
		}
	}
}

func receiverExported(d *ast.FuncDecl) bool {
	typ := d.Recv.List[0].Type
	if star, ok := typ.(*ast.StarExpr); ok {
		typ = star.X
	}
	name, ok := typ.(*ast.Ident)
	return ok && name.IsExported()
}
