package model

import "reflect"

// list reads a list into the slice dst. An empty list becomes an empty slice, not nil.
func (r *reader) list(d *value, dst reflect.Value) bool {
	start, n := r.pos, 0
	if !r.open() {
		return false
	}
	var ok bool
	more := !r.end(']')
	if !more {
		dst.Set(reflect.MakeSlice(d.typ, 0, 0))
	}
	for ; more; n++ {
		r.enter(n, "")
		ok = r.listItem(d.item, dst)
		r.leave()
		if !ok {
			return false
		}
		if more, ok = r.more(']'); !ok {
			return false
		}
	}
	if d.min != nil && int64(n) < *d.min {
		r.refuse(ruleModel, r.data[start:r.pos], d.minText)
	}
	if d.max != nil && int64(n) > *d.max {
		r.refuse(ruleModel, r.data[start:r.pos], d.maxText)
	}
	return true
}

func (r *reader) listItem(d *value, dst reflect.Value) bool {
	if r.peek() == 'n' {
		if !r.word("null") {
			return false
		}
		r.refuseNull()
		return true
	}
	if r.pos == len(r.data) {
		return r.unexpected()
	}
	n := dst.Len()
	if len(r.kept) > 0 && n > 0 {
		// The request is refused already, so the items are not stored.
		item := dst.Index(n - 1)
		item.SetZero()
		return r.value(d, item)
	}
	if n == dst.Cap() {
		dst.Grow(d.growth(n))
	}
	dst.SetLen(n + 1)
	return r.value(d, dst.Index(n))
}

// growth returns the number of items by which a full list of n items grows. Lists of
// structures are usually short, lists of scalars can be long.
func (d *value) growth(n int) int {
	if d.kind == kindStruct {
		return max(1, n)
	}
	return max(4, n)
}
