package convert_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/convert"
)

// direct is a transport to a server in this process.
type direct struct{ *server.Server }

func (d direct) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body == nil {
		r.Body = http.NoBody
	}
	answer := httptest.NewRecorder()
	d.ServeHTTP(answer, r)
	return answer.Result(), nil
}

func client(s *server.Server) *convert.Client {
	return &convert.Client{Endpoint: "http://appmesh.invalid", Transport: direct{s}}
}

// failer is what a *testing.T and a *rapid.T have in common.
type failer interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
	Errorf(string, ...any)
}

// running answers a server that has what the steps make.
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

// world answers what a server has.
func world(t failer, s *server.Server) []server.Step {
	t.Helper()
	steps, err := client(s).World(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return steps
}

// same wants two lists of steps to say the same, in any order.
func same(t failer, got, want []server.Step) {
	t.Helper()
	a, b := said(t, got), said(t, want)
	for key, input := range b {
		if !reflect.DeepEqual(a[key], input) {
			t.Errorf("%s\n got %v\nwant %v", key, a[key], input)
		}
	}
	if len(a) != len(b) || len(a) != len(got) || len(b) != len(want) {
		t.Errorf("%d steps, want %d", len(got), len(want))
	}
}

// said answers the inputs by operation and names.
func said(t failer, steps []server.Step) map[string]any {
	t.Helper()
	all := map[string]any{}
	for _, step := range steps {
		var input map[string]any
		decoder := json.NewDecoder(strings.NewReader(string(step.Input)))
		decoder.UseNumber()
		if err := decoder.Decode(&input); err != nil {
			t.Fatal(err)
		}
		key := step.Operation
		for _, member := range []string{
			"meshOwner", "meshName", "virtualNodeName", "virtualRouterName", "routeName",
			"virtualServiceName", "virtualGatewayName", "gatewayRouteName",
		} {
			if name, ok := input[member].(string); ok {
				key += " " + member + "=" + name
			}
		}
		all[key] = input
	}
	return all
}

// read reads one file, and wants it to be read.
func read(t failer, name, text string, options convert.Options) []server.Step {
	t.Helper()
	steps, err := convert.Steps(name, []byte(text), options)
	if err != nil {
		t.Fatal(err)
	}
	return steps
}

// lines answers steps as text, one in a line.
func lines(steps []server.Step) string {
	var text strings.Builder
	for _, step := range steps {
		text.WriteString(strings.TrimPrefix(step.Operation, "Create") + " " + string(step.Input) + "\n")
	}
	return text.String()
}

var _ failer = (*testing.T)(nil)
