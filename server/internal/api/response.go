package api

import (
	"strconv"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// The values of status in responses. INACTIVE was never observed (rule 31).
const (
	statusActive  = "ACTIVE"
	statusDeleted = "DELETED"
)

// appendResource appends a resource in the form that create, describe, update and delete
// return (rule 36).
func (c *call) appendResource(dst []byte, r *state.Resource, spec, status string) []byte {
	if !c.rules.InForce(ruleNoNulls) {
		spec = withNulls(r.Kind, spec)
	}
	w := jsonWriter{dst}
	w.open()
	if r.Kind == state.GatewayRoute {
		w.text(r.Kind.NameMember(), r.Name())
	}
	w.text("meshName", r.Names[0])
	w.member("metadata")
	w.open()
	w.member("arn")
	w.buf = append(appendARN(append(w.buf, '"'), r), '"')
	w.seconds("createdAt", r.Created)
	w.seconds("lastUpdatedAt", r.Updated)
	w.owners(r)
	w.member("uid")
	w.buf = append(r.UID.Append(append(w.buf, '"')), '"')
	w.number("version", r.Version)
	w.close()
	if r.Kind == state.Route {
		w.text("routeName", r.Name())
	}
	w.member("spec")
	w.buf = append(w.buf, spec...)
	w.member("status")
	w.open()
	w.text("status", status)
	w.close()
	w.virtualName(r)
	w.close()
	return w.buf
}

// appendPage appends a page of a list (rule 55).
func (c *call) appendPage(dst []byte, kind state.Kind, page state.Page, next string) []byte {
	w := jsonWriter{dst}
	member := kind.Plural()
	w.open()
	if member > "nextToken" {
		c.nextToken(&w, next)
	}
	w.member(member)
	w.buf = append(w.buf, '[')
	const usualSize = 128 // bytes of a prefix, so that it need not grow
	prefix := arnPrefix{text: make([]byte, 0, usualSize)}
	for r := range page.All() {
		w.separate()
		w.listItem(&r, &prefix)
	}
	w.buf = append(w.buf, ']')
	if member < "nextToken" {
		c.nextToken(&w, next)
	}
	w.close()
	return w.buf
}

// arnPrefix is the part of an ARN before the resource's own name. It is the same for all
// resources on a page that have the same owner.
type arnPrefix struct {
	owner string
	text  []byte
}

// of returns the prefix of a resource's ARN.
func (p *arnPrefix) of(r *state.Resource) []byte {
	if r.Owner != p.owner {
		p.owner, p.text = r.Owner, appendARNPrefix(p.text[:0], r)
	}
	return p.text
}

// listItem writes a resource in the form of lists: without uid, spec and status. It appends
// constant texts instead of single members, because a list has up to a hundred items.
func (w *jsonWriter) listItem(r *state.Resource, prefix *arnPrefix) {
	dst := append(append(w.buf, `{"arn":"`...), prefix.of(r)...)
	dst = append(model.AppendText(dst, r.Name()), `","createdAt":`...)
	start := len(dst)
	dst = appendSeconds(dst, r.Created)
	created := dst[start:]
	if r.Kind == state.GatewayRoute {
		dst = model.AppendString(append(dst, `,"gatewayRouteName":`...), r.Name())
	}
	dst = append(dst, `,"lastUpdatedAt":`...)
	if r.Updated == r.Created { // true for most resources
		dst = append(dst, created...)
	} else {
		dst = appendSeconds(dst, r.Updated)
	}
	dst = model.AppendString(append(dst, `,"meshName":`...), r.Names[0])
	dst = append(append(dst, `,"meshOwner":"`...), r.Tenant.Account...)
	dst = append(append(dst, `","resourceOwner":"`...), r.Owner...)
	dst = append(dst, '"')
	if r.Kind == state.Route {
		dst = model.AppendString(append(dst, `,"routeName":`...), r.Name())
	}
	w.buf = strconv.AppendInt(append(dst, `,"version":`...), r.Version, 10)
	w.virtualName(r)
	w.close()
}

// virtualName writes the name member that sorts after all others: the name of a virtual
// resource, or of the router or gateway of a route.
func (w *jsonWriter) virtualName(r *state.Resource) {
	switch kind := r.Kind; kind {
	case state.Mesh:
	case state.Route, state.GatewayRoute:
		w.text(kind.Parent().NameMember(), r.Names[1])
	default:
		w.text(kind.NameMember(), r.Names[1])
	}
}

// owners writes the owner of the mesh and that of the resource.
func (w *jsonWriter) owners(r *state.Resource) {
	w.plain("meshOwner", r.Tenant.Account)
	w.plain("resourceOwner", r.Owner)
}

// nextToken writes the token of the next page. On the last page it writes nothing, or null
// if rule 1 is relaxed.
func (c *call) nextToken(w *jsonWriter, token string) {
	switch {
	case token != "":
		w.text("nextToken", token)
	case !c.rules.InForce(ruleNoNulls):
		w.member("nextToken")
		w.buf = append(w.buf, "null"...)
	}
}

// withNulls returns a spec in which every structure that is present has all members of
// AWS's model, null where the spec has none (rule 1 relaxed).
func withNulls(kind state.Kind, spec string) string {
	decoded, err := model.Decode(kind.String(), spec)
	if err != nil {
		panic("api: a stored spec cannot be read: " + err.Error())
	}
	return string(model.Encode(nil, decoded, true))
}
