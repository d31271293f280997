package main

import (
	"net/http"
	"strings"
	"testing"
)

func TestThePageIsServedUnlessItIsLeftOut(t *testing.T) {
	t.Parallel()
	s := startServer(t, nil)
	s.want("GET", "/_mock/ui/", "", http.StatusOK, "<title>appmesh-mock</title>")
	for _, flag := range []string{"--no-ui", "--no-admin"} {
		s := startServer(t, nil, flag)
		s.want("GET", "/_mock/ui/", "", http.StatusNotFound, "message")
	}
}

func TestThePageIsAtTheAdminAddress(t *testing.T) {
	t.Parallel()
	s := startServer(t, nil, "--admin-addr", "127.0.0.1:0")
	s.want("GET", "/_mock/ui/", "", http.StatusNotFound, "message")
	url := s.textAfter("web page at ")
	s.at(strings.TrimSuffix(url, "/_mock/ui/")).want("GET", "/_mock/ui/", "", http.StatusOK, "<title>")
}
