package server

import (
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/gorilla/mux"

	"github.com/appmesh-mock/appmesh-mock/server/model"
	"github.com/appmesh-mock/appmesh-mock/server/sigv4"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// call is one operation on its way: the request taken apart.
type call struct {
	server *Server
	op     *row
	in     *model.Input
	caller string      // the account that asks
	world  state.World // where the mesh is: its owner's account, and the region
}

// ServeHTTP runs the operation.
func (op *row) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	x := w.(*exchange)
	body, err := x.run(op, r)
	if err != nil {
		x.refuse(err)
		return
	}
	x.answer(http.StatusOK, body, nil)
}

func (x *exchange) run(op *row, r *http.Request) ([]byte, error) {
	c := &call{server: x.server, op: op}
	body, err := x.readBody(r)
	if err != nil {
		return nil, err
	}
	if v := x.server.verifier; v != nil {
		if err := v.Verify(r, body); err != nil {
			return nil, err
		}
	}
	vars := mux.Vars(r)
	for _, name := range vars {
		if strings.Contains(name, "/") && x.server.inForce(15) {
			return nil, badRequestSilent(15)
		}
	}
	source := model.Source{Path: func(member string) string { return vars[member] }, Body: body}
	if r.URL.RawQuery != "" {
		source.Query = r.URL.Query()
	}
	if c.in, err = op.model.Read(source); err != nil {
		return nil, err
	}
	if err := c.locate(r); err != nil {
		return nil, err
	}
	return op.run(c)
}

// readBody reads a request's body whole, up to MaxBody (rule 62).
func (x *exchange) readBody(r *http.Request) ([]byte, error) {
	if r.Body == nil || r.Body == http.NoBody {
		return nil, nil
	}
	if x.server.inForce(62) {
		if r.ContentLength > MaxBody {
			return nil, tooLarge
		}
		r.Body = http.MaxBytesReader(x.ResponseWriter, r.Body, MaxBody)
	}
	var err error
	var body []byte
	if 0 < r.ContentLength && r.ContentLength <= MaxBody {
		body = make([]byte, r.ContentLength)
		_, err = io.ReadFull(r.Body, body)
	} else {
		body, err = io.ReadAll(r.Body)
	}
	if tooMuch := (*http.MaxBytesError)(nil); errors.As(err, &tooMuch) {
		return nil, tooLarge
	}
	if err != nil {
		return nil, badRequest(14, "The request's body could not be read to its end.")
	}
	return body, nil
}

// locate finds out who asks, and in which world (rules 24 and 35).
func (c *call) locate(r *http.Request) error {
	options := &c.server.options
	c.caller, c.world.Region = options.Account, options.Region
	if scope, ok := sigv4.ReadScope(r); ok {
		if isAccount(scope.KeyID) {
			c.caller = scope.KeyID
		}
		if credential := options.Credentials[scope.KeyID]; credential.Account != "" {
			c.caller = credential.Account
		}
		if isRegion(scope.Region) {
			c.world.Region = scope.Region
		}
	}
	c.world.Account = c.caller
	if c.in.Has("meshOwner") {
		if c.world.Account = c.in.Text("meshOwner"); !isAccount(c.world.Account) {
			return badRequest(24, "meshOwner must be an account of 12 digits.")
		}
	}
	return nil
}

// key answers the key of the resource of a kind that the request names, its names checked
// as the rules want those of a resource to be (rules 15 and 16).
func (c *call) key(kind state.Kind) (state.Key, error) {
	k := state.Key{Kind: kind, World: c.world}
	for at := kind; at != 0; at = at.Home() {
		member := at.String() + "Name"
		name := c.in.Text(member)
		if err := c.server.checkName(member, name); err != nil {
			return k, err
		}
		k.Names[at.Depth()-1] = name
	}
	return k, nil
}

// home answers the key of what a list's resources live in.
func (c *call) home(kind state.Kind) (state.Key, error) {
	if kind == state.Mesh {
		return state.Key{World: c.world}, nil
	}
	return c.key(kind.Home())
}

func isAccount(s string) bool {
	if len(s) != 12 {
		return false
	}
	for i := range len(s) {
		if s[i] < '0' || '9' < s[i] {
			return false
		}
	}
	return true
}

// isRegion tells whether s can be a region's name: letters, digits and hyphens, not too many.
func isRegion(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < 'a' || 'z' < c) && (c < '0' || '9' < c) && c != '-' {
			return false
		}
	}
	return 0 < len(s) && len(s) <= 32
}
