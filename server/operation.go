package server

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
	"github.com/appmesh-mock/appmesh-mock/server/internal/sigv4"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// call is one operation on its way: the request taken apart.
type call struct {
	server *Server
	op     *row
	in     *model.Input
	answer document     // that the operation writes
	caller string       // the account that asks
	world  state.Tenant // where the mesh is: its owner's account, and the region
}

// ServeHTTP runs the operation.
func (op *row) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	x := w.(*exchange)
	body, err := x.run(op)
	if err != nil {
		x.refuse(err)
		return
	}
	x.answer(http.StatusOK, body, nil)
}

// run takes the request apart and runs the operation, with what faults do to it in between.
func (x *exchange) run(op *row) ([]byte, error) {
	x.about = x.server.whoAsks(x.request)
	x.about.operation, x.about.mesh, x.about.resource = op.name, x.match.Vars["meshName"], op.ownName(x.match.Vars)
	c, err := x.takeApart(op)
	strikes := x.strikes()
	if fault := x.strikeAll(strikes, false, nil); fault != nil {
		return nil, fault
	}
	var body []byte
	if err == nil {
		body, err = op.run(c)
		x.out = c.answer.json
	}
	if fault := x.strikeAll(strikes, true, body); fault != nil {
		return nil, fault
	}
	return body, err
}

// takeApart reads and checks the request.
func (x *exchange) takeApart(op *row) (c *call, err error) {
	c = &x.call
	*c = call{server: x.server, op: op, answer: document{json: x.out[:0]}, caller: x.about.account}
	c.world = state.Tenant{Account: x.about.account, Region: x.about.region}
	r := x.request
	if err := x.readBody(r); err != nil {
		return nil, err
	}
	if v := x.server.verifier; v != nil {
		if err := v.Verify(r, []byte(x.body)); err != nil {
			return nil, err
		}
	}
	for _, name := range x.match.Vars {
		if strings.Contains(name, "/") && x.server.inForce(15) {
			return nil, badRequestSilent(15)
		}
	}
	source := model.Source{Path: func(member string) string { return x.match.Vars[member] }, Body: x.body}
	if r.URL.RawQuery != "" {
		if source.Query, err = url.ParseQuery(r.URL.RawQuery); err != nil {
			return nil, badRequest(14, "The query string cannot be read: "+err.Error())
		}
	}
	if c.in, err = op.model.Read(source); err != nil {
		return nil, err
	}
	if x.about.resource == "" && op.kind != 0 { // the journal keeps the name, not the body that it is a part of
		x.about.resource = strings.Clone(c.in.Text(op.kind.NameMember()))
	}
	if x.about.mesh == "" {
		x.about.mesh = strings.Clone(c.in.Text("meshName"))
	}
	return c, c.inMeshOf()
}

// strikes answers what the faults do to the call; nearly always there are none.
func (x *exchange) strikes() []strike {
	if !x.server.faults.any.Load() {
		return nil
	}
	return x.server.faults.strikes(x.about, x.server.options.Clock.Now())
}

// readBody reads a request's body whole, up to MaxBody (rule 62).
func (x *exchange) readBody(r *http.Request) error {
	if r.Body == nil || r.Body == http.NoBody {
		return nil
	}
	known := 0 < r.ContentLength && r.ContentLength <= MaxBody // net/http reads no further than that
	if !known && x.server.inForce(62) {
		if r.ContentLength > MaxBody {
			return tooLarge
		}
		r.Body = http.MaxBytesReader(x.ResponseWriter, r.Body, MaxBody)
	}
	var err error
	if known {
		x.in = slices.Grow(x.in[:0], int(r.ContentLength))[:r.ContentLength]
		_, err = io.ReadFull(r.Body, x.in)
	} else {
		x.in, err = io.ReadAll(r.Body)
	}
	if tooMuch := (*http.MaxBytesError)(nil); errors.As(err, &tooMuch) {
		return tooLarge
	}
	if err != nil {
		return badRequest(14, "The request's body could not be read to its end.")
	}
	x.body = string(x.in)
	return nil
}

// whoAsks answers the account and the region of a request (rule 35). The journal keeps both,
// but not the header that they are a part of.
func (s *Server) whoAsks(r *http.Request) subject {
	who := subject{account: s.options.Account, region: s.options.Region}
	scope, ok := sigv4.ReadScope(r)
	if !ok {
		return who
	}
	if isAccount(scope.KeyID) {
		who.account = strings.Clone(scope.KeyID)
	}
	if credential := s.options.Credentials[scope.KeyID]; credential.Account != "" {
		who.account = credential.Account
	}
	if isRegion(scope.Region) && scope.Region != who.region {
		who.region = strings.Clone(scope.Region)
	}
	return who
}

// inMeshOf goes to the world of the account whose mesh the request is about (rule 24).
func (c *call) inMeshOf() error {
	if !c.in.Has("meshOwner") {
		return nil
	}
	if c.world.Account = c.in.Text("meshOwner"); !isAccount(c.world.Account) {
		return badRequest(24, "meshOwner must be an account of 12 digits.")
	}
	return nil
}

// key answers the key of the resource of a kind that the request names, its names checked
// as the rules want those of a resource to be (rules 15 and 16).
func (c *call) key(kind state.Kind) (state.Key, error) {
	k := state.Key{Kind: kind, Tenant: c.world}
	for at := kind; at != 0; at = at.Parent() {
		member := at.NameMember()
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
		return state.Key{Tenant: c.world}, nil
	}
	return c.key(kind.Parent())
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
