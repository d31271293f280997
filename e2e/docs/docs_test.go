package docs

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
)

func TestMain(m *testing.M) { os.Exit(harness.Main(m)) }

const root = "../.."

var documents = sync.OnceValues(func() ([]Document, error) { return Documents(root) })

func read(t *testing.T) []Document {
	t.Helper()
	all, err := documents()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 2 {
		t.Fatalf("there are only %d documents", len(all))
	}
	return all
}

// unrun has the commands of documents that this test cannot run, with the reason. A key is the
// beginning of a fence, or of a code span followed by "\n".
var unrun = map[string]string{
	"go get github.com/":       "the module is not published",
	"go -C e2e run ./alltests": "it runs this test",
	".ci/run":                  "it runs this test",
	"cd e2e\ngo test ./bench":  "it takes long on an idle machine; .ci/run runs each benchmark once",
	"docker ":                  "it needs a container engine",
}

// isUnrun reports whether unrun has an entry for the code, and marks the entry as used.
func isUnrun(code string, met map[string]bool) bool {
	for beginning := range unrun {
		if strings.HasPrefix(strings.TrimPrefix(code, "$ "), beginning) {
			met[beginning] = true
			return true
		}
	}
	return false
}

// ours reports whether this test runs the commands of a document. Package examples runs those
// of the examples, each in its folder, except for those of the guides.
func ours(d Document) bool {
	return !strings.HasPrefix(d.Path, "e2e/examples/") || strings.HasPrefix(d.Path, "e2e/examples/guides/")
}

func TestEveryFenceHasAKnownLanguage(t *testing.T) {
	t.Parallel()
	for _, d := range read(t) {
		for _, fence := range d.Fences {
			switch fence.Language {
			case "go", "sh", "console", "hcl", "yaml", "text", "python", "js":
			case "json":
				if !json.Valid([]byte(fence.Text)) {
					t.Errorf("%s:%d: the code is not JSON", d.Path, fence.Line)
				}
			default:
				t.Errorf("%s:%d: the language %q is unknown", d.Path, fence.Line, fence.Language)
			}
		}
	}
}

func TestEveryExceptionOccursInADocument(t *testing.T) {
	t.Parallel()
	met := map[string]bool{}
	for _, d := range read(t) {
		for _, fence := range d.Fences {
			isUnrun(fence.Text, met)
		}
		for _, span := range d.Spans {
			isUnrun(span.Text+"\n", met)
		}
	}
	for beginning, why := range unrun {
		if !met[beginning] {
			t.Errorf("no document has %q: remove the exception (%s)", beginning, why)
		}
	}
}

// TestFencedCommandsWriteTheDocumentedOutput runs the commands of each document in a shell of
// its own, in a folder with links to the files of the project.
func TestFencedCommandsWriteTheDocumentedOutput(t *testing.T) {
	t.Parallel()
	for _, d := range read(t) {
		if !ours(d) {
			continue
		}
		t.Run(d.Path, func(t *testing.T) {
			t.Parallel()
			needs(t, d, "curl", "jq", "aws")
			s := NewSession(t, harness.Build(t), clone(t))
			for _, fence := range d.Fences {
				if isUnrun(fence.Text, map[string]bool{}) {
					continue
				}
				switch fence.Language {
				case "sh":
					s.Run(fence.Hidden + fence.Text)
				case "console":
					if fence.Hidden != "" {
						s.Run(fence.Hidden)
					}
					s.Prompt(fence.Text)
				}
				if t.Failed() {
					t.Fatalf("%s:%d", d.Path, fence.Line)
				}
			}
		})
	}
}

// TestCommandsWithinTextSucceed runs the commands in code spans, in order.
func TestCommandsWithinTextSucceed(t *testing.T) {
	t.Parallel()
	for _, d := range read(t) {
		t.Run(d.Path, func(t *testing.T) {
			t.Parallel()
			var s *Session
			for _, span := range d.Spans {
				command := strings.HasPrefix(span.Text, "curl ") || strings.HasPrefix(span.Text, "appmesh-mock ")
				if !command || isUnrun(span.Text+"\n", map[string]bool{}) {
					continue
				}
				if s == nil {
					if _, err := exec.LookPath("curl"); err != nil {
						missing(t, "curl")
					}
					s = NewSession(t, harness.Build(t), clone(t))
					s.Run("appmesh-mock --state-file state.json") // for the routes that need one
				}
				// The mesh may exist already.
				s.Run(`curl -X PUT -d '{"meshName":"shop"}' http://127.0.0.1:4600/v20190125/meshes || true`)
				s.Run(span.Text)
			}
		})
	}
}

// clone returns a folder with links to the files of the project.
func clone(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	top, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"cmd", "e2e", "fixtures", "go.mod", "server", "state"} {
		if err := os.Symlink(filepath.Join(top, name), filepath.Join(folder, name)); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// needs skips a test if a tool is missing that the document uses.
func needs(t *testing.T, d Document, tools ...string) {
	t.Helper()
	for _, tool := range tools {
		if _, err := exec.LookPath(tool); err == nil {
			continue
		}
		for _, fence := range d.Fences {
			if (fence.Language == "sh" || fence.Language == "console") && strings.Contains(fence.Text, tool+" ") {
				missing(t, tool)
			}
		}
	}
}

// missing skips a test because a tool is missing, or fails it if no client may be missing.
func missing(t *testing.T, tool string) {
	t.Helper()
	text := tool + " is missing: apt-get install " + map[string]string{"aws": "awscli"}[tool]
	harness.Unavailable(t, text)
}
