package conformance

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
)

// AWS's final model of App Mesh is a file in the Go module of its SDK.
const (
	modelModule = "github.com/aws/aws-sdk-go@v1.55.8"
	modelFile   = "models/apis/appmesh/2019-01-25/api-2.json"
	modelSum    = "1e371643b03fd0ea8c40633b90c7cd4746c4352d9cccdafce254850f3944de58"
)

// api is AWS's model, without the parts that requests do not need.
type api struct {
	Operations map[string]*operation
	Shapes     map[string]*shape
}

type operation struct {
	HTTP struct {
		Method     string
		RequestURI string `json:"requestUri"`
	}
	Input ref
}

type ref struct {
	Shape        string
	Location     string // "uri", "querystring" or, for the body, ""
	LocationName string
}

type shape struct {
	Type     string
	Members  map[string]ref
	Member   ref
	Required []string
	Enum     []string
	Min, Max *int64
	Pattern  string
	Union    bool
}

// names returns the members of a structure in alphabetical order, which is that of the model.
func (s *shape) names() []string {
	names := make([]string, 0, len(s.Members))
	for name := range s.Members {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// readModel downloads the module and reads the model in it. It runs go outside of this module
// in order not to change its go.mod.
func readModel(t *testing.T) *api {
	t.Helper()
	cmd := exec.Command("go", "mod", "download", "-json", modelModule)
	cmd.Dir = t.TempDir()
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("downloading %s: %v\n%s%s", modelModule, err, out, stderr.Bytes())
	}
	var module struct{ Dir string }
	if err := json.Unmarshal(out, &module); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(module.Dir, filepath.FromSlash(modelFile)))
	if err != nil {
		t.Fatal(err)
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != modelSum {
		t.Fatalf("%s has the sha256 %x, not that of AWS's final model", modelFile, sum)
	}
	a := &api{}
	if err := json.Unmarshal(data, a); err != nil {
		t.Fatal(err)
	}
	a.checkLocations(t)
	a.addBounds()
	return a
}

// checkLocations checks that the harness puts each member of an input where the model requires it.
func (a *api) checkLocations(t *testing.T) {
	t.Helper()
	for name, op := range a.Operations {
		for member, m := range a.Shapes[op.Input.Shape].Members {
			want := ""
			if harness.IsPathMember(op.HTTP.RequestURI, member) {
				want = "uri"
			} else if harness.IsQueryMember(member) {
				want = "querystring"
			}
			if m.Location != want || want != "" && m.LocationName != member {
				t.Errorf("%s: the location of %s is %q %q, not %q", name, member, m.Location, m.LocationName, want)
			}
		}
	}
}

// addBounds adds the two bounds that only AWS's documentation states: the length of a virtual
// service's name (rule 16) and of a client token (rule 63).
func (a *api) addBounds() {
	a.Shapes["our.ServiceName"] = &shape{Type: "string", Min: number(1), Max: number(255)}
	a.Shapes["our.ClientToken"] = &shape{Type: "string", Min: number(1), Max: number(36)}
	for _, s := range a.Shapes {
		for name, m := range s.Members {
			switch {
			case name == "virtualServiceName" && m.Shape == "ServiceName":
				m.Shape = "our.ServiceName"
			case name == "clientToken":
				m.Shape = "our.ClientToken"
			}
			s.Members[name] = m
		}
	}
}

// isAddedBound reports whether the bounds of a shape are from addBounds. The message of a
// refusal is then that of the server and not that of AWS's framework.
func isAddedBound(shape string) bool { return strings.HasPrefix(shape, "our.") }

func number(n int64) *int64 { return &n }

// memberPath is where a value is in a request: the names of members, and the indices of lists in digits.
type memberPath []string

// String returns the path in the form in which a refusal names it (rule 13):
// spec.listeners.1.member.portMapping.
func (p memberPath) String() string {
	var parts []string
	for _, step := range p {
		if i, ok := index(step); ok {
			parts = append(parts, strconv.Itoa(i+1), "member")
		} else {
			parts = append(parts, step)
		}
	}
	return strings.Join(parts, ".")
}

func (p memberPath) child(step string) memberPath { return append(slices.Clip(slices.Clone(p)), step) }

// last returns the last step.
func (p memberPath) last() string { return p[len(p)-1] }

// within reports whether the path is other or inside it.
func (p memberPath) within(other memberPath) bool {
	return len(p) >= len(other) && slices.Equal(p[:len(other)], other)
}

func index(step string) (int, bool) {
	i, err := strconv.Atoi(step)
	return i, err == nil
}

// field is a path with the definition of its value in the model.
type field struct {
	at       memberPath
	ref      ref
	owner    string // the structure or list that contains it
	required bool
}

// fields lists the paths in the input of an operation: each member at every depth, and the
// first item of each list.
func (a *api) fields(op *operation) []field {
	var all []field
	var visit func(at memberPath, name string)
	visit = func(at memberPath, name string) {
		switch s := a.Shapes[name]; s.Type {
		case "structure":
			for _, member := range s.names() {
				m := s.Members[member]
				all = append(all, field{at.child(member), m, name, slices.Contains(s.Required, member)})
				visit(at.child(member), m.Shape)
			}
		case "list":
			all = append(all, field{at.child("0"), s.Member, name, true})
			visit(at.child("0"), s.Member.Shape)
		}
	}
	visit(nil, op.Input.Shape)
	return all
}

// put sets the value at a path whose parent exists.
func put(doc object, at memberPath, value any) {
	switch parent := harness.At(doc, at[:len(at)-1]...).(type) {
	case object:
		parent[at.last()] = value
	case []any:
		i, _ := index(at.last())
		parent[i] = value
	default:
		panic(fmt.Sprintf("%s has no parent", at))
	}
}
