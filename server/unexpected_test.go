package server

import (
	"bytes"
	"errors"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestAnUnexpectedErrorIsLoggedWithItsCause(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	s, err := New(Options{Logger: slog.New(slog.NewTextHandler(&log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	rc := &requestContext{http: httptest.NewRequest("GET", "/v20190125/meshes", nil), id: "the-request",
		call: target{operation: "ListMeshes"}}
	w := httptest.NewRecorder()
	if err := s.write(w, rc, refusal(errors.New("the disk is gone"))); err != nil {
		t.Fatal(err)
	}
	if w.Code != 500 || strings.Contains(w.Body.String(), "disk") {
		t.Errorf("the response is %d %s", w.Code, w.Body)
	}
	for _, want := range []string{"level=ERROR", `cause="the disk is gone"`, "request=the-request",
		"operation=ListMeshes"} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("%s is not in the log: %s", want, log.String())
		}
	}
}
