package docs

import (
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"regexp"
	"slices"
	"strings"
)

// packages has the import paths of the packages that a snippet may use without importing them.
var packages = map[string]string{
	"appmesh":     "github.com/aws/aws-sdk-go-v2/service/appmesh",
	"appmeshtest": "github.com/appmesh-mock/appmesh-mock/fixtures/appmeshtest",
	"aws":         "github.com/aws/aws-sdk-go-v2/aws",
	"config":      "github.com/aws/aws-sdk-go-v2/config",
	"context":     "context",
	"errors":      "errors",
	"envoy":       "github.com/appmesh-mock/appmesh-mock/server/envoy",
	"credentials": "github.com/aws/aws-sdk-go-v2/credentials",
	"envoys":      "github.com/appmesh-mock/appmesh-mock/fixtures/appmeshtest/envoys",
	"exec":        "os/exec",
	"filepath":    "path/filepath",
	"fmt":         "fmt",
	"http":        "net/http",
	"httptest":    "net/http/httptest",
	"importer":    "github.com/appmesh-mock/appmesh-mock/fixtures/appmeshtest/importer",
	"os":          "os",
	"retry":       "github.com/aws/aws-sdk-go-v2/aws/retry",
	"server":      "github.com/appmesh-mock/appmesh-mock/server",
	"slices":      "slices",
	"state":       "github.com/appmesh-mock/appmesh-mock/state",
	"strings":     "strings",
	"synctest":    "testing/synctest",
	"testing":     "testing",
	"time":        "time",
	"types":       "github.com/aws/aws-sdk-go-v2/service/appmesh/types",
	"worlds":      "github.com/appmesh-mock/appmesh-mock/fixtures/worlds",
}

var (
	topLevel  = regexp.MustCompile(`\A(//.*\n)*(package|import|func|type) `)
	notLetter = regexp.MustCompile(`[^A-Za-z0-9]+`)
)

// TopLevel reports whether a snippet consists of declarations, not of statements.
func TopLevel(code string) bool { return topLevel.MatchString(code) }

// Formatted reports whether a snippet is as gofmt writes it.
func Formatted(code string) bool {
	formatted, err := format.Source([]byte(code))
	return err == nil && strings.TrimSpace(string(formatted)) == strings.TrimSpace(code)
}

// Assemble returns a Go file with a snippet. It does not change declarations. Statements
// become a test, in which srv is a server with the data set storefront, client a client of it,
// and ctx a context. Errors of the compiler and of tests have the line numbers of the document.
func Assemble(document string, fence Fence) (string, error) {
	position := fmt.Sprintf("//line %s:%d\n", document, fence.Line)
	if strings.HasPrefix(fence.Text, "package ") {
		return position + fence.Text, nil
	}
	code := fence.Hidden + position + fence.Text
	if !TopLevel(fence.Text) {
		name := notLetter.ReplaceAllString(document, "_")
		code = fmt.Sprintf("func Test_%s_%d(t *testing.T) {\n"+
			"srv, client, ctx := start(t)\n_, _, _ = srv, client, ctx\n{\n%s}\n}\n", name, fence.Line, code)
	}
	file, err := parser.ParseFile(token.NewFileSet(), "", "package snippets\n"+code, 0)
	if err != nil {
		return "", err
	}
	return "package snippets\n" + imports(file) + code, nil
}

// imports returns the import declarations that a file lacks.
func imports(file *ast.File) string {
	var lines []string
	for _, name := range file.Unresolved {
		if path, known := packages[name.Name]; known {
			lines = append(lines, fmt.Sprintf("import %s %q\n", name.Name, path))
		}
	}
	slices.Sort(lines)
	return strings.Join(slices.Compact(lines), "")
}

// Common is the Go file that all snippets of statements share.
const Common = `package snippets

import (
	"context"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/fixtures/appmeshtest"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/appmesh"
)

func start(t *testing.T) (*appmeshtest.Server, *appmesh.Client, context.Context) {
	srv := appmeshtest.Start(t, appmeshtest.WithWorld("storefront"))
	return srv, newClient(srv), t.Context()
}

func newClient(srv *appmeshtest.Server) *appmesh.Client {
	return appmesh.New(appmesh.Options{
		BaseEndpoint: &srv.URL, Region: srv.Region, Credentials: aws.AnonymousCredentials{},
	})
}
`
