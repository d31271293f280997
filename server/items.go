package server

import (
	"strconv"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// form is how a list shows resources that are siblings (§1.2): what they have in common, with
// blanks for what they do not.
type form struct {
	document // what they have in common
	blanks   []blank
}

type blank struct {
	at int // where in the document it is
	of part
}

type part uint8

const (
	partName part = iota
	partCreated
	partUpdated
	partVersion
)

// draw makes the form of a resource and its siblings.
func (f *form) draw(r *state.Resource) {
	f.json, f.blanks = f.json[:0], f.blanks[:0]
	f.open()
	f.member("arn")
	f.json = appendARN(f.json, r)
	f.leave(partName)
	f.json = append(f.json, '"')
	f.member("createdAt")
	f.leave(partCreated)
	if r.Kind == state.GatewayRoute {
		f.name(r.Kind)
	}
	f.member("lastUpdatedAt")
	f.leave(partUpdated)
	if r.Kind == state.Mesh {
		f.name(r.Kind)
	} else {
		f.text("meshName", r.Names[0])
	}
	f.owners(r)
	if r.Kind == state.Route {
		f.name(r.Kind)
	}
	f.member("version")
	f.leave(partVersion)
	if r.Kind.Parent() == state.Mesh {
		f.name(r.Kind)
	} else {
		f.virtualName(r)
	}
	f.close()
}

// name writes the member of a resource's own name.
func (f *form) name(kind state.Kind) {
	f.member(kind.NameMember())
	f.json = append(f.json, '"')
	f.leave(partName)
	f.json = append(f.json, '"')
}

func (f *form) leave(of part) { f.blanks = append(f.blanks, blank{len(f.json), of}) }

// fill appends a resource, of those that the form was drawn for. Its name and its time, which
// for most resources is that of their creation, are written once, and then copied.
func (f *form) fill(json []byte, r *state.Resource) []byte {
	var name, created []byte
	from := 0
	for _, b := range f.blanks {
		json = append(json, f.json[from:b.at]...)
		from = b.at
		start := len(json)
		switch {
		case b.of == partName && name == nil:
			json = model.AppendText(json, r.Name())
			name = json[start:]
		case b.of == partName:
			json = append(json, name...)
		case b.of == partCreated:
			json = appendSeconds(json, r.Created)
			created = json[start:]
		case b.of == partUpdated && r.Updated == r.Created:
			json = append(json, created...)
		case b.of == partUpdated:
			json = appendSeconds(json, r.Updated)
		default:
			json = strconv.AppendInt(json, r.Version, 10)
		}
	}
	return append(json, f.json[from:]...)
}
