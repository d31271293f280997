package state_test

import (
	"testing"

	"github.com/appmesh-mock/appmesh-mock/state"
)

func TestAListenerOfARouterCannotChangeUnderItsRoutes(t *testing.T) {
	t.Parallel()
	router, route := key(state.VirtualRouter, "m", "r"), key(state.Route, "m", "r", "x")
	http80, tcp80 := state.Listener{Port: 80, Protocol: state.HTTP}, state.Listener{Port: 80, Protocol: state.TCP}
	tcp := listeners(80)
	tcp.References.Listeners[0] = tcp80
	for _, c := range []struct {
		name   string
		match  state.Listener // of the route
		update spec           // of the router, which listens on 80
		want   error
	}{
		{"removed under a route with its port", http80, listeners(),
			state.ListenerInUseError{Key: router, Listener: http80, Route: "x"}},
		{"replaced under a route with its port", http80, listeners(81),
			state.ListenerInUseError{Key: router, Listener: http80, Route: "x"}},
		{"kept", http80, listeners(80, 81), nil},
		{"removed under a route without a port", state.Listener{Protocol: state.HTTP}, listeners(81), nil},
		{"removed under a route with another port", state.Listener{Port: 81, Protocol: state.HTTP}, listeners(81), nil},
		{"of another protocol now", http80, tcp, state.ProtocolInUseError{Key: router, Listener: http80, Route: "x"}},
		{"of another protocol than the route", tcp80, tcp, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := newStore(nil)
			create(t, s, draft(key(state.Mesh, "m"), spec{}))
			create(t, s, draft(router, listeners(80)))
			create(t, s, draft(route, spec{References: state.References{Match: c.match}}))
			equal(t, "error", errorOf(s.Update(draft(router, c.update))), c.want)
			if _, err := s.Delete(owner, route); err != nil {
				t.Fatal(err)
			}
			equal(t, "error without the route", errorOf(s.Update(draft(router, c.update))), nil)
		})
	}
}
