package convert_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/convert"
	"github.com/appmesh-mock/appmesh-mock/server/seed"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// direct is a transport to a server in this process.
type direct struct{ *server.Server }

func (d direct) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body == nil {
		r.Body = http.NoBody
	}
	w := httptest.NewRecorder()
	d.ServeHTTP(w, r)
	return w.Result(), nil
}

func client(s *server.Server) *convert.Client {
	return &convert.Client{Endpoint: "http://appmesh.invalid", Transport: direct{s}}
}

// failer is the common part of *testing.T and *rapid.T.
type failer interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
	Errorf(string, ...any)
}

// running returns a server with the resources of the steps.
func running(t failer, options server.Options, steps []server.Step) *server.Server {
	t.Helper()
	s, err := server.New(options)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Apply("", "", steps); err != nil {
		t.Fatal(err)
	}
	return s
}

// resources returns the steps that create the resources of a server.
func resources(t failer, s *server.Server) []server.Step {
	t.Helper()
	steps, err := convert.Resources(context.Background(), client(s), "")
	if err != nil {
		t.Fatal(err)
	}
	return steps
}

// same fails the test unless two lists have the same steps, in any order.
func same(t failer, got, want []server.Step) {
	t.Helper()
	a, b := inputs(t, got), inputs(t, want)
	for key, input := range b {
		if !reflect.DeepEqual(a[key], input) {
			t.Errorf("%s\n got %v\nwant %v", key, a[key], input)
		}
	}
	if len(a) != len(b) || len(a) != len(got) || len(b) != len(want) {
		t.Errorf("%d steps, want %d", len(got), len(want))
	}
}

// inputs returns the inputs by operation and names.
func inputs(t failer, steps []server.Step) map[string]any {
	t.Helper()
	all := map[string]any{}
	for _, step := range steps {
		var input map[string]any
		decoder := json.NewDecoder(strings.NewReader(string(step.Input)))
		decoder.UseNumber()
		if err := decoder.Decode(&input); err != nil {
			t.Fatal(err)
		}
		key := fmt.Sprint(step.Operation, " ", input["meshOwner"])
		for _, kind := range state.Kinds() {
			key = fmt.Sprint(key, " ", input[kind.NameMember()])
		}
		all[key] = input
	}
	return all
}

// read reads one file and fails the test on a mistake.
func read(t failer, name, text string, options convert.Options) []server.Step {
	t.Helper()
	steps, err := readFile(name, text, options)
	if err != nil {
		t.Fatal(err)
	}
	return steps
}

// readFile reads one file.
func readFile(name, text string, options convert.Options) ([]server.Step, error) {
	result, err := convert.Read([]seed.File{{Name: name, Data: []byte(text)}}, options)
	return result.Steps, err
}

// apply runs steps without a comparison.
func apply(doer convert.Doer, steps []server.Step) (int, error) {
	plan, err := convert.NewPlan(steps, nil, convert.PlanOptions{})
	if err != nil {
		return 0, err
	}
	return plan.Apply(context.Background(), doer, convert.ApplyOptions{})
}

// lines returns steps as text, one on a line.
func lines(steps []server.Step) string {
	var text strings.Builder
	for _, step := range steps {
		text.WriteString(strings.TrimPrefix(step.Operation, "Create") + " " + string(step.Input) + "\n")
	}
	return text.String()
}

var _ failer = (*testing.T)(nil)
