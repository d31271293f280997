package routing_test

import (
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/convert"
	"github.com/appmesh-mock/appmesh-mock/server/routing"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// newServer returns a server with the resources of a seed in YAML.
func newServer(t testing.TB, seed string, relax ...int) *server.Server {
	t.Helper()
	s, err := server.New(server.Options{Relax: relax})
	if err != nil {
		t.Fatal(err)
	}
	steps, err := convert.ReadSeed("seed.yaml", []byte(seed))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Apply("", "", steps); err != nil {
		t.Fatal(err)
	}
	return s
}

func compile(t testing.TB, s *server.Server, mesh string) *routing.Mesh {
	t.Helper()
	tenant := state.Tenant{Account: s.Account(), Region: s.Region()}
	m, err := routing.Compile(s.Checkpoint(), tenant, mesh)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func resolve(t testing.TB, m *routing.Mesh, from string, r routing.Request) routing.Result {
	t.Helper()
	result, err := m.Resolve(routing.Query{From: from, Request: r})
	if err != nil {
		t.Fatal(err)
	}
	return result
}
