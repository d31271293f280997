package server

import (
	"strconv"

	"github.com/appmesh-mock/appmesh-mock/server/model"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// form is how a list shows resources that are siblings (§1.2): they have all in common but
// what goes into the blanks. The first of them is written member by member, and the form
// with it; the others fill it in. What stands in the document already is written again from
// there: the name, of which an item has two, and the time, which for most resources is that
// of their creation and for many that of the one before.
type form struct {
	parts  [8]part
	n      int
	from   int  // where what stands before the next blank begins
	name   span // the name that was written last
	time   span // the time that was written last
	millis int64
}

// part is a blank and what stands before it, in the first item.
type part struct {
	before span
	blank  blank
}

// span is a part of a document.
type span struct{ from, to int }

type blank uint8

// What siblings do not have in common. The end is a blank that nothing goes into.
const (
	blankName blank = iota
	blankSameName
	blankCreated
	blankUpdated
	blankVersion
	blankEnd
)

// first writes a resource that is no sibling of the one before, and makes the form.
func (f *form) first(d *document, r *state.Resource) {
	f.n, f.from = 0, len(d.json)
	d.open()
	d.member("arn")
	d.json = appendARN(d.json, r)
	f.leave(d, blankName, r)
	d.json = append(d.json, '"')
	d.member("createdAt")
	f.leave(d, blankCreated, r)
	if r.Kind == state.GatewayRoute {
		f.nameMember(d, r)
	}
	d.member("lastUpdatedAt")
	f.leave(d, blankUpdated, r)
	if r.Kind == state.Mesh {
		f.nameMember(d, r)
	} else {
		d.text("meshName", r.Names[0])
	}
	d.owners(r)
	if r.Kind == state.Route {
		f.nameMember(d, r)
	}
	d.member("version")
	f.leave(d, blankVersion, r)
	switch home := r.Kind.Home(); home {
	case state.Mesh:
		f.nameMember(d, r)
	case state.VirtualRouter, state.VirtualGateway:
		d.text(home.NameMember(), r.Names[1])
	}
	d.close()
	f.leave(d, blankEnd, r)
}

// nameMember writes the member that holds the resource's own name.
func (f *form) nameMember(d *document, r *state.Resource) {
	d.member(r.Kind.NameMember())
	d.json = append(d.json, '"')
	f.leave(d, blankSameName, r)
	d.json = append(d.json, '"')
}

// leave leaves a blank in the form, and fills it in.
func (f *form) leave(d *document, b blank, r *state.Resource) {
	f.parts[f.n] = part{span{f.from, len(d.json)}, b}
	f.n++
	d.json = f.in(d.json, b, r)
	f.from = len(d.json)
}

// fill writes a sibling of the resource that the form was made with.
func (f *form) fill(d *document, r *state.Resource) {
	json := d.json
	for _, p := range f.parts[:f.n] {
		json = f.in(append(json, json[p.before.from:p.before.to]...), p.blank, r)
	}
	d.json = json
}

// in appends what goes into a blank.
func (f *form) in(json []byte, b blank, r *state.Resource) []byte {
	switch b {
	case blankName:
		from := len(json)
		json = model.AppendText(json, r.Name())
		f.name = span{from, len(json)}
	case blankSameName:
		json = append(json, json[f.name.from:f.name.to]...)
	case blankCreated:
		json = f.seconds(json, r.Created)
	case blankUpdated:
		json = f.seconds(json, r.Updated)
	case blankVersion:
		json = strconv.AppendInt(json, r.Version, 10)
	}
	return json
}

func (f *form) seconds(json []byte, millis int64) []byte {
	if millis == f.millis && f.time.to > 0 {
		return append(json, json[f.time.from:f.time.to]...)
	}
	from := len(json)
	json = appendSeconds(json, millis)
	f.millis, f.time = millis, span{from, len(json)}
	return json
}
