package server

import (
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/gorilla/mux"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
)

func TestTableIsTheModels(t *testing.T) {
	t.Parallel()
	rows := map[string]*row{}
	for _, r := range table() {
		if rows[r.name] != nil {
			t.Errorf("%s stands in the table twice", r.name)
		}
		rows[r.name] = r
	}
	for _, op := range model.Operations {
		r := rows[op.Name]
		if r == nil {
			t.Errorf("the model's %s is not in the table", op.Name)
			continue
		}
		if r.method != op.Method || r.path != op.Path {
			t.Errorf("%s is %s %s in the table, %s %s in the model", op.Name, r.method, r.path, op.Method, op.Path)
		}
		if r.model != op || r.run == nil {
			t.Errorf("%s has another operation's model, or nothing that runs it", op.Name)
		}
		delete(rows, op.Name)
	}
	for name := range rows {
		t.Errorf("the table's %s is not in the model", name)
	}
	if n := len(model.Operations); n != 38 {
		t.Errorf("%d operations", n)
	}
}

// What a verb can answer, the model declares for each of its operations.
func TestExceptionsOfAVerbAreDeclaredForItsOperations(t *testing.T) {
	t.Parallel()
	verbs := map[string][]string{
		"Create":   {"BadRequestException", "ConflictException", "ForbiddenException", "LimitExceededException", "NotFoundException"},
		"Describe": {"BadRequestException", "ForbiddenException", "NotFoundException"},
		"Update":   {"BadRequestException", "ConflictException", "ForbiddenException", "NotFoundException"},
		"Delete":   {"BadRequestException", "ForbiddenException", "NotFoundException", "ResourceInUseException"},
		"List":     {"BadRequestException", "ForbiddenException", "NotFoundException"},
		"Tag":      {"BadRequestException", "ForbiddenException", "NotFoundException", "TooManyTagsException"},
		"Untag":    {"BadRequestException", "ForbiddenException", "NotFoundException"},
	}
	for _, op := range model.Operations {
		verb := ""
		for name := range verbs {
			if rest, ok := strings.CutPrefix(op.Name, name); ok && rest[0] < 'a' {
				verb = name
			}
		}
		codes, ok := verbs[verb]
		if !ok {
			t.Errorf("%s is of no verb", op.Name)
		}
		if op.Name == "UpdateVirtualNode" { // the quota of backends (§5)
			codes = append(slices.Clone(codes), "LimitExceededException")
		}
		for _, code := range append(slices.Clone(codes), internalError.Code) {
			if !slices.Contains(op.Errors, code) {
				t.Errorf("%s can answer %s, which the model does not declare for it", op.Name, code)
			}
		}
	}
	for op, code := range map[string]string{"UpdateMesh": "LimitExceededException", "UntagResource": "TooManyTagsException", "DescribeMesh": "ConflictException"} {
		if slices.Contains(model.Lookup(op).Errors, code) {
			t.Errorf("%s of %s is declared: this test reads another model", code, op)
		}
	}
}

func TestExceptionsAndStatusesAreTheTenOfTheModel(t *testing.T) {
	t.Parallel()
	want := map[string]int{
		"BadRequestException": 400, "LimitExceededException": 400, "TooManyTagsException": 400, "ForbiddenException": 403,
		"NotFoundException": 404, "ConflictException": 409, "ResourceInUseException": 409, "TooManyRequestsException": 429,
		"InternalServerErrorException": 500, "ServiceUnavailableException": 503,
	}
	got := Exceptions()
	if len(got) != len(want) {
		t.Errorf("%d exceptions, want %d: %v", len(got), len(want), got)
	}
	for code, status := range want {
		if got[code] != status {
			t.Errorf("%s has status %d, want %d", code, got[code], status)
		}
	}
	for _, op := range model.Operations {
		for _, code := range op.Errors {
			if want[code] == 0 {
				t.Errorf("%s declares %s, which is none of the ten", op.Name, code)
			}
		}
	}
}

// The matcher finds each row by its own path, and takes segments as they came.
func TestMatcherFindsEachRowAndItsVariables(t *testing.T) {
	t.Parallel()
	values := map[string]string{"meshName": "a%2Fb", "virtualGatewayName": "..", "virtualRouterName": "%25", "routeName": "x|y",
		"gatewayRouteName": "routes", "virtualNodeName": "%C3%BC", "virtualServiceName": "virtualServices"}
	plain := map[string]string{"meshName": "a/b", "virtualGatewayName": "..", "virtualRouterName": "%", "routeName": "x|y",
		"gatewayRouteName": "routes", "virtualNodeName": "ü", "virtualServiceName": "virtualServices"}
	for _, r := range table() {
		path := r.path
		for name, value := range values {
			path = strings.ReplaceAll(path, "{"+name+"}", value)
		}
		var match mux.RouteMatch
		if !matchOperation(httptest.NewRequest(r.method, path, nil), &match) {
			t.Errorf("%s %s is found nowhere", r.method, path)
			continue
		}
		if match.Handler != r {
			t.Errorf("%s %s finds %s, want %s", r.method, path, match.Handler.(*row).name, r.name)
		}
		for name, got := range match.Vars {
			if got != plain[name] {
				t.Errorf("%s: %s is %q, want %q", r.name, name, got, plain[name])
			}
		}
		if n := strings.Count(r.path, "{"); len(match.Vars) != n {
			t.Errorf("%s has %d variables, want %d", r.name, len(match.Vars), n)
		}
	}
}
