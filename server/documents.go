package server

import (
	"strconv"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/model"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// A resource's status in an answer. INACTIVE was never seen (rule 31).
const (
	active  = "ACTIVE"
	deleted = "DELETED"
)

// document is a JSON object that is being written: compact, its members in alphabetical
// order (rule 37), which is the order in which the code names them.
type document struct {
	json []byte

	millis   int64 // the time that was written last
	from, to int   // and where it stands
}

func (d *document) member(name string) {
	begin := `,"`
	if d.json[len(d.json)-1] == '{' {
		begin = `"`
	}
	d.json = append(append(append(d.json, begin...), name...), `":`...)
}

func (d *document) text(name, value string) {
	d.member(name)
	d.json = model.AppendString(d.json, value)
}

func (d *document) number(name string, value int64) {
	d.member(name)
	d.json = strconv.AppendInt(d.json, value, 10)
}

func (d *document) time(name string, millis int64) {
	d.member(name)
	from := len(d.json)
	if d.to > 0 && millis == d.millis { // most resources were never updated
		d.json = append(d.json, d.json[d.from:d.to]...)
	} else {
		d.json = appendSeconds(d.json, millis)
	}
	d.millis, d.from, d.to = millis, from, len(d.json)
}

func (d *document) open()  { d.json = append(d.json, '{') }
func (d *document) close() { d.json = append(d.json, '}') }

// resource answers a resource as create, describe, update and delete show it: bare (rule 36).
func (c *call) resource(r *state.Resource, spec, status string) []byte {
	if c.server.relaxed[1] {
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
	d.arn(r)
	d.time("createdAt", r.Created)
	d.time("lastUpdatedAt", r.Updated)
	d.text("meshOwner", r.World.Account)
	d.text("resourceOwner", r.Owner)
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
		d.text(kind.Home().NameMember(), r.Names[1])
	default:
		d.text(kind.NameMember(), r.Names[1])
	}
}

// page answers a page of resources of a kind.
func (c *call) page(kind state.Kind, page state.Page, next string) []byte {
	d, nulls := &c.answer, c.server.relaxed[1]
	member := plural(kind)
	d.open()
	if member > "nextToken" {
		d.nextToken(next, nulls)
	}
	d.member(member)
	d.json = append(d.json, '[')
	for r := range page.All() {
		if d.json[len(d.json)-1] == '}' {
			d.json = append(d.json, ',')
		}
		d.item(r)
	}
	d.json = append(d.json, ']')
	if member < "nextToken" {
		d.nextToken(next, nulls)
	}
	d.close()
	return d.json
}

// item writes a resource as lists show it (§1.2).
func (d *document) item(r *state.Resource) {
	d.open()
	d.arn(r)
	d.time("createdAt", r.Created)
	if r.Kind == state.GatewayRoute {
		d.text("gatewayRouteName", r.Name())
	}
	d.time("lastUpdatedAt", r.Updated)
	d.text("meshName", r.Names[0])
	d.text("meshOwner", r.World.Account)
	d.text("resourceOwner", r.Owner)
	if r.Kind == state.Route {
		d.text("routeName", r.Name())
	}
	d.number("version", r.Version)
	d.virtualName(r)
	d.close()
}

// plural answers the member of a list that holds the resources of a kind.
func plural(kind state.Kind) string {
	if kind == state.Mesh {
		return "meshes"
	}
	return kind.String() + "s"
}

// tagPage answers a page of tags.
func (c *call) tagPage(page []state.Tag, next string) []byte {
	d := &c.answer
	d.open()
	d.nextToken(next, c.server.relaxed[1])
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

// arn writes the resource's ARN (§7). What a consumer made in a shared mesh names the mesh
// with its owner, mesh@owner (§8).
func (d *document) arn(r *state.Resource) {
	d.member("arn")
	arn := append(append(d.json, `"arn:`...), Partition(r.World.Region)...)
	arn = append(append(append(arn, ":appmesh:"...), r.World.Region...), ':')
	arn = model.AppendText(append(append(arn, r.Owner...), ":mesh/"...), r.Names[0])
	if r.Owner != r.World.Account {
		arn = append(append(arn, '@'), r.World.Account...)
	}
	if home := r.Kind.Home(); home != 0 && home != state.Mesh {
		arn = appendSegment(arn, home, r.Names[1])
	}
	if r.Kind != state.Mesh {
		arn = appendSegment(arn, r.Kind, r.Name())
	}
	d.json = append(arn, '"')
}

func appendSegment(arn []byte, kind state.Kind, name string) []byte {
	arn = append(append(append(arn, '/'), kind.String()...), '/')
	return model.AppendText(arn, name)
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

// appendSeconds appends milliseconds as the service wrote its times: as seconds, the way
// Java prints a double (rule 32): 1.551295405298E9.
func appendSeconds(dst []byte, millis int64) []byte {
	if millis < 0 {
		dst, millis = append(dst, '-'), -millis
	}
	const scientific = 1e10 // milliseconds: from ten million on, Java's digits have an exponent
	if millis < scientific {
		dst = append(strconv.AppendInt(dst, millis/1000, 10), '.')
		return trimZeros(append(dst, strconv.Itoa(1000 + int(millis%1000))[1:]...))
	}
	first := len(dst)
	dst = strconv.AppendInt(append(dst, 0), millis, 10)
	exponent := len(dst) - first - 5
	dst[first], dst[first+1] = dst[first+1], '.'
	return strconv.AppendInt(append(trimZeros(dst), 'E'), int64(exponent), 10)
}

// trimZeros cuts zeros off the end of a fraction down to its last digit.
func trimZeros(dst []byte) []byte {
	for len(dst) > 2 && dst[len(dst)-1] == '0' && dst[len(dst)-2] != '.' {
		dst = dst[:len(dst)-1]
	}
	return dst
}
