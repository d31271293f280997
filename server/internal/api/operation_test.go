package api

import (
	"slices"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
)

func TestEveryOperationOfTheModelIsImplemented(t *testing.T) {
	t.Parallel()
	if n := len(Operations()); n != 38 {
		t.Errorf("%d operations, want 38", n)
	}
	for _, op := range Operations() {
		if op.run == nil || Lookup(op.Name) != op {
			t.Errorf("Lookup does not find %s", op.Name)
		}
		if (op.Kind == 0) != slices.Contains([]string{"TagResource", "UntagResource", "ListTagsForResource"}, op.Name) {
			t.Errorf("%s has kind %v", op.Name, op.Kind)
		}
	}
	if Lookup("CreateMehs") != nil {
		t.Error("an unknown operation is found")
	}
}

// The model declares for each operation the exceptions that its verb can return.
func TestExceptionsOfAVerbAreDeclaredForItsOperations(t *testing.T) {
	t.Parallel()
	verbs := map[string][]string{
		"Create": {"BadRequestException", "ConflictException", "ForbiddenException", "LimitExceededException",
			"NotFoundException"},
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
			t.Errorf("%s has no verb", op.Name)
		}
		if op.Name == "UpdateVirtualNode" { // the quota of backends (rule 12)
			codes = append(slices.Clone(codes), "LimitExceededException")
		}
		for _, code := range append(slices.Clone(codes), string(InternalServerErrorException)) {
			if !slices.Contains(op.Errors, code) {
				t.Errorf("%s can return %s, which the model does not declare for it", op.Name, code)
			}
		}
	}
	for op, code := range map[string]string{"UpdateMesh": "LimitExceededException",
		"UntagResource": "TooManyTagsException", "DescribeMesh": "ConflictException"} {
		if slices.Contains(model.Lookup(op).Errors, code) {
			t.Errorf("%s of %s is declared: this test reads another model", code, op)
		}
	}
}

func TestExceptionsAndStatusesAreTheTenOfTheModel(t *testing.T) {
	t.Parallel()
	want := map[string]int{
		"BadRequestException": 400, "LimitExceededException": 400, "TooManyTagsException": 400,
		"ForbiddenException": 403,
		"NotFoundException":  404, "ConflictException": 409, "ResourceInUseException": 409,
		"TooManyRequestsException":     429,
		"InternalServerErrorException": 500, "ServiceUnavailableException": 503,
	}
	if len(model.Exceptions) != len(want) {
		t.Errorf("%d exceptions, want %d: %v", len(model.Exceptions), len(want), model.Exceptions)
	}
	for code, status := range want {
		if got := exception(Code(code), 0, "").Status; got != status || !Code(code).Declared() {
			t.Errorf("%s has status %d, want %d", code, got, status)
		}
	}
	for _, op := range model.Operations {
		for _, code := range op.Errors {
			if want[code] == 0 {
				t.Errorf("%s declares %s, which is not one of the ten", op.Name, code)
			}
		}
	}
}
