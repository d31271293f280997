package server

import (
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// A resource's status in an answer. INACTIVE was never seen (rule 31).
const (
	active  = "ACTIVE"
	deleted = "DELETED"
)

// resource answers a resource as create, describe, update and delete show it: bare (rule 36).
func (c *call) resource(r *state.Resource, spec, status string) []byte {
	if !c.server.inForce(1) {
		spec = withNulls(r.Kind, spec)
	}
	d := &c.answer
	d.open()
	if r.Kind == state.GatewayRoute {
		d.text(r.Kind.NameMember(), r.Name())
	}
	d.text("meshName", r.Names[0])
	d.metadata(r)
	if r.Kind == state.Route {
		d.text("routeName", r.Name())
	}
	d.member("spec")
	d.json = append(d.json, spec...)
	d.member("status")
	d.open()
	d.text("status", status)
	d.close()
	d.virtualName(r)
	d.close()
	return d.json
}

// metadata writes the metadata of a resource (§1.2, rule 41).
func (d *document) metadata(r *state.Resource) {
	d.member("metadata")
	d.open()
	d.member("arn")
	d.json = append(model.AppendText(appendARN(d.json, r), r.Name()), '"')
	d.seconds("createdAt", r.Created)
	d.seconds("lastUpdatedAt", r.Updated)
	d.owners(r)
	d.member("uid")
	d.json = append(r.UID.Append(append(d.json, '"')), '"')
	d.number("version", r.Version)
	d.close()
}

// virtualName writes the one name that sorts behind all else: of the virtual resource, or
// of the router or gateway that it lives in.
func (d *document) virtualName(r *state.Resource) {
	switch kind := r.Kind; kind {
	case state.Mesh:
	case state.Route, state.GatewayRoute:
		d.text(kind.Parent().NameMember(), r.Names[1])
	default:
		d.text(kind.NameMember(), r.Names[1])
	}
}

// page answers a page of resources of a kind.
func (c *call) page(kind state.Kind, page state.Page, next string) []byte {
	d, nulls := &c.answer, !c.server.inForce(1)
	member := kind.Plural()
	d.open()
	if member > "nextToken" {
		d.nextToken(next, nulls)
	}
	d.member(member)
	d.json = append(d.json, '[')
	f := form{document{make([]byte, 0, 512)}, make([]blank, 0, 5)}
	var last state.Resource
	for r := range page.All() {
		sibling := last.Kind != 0 && r.Owner == last.Owner && r.Key.Parent() == last.Key.Parent()
		last = *r
		if d.json[len(d.json)-1] == '}' {
			d.json = append(d.json, ',')
		}
		if !sibling {
			f.draw(r)
		}
		d.json = f.fill(d.json, r)
	}
	d.json = append(d.json, ']')
	if member < "nextToken" {
		d.nextToken(next, nulls)
	}
	d.close()
	return d.json
}

// tagPage answers a page of tags.
func (c *call) tagPage(page []state.Tag, next string) []byte {
	d := &c.answer
	d.open()
	d.nextToken(next, !c.server.inForce(1))
	d.member("tags")
	d.json = append(d.json, '[')
	for i, tag := range page {
		if i > 0 {
			d.json = append(d.json, ',')
		}
		d.open()
		d.text("key", tag.Key)
		d.text("value", tag.Value)
		d.close()
	}
	d.json = append(d.json, ']')
	d.close()
	return d.json
}

// nextToken writes where the next page begins. At the end there is none, or null with rule 1 relaxed.
func (d *document) nextToken(token string, nulls bool) {
	switch {
	case token != "":
		d.text("nextToken", token)
	case nulls:
		d.member("nextToken")
		d.json = append(d.json, "null"...)
	}
}

// owners writes to whom the mesh belongs, and to whom the resource.
func (d *document) owners(r *state.Resource) {
	d.text("meshOwner", r.Tenant.Account)
	d.text("resourceOwner", r.Owner)
}

// appendARN appends a resource's ARN (§7) as a JSON string up to the resource's own name. What
// a consumer made in a shared mesh names the mesh with its owner, mesh@owner (§8).
func appendARN(arn []byte, r *state.Resource) []byte {
	arn = append(append(arn, `"arn:`...), Partition(r.Tenant.Region)...)
	arn = append(append(append(arn, ":appmesh:"...), r.Tenant.Region...), ':')
	arn = append(append(arn, r.Owner...), ":mesh/"...)
	if r.Kind == state.Mesh {
		return arn
	}
	arn = model.AppendText(arn, r.Names[0])
	if r.Owner != r.Tenant.Account {
		arn = append(append(arn, '@'), r.Tenant.Account...)
	}
	if home := r.Kind.Parent(); home != state.Mesh {
		arn = model.AppendText(appendSegment(arn, home), r.Names[1])
	}
	return appendSegment(arn, r.Kind)
}

func appendSegment(arn []byte, kind state.Kind) []byte {
	return append(append(append(arn, '/'), kind.String()...), '/')
}

// Partition answers the partition of a region, as ARNs name it: aws, aws-cn or aws-us-gov.
func Partition(region string) string {
	switch {
	case strings.HasPrefix(region, "cn-"):
		return "aws-cn"
	case strings.HasPrefix(region, "us-gov-"):
		return "aws-us-gov"
	default:
		return "aws"
	}
}

// withNulls answers a spec with every modelled member of a structure that is there, null
// where it is absent (rule 1).
func withNulls(kind state.Kind, spec string) string {
	decoded, err := model.Decode(kind.String(), spec)
	if err != nil {
		panic("server: a stored spec cannot be read: " + err.Error())
	}
	return string(model.Encode(nil, decoded, true))
}
