package model

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// draw returns a value that is valid in the model in two forms: as an SDK might write it, with
// members in any order, white space, nulls and unknown members, and in canonical form.
func draw(t *rapid.T, v *value) (written, canonical string) {
	switch v.kind {
	case kindString:
		s := drawText(t, v)
		return loosely(t, s), string(AppendString(nil, s))
	case kindInt32, kindInt64:
		least, most := int64(-1<<31), int64(1<<31-1)
		if v.min != nil {
			least = *v.min
		}
		if v.max != nil {
			most = *v.max
		}
		n := fmt.Sprint(rapid.Int64Range(least, most).Draw(t, "n"))
		return n, n
	case kindBool:
		yes := fmt.Sprint(rapid.Bool().Draw(t, "yes"))
		return yes, yes
	case kindList:
		return drawList(t, v)
	}
	return drawObject(t, v.shape)
}

func drawText(t *rapid.T, v *value) string {
	if v.enum != nil {
		return rapid.SampledFrom(v.enum).Draw(t, "enum")
	}
	least, most := 0, 8
	if v.min != nil {
		least = int(*v.min)
	}
	chars := []rune("ab/.é\"\\\n\U0001F600")
	if v.pattern != nil {
		chars = []rune("abZ09!~")
	}
	return rapid.StringOfN(rapid.SampledFrom(chars), least, max(most, least), -1).Draw(t, "text")
}

// loosely writes a string with unnecessary escapes.
func loosely(t *rapid.T, s string) string {
	if !rapid.Bool().Draw(t, "loosely") {
		return string(AppendString(nil, s))
	}
	var b strings.Builder
	for _, c := range s {
		switch {
		case c > 0xFFFF:
			c -= 0x10000
			fmt.Fprintf(&b, `\u%04x\u%04X`, 0xD800+c>>10, 0xDC00+c&0x3FF)
		default:
			fmt.Fprintf(&b, `\u%04x`, c)
		}
	}
	return `"` + b.String() + `"`
}

func drawList(t *rapid.T, v *value) (string, string) {
	least, most := 0, 3
	if v.min != nil {
		least = int(*v.min)
	}
	if v.max != nil {
		most = min(most, int(*v.max))
	}
	var written, canonical []string
	for range rapid.IntRange(least, most).Draw(t, "items") {
		w, c := draw(t, v.item)
		written, canonical = append(written, w), append(canonical, c)
	}
	return "[" + strings.Join(written, " ,\n") + "]", "[" + strings.Join(canonical, ",") + "]"
}

func drawObject(t *rapid.T, s *shape) (string, string) {
	only := -1
	if s.union {
		only = rapid.IntRange(0, len(s.members)-1).Draw(t, "union")
	}
	written, canonical := []string{}, []string{}
	for i := range s.members {
		m := &s.members[i]
		if i == only || !s.union && (m.required || rapid.Bool().Draw(t, m.name)) {
			w, c := draw(t, &m.value)
			written, canonical = append(written, `"`+m.name+`" : `+w), append(canonical, `"`+m.name+`":`+c)
		} else if rapid.Bool().Draw(t, "null") {
			written = append(written, `"`+m.name+`":null`)
		}
	}
	if rapid.Bool().Draw(t, "unknown") {
		written = append(written, `"unknown": {"a" : [1.5e3, null, "x"]}`)
	}
	if len(written) > 1 {
		written = rapid.Permutation(written).Draw(t, "order")
	}
	return "{ " + strings.Join(written, ",\t") + "}", "{" + strings.Join(canonical, ",") + "}"
}

func TestValidRequestsAreReadAndWrittenCanonically(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom(kinds()).Draw(t, "kind")
		written, canonical := drawObject(t, shapeOf(reflect.TypeOf(NewSpec(kind)).Elem()))
		in, err := create(kind, written)
		if err != nil {
			t.Fatalf("%s: %v", written, err)
		}
		spec := in.Spec()
		if got := string(Encode(nil, spec, false)); got != canonical {
			t.Fatalf("%s\n got %s\nwant %s", written, got, canonical)
		}
		if as := in.Canonical(); as != "" && as != canonical {
			t.Fatalf("%s\nis reported as canonical, want\n%s", as, canonical)
		}
		if in, err := create(kind, canonical); err != nil || in.Canonical() != canonical && plain(canonical) {
			t.Fatalf("%s is not reported as canonical", canonical)
		}
		back, err := Decode(kind, canonical)
		if err != nil || !reflect.DeepEqual(back, spec) {
			t.Fatalf("%s does not come back: %v", canonical, err)
		}
		again, err := Decode(kind, string(Encode(nil, spec, true)))
		if err != nil || !reflect.DeepEqual(again, spec) {
			t.Fatalf("with nulls %s does not come back: %v", canonical, err)
		}
		spec.Check(always)
		spec.References()
	})
}

// plain reports whether the text has only characters for which the reader recognizes the
// canonical form.
func plain(text string) bool {
	return !strings.ContainsFunc(text, func(c rune) bool { return c == '\\' || c >= 0x80 })
}

func FuzzRead(f *testing.F) {
	for _, kind := range kinds() {
		for pick := range 3 {
			f.Add(kind, string(Encode(nil, completeSpec(kind, pick), false)))
		}
	}
	for _, c := range ruleCases {
		f.Add(c.kind, c.spec)
		f.Add(c.kind, c.near)
	}
	f.Add("mesh", `{"egressFilter":{"type":"DROP_ALL"},"x":"\ud83d\ude00"}`)
	f.Add("virtualNode", `{"listeners":[null,1,{"portMapping":{"port":1e9}}]}`)
	f.Fuzz(func(t *testing.T, kind, data string) {
		if NewSpec(kind) == nil {
			t.Skip()
		}
		spec, err := Decode(kind, data)
		if err != nil {
			if len(violationsOf(t, err)) == 0 {
				t.Errorf("refused without a violation: %q", data)
			}
			return
		}
		spec.Check(always)
		spec.References()
		if in, err := create(kind, data); err == nil && in.Canonical() != "" {
			if got := string(Encode(nil, spec, false)); in.Canonical() != got {
				t.Errorf("%q is reported as canonical, want %q", in.Canonical(), got)
			}
		}
		spec.ApplyDefaults()
		spec.ApplyDescribeDefaults(always)
		once := Encode(nil, spec, false)
		back, err := Decode(kind, string(once))
		if err != nil || !reflect.DeepEqual(back, spec) {
			t.Fatalf("%q was accepted, but not its canonical form %s: %v", data, once, err)
		}
		if twice := Encode(nil, back, false); string(twice) != string(once) {
			t.Errorf("%s became %s", once, twice)
		}
	})
}
