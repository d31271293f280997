package recordings

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// tree is a JSON document that keeps the order of members, and the spelling of numbers and
// strings.
type tree struct {
	raw     string // the text of a scalar
	object  bool
	list    bool
	members []member
	items   []*tree
}

type member struct {
	name  string
	raw   string // the name as it is spelled
	value *tree
}

func parse(t *testing.T, data []byte) *tree {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	v, err := read(d, data)
	if err == nil && d.InputOffset() != int64(len(data)) {
		err = fmt.Errorf("text after the document")
	}
	if err != nil {
		t.Fatalf("%v: %.300s", err, data)
	}
	return v
}

// token returns the next token and its text.
func token(d *json.Decoder, data []byte) (json.Token, string, error) {
	from := d.InputOffset()
	tok, err := d.Token()
	return tok, strings.TrimLeft(string(data[from:d.InputOffset()]), ",: \t\r\n"), err
}

func read(d *json.Decoder, data []byte) (*tree, error) {
	tok, raw, err := token(d, data)
	if err != nil {
		return nil, err
	}
	v := &tree{raw: raw, object: tok == json.Delim('{'), list: tok == json.Delim('[')}
	for (v.object || v.list) && d.More() {
		m := member{}
		if v.object {
			name, raw, err := token(d, data)
			if err != nil {
				return nil, err
			}
			m.name, m.raw = name.(string), raw
		}
		if m.value, err = read(d, data); err != nil {
			return nil, err
		}
		if v.object {
			v.members = append(v.members, m)
		} else {
			v.items = append(v.items, m.value)
		}
	}
	if v.object || v.list {
		v.raw = ""
		_, err = d.Token()
	}
	return v, err
}

// String returns the document as compact JSON.
func (v *tree) String() string {
	var parts []string
	switch {
	case v.object:
		for _, m := range v.members {
			parts = append(parts, m.raw+":"+m.value.String())
		}
		return "{" + strings.Join(parts, ",") + "}"
	case v.list:
		for _, item := range v.items {
			parts = append(parts, item.String())
		}
		return "[" + strings.Join(parts, ",") + "]"
	default:
		return v.raw
	}
}

func (v *tree) isNull() bool { return v.raw == "null" }

// at returns the value at a path of members, or nil.
func (v *tree) at(path ...string) *tree {
	for _, name := range path {
		i := slices.IndexFunc(v.members, func(m member) bool { return m.name == name })
		if i < 0 {
			return nil
		}
		v = v.members[i].value
	}
	return v
}

// text returns the string at a path, or "".
func (v *tree) text(path ...string) (s string) {
	if at := v.at(path...); at != nil {
		json.Unmarshal([]byte(at.raw), &s)
	}
	return s
}

// remove removes members of an object.
func (v *tree) remove(names ...string) {
	v.members = slices.DeleteFunc(v.members, func(m member) bool { return slices.Contains(names, m.name) })
}

// removeNulls removes all members that are null, at every depth.
func (v *tree) removeNulls() {
	v.members = slices.DeleteFunc(v.members, func(m member) bool { return m.value.isNull() })
	for _, m := range v.members {
		m.value.removeNulls()
	}
	for _, item := range v.items {
		item.removeNulls()
	}
}

// removeNullsNotIn removes members that are null and that another document does not have at
// the same path.
func (v *tree) removeNullsNotIn(other *tree) {
	v.members = slices.DeleteFunc(v.members, func(m member) bool {
		return m.value.isNull() && other.at(m.name) == nil
	})
	for _, m := range v.members {
		if o := other.at(m.name); o != nil {
			m.value.removeNullsNotIn(o)
		}
	}
	for i, item := range v.items {
		if i < len(other.items) {
			item.removeNullsNotIn(other.items[i])
		}
	}
}

// sort sorts lists of resources by ARN, because their order was arbitrary (rule 18).
func (v *tree) sort() {
	for _, m := range v.members {
		slices.SortStableFunc(m.value.items,
			func(a, b *tree) int { return strings.Compare(a.text("arn"), b.text("arn")) })
	}
}

// plain returns the document as encoding/json decodes it.
func (v *tree) plain() (plain any) {
	if err := json.Unmarshal([]byte(v.String()), &plain); err != nil {
		panic(err)
	}
	return plain
}
