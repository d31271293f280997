package yamldoc_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server/internal/yamldoc"
)

func short(tag string, value any) (any, error) {
	if tag == "!Bad" {
		return nil, errors.New("bad")
	}
	return map[string]any{tag: value}, nil
}

func TestReadReturnsPlainValues(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]string{
		"{a: [arn:aws:x, b:c], V: !Ref AWS::Region}": `[{"V":{"!Ref":"AWS::Region"},"a":["arn:aws:x","b:c"]}]`,
		`{"a": 1.50, "b": 123456789012345678901}`:    `[{"a":1.50,"b":123456789012345678901}]`,
		"a: 1\nb: 1.5\nc: true\nd: ~\ne: '1'\nf: no": `[{"a":1,"b":1.5,"c":true,"d":null,"e":"1","f":"no"}]`,
		"a: 18446744073709551615":                    `[{"a":18446744073709551615}]`,
		"d: 2012-10-17":                              `[{"d":"2012-10-17"}]`,
		"a: &x {k: 1}\nb: *x":                        `[{"a":{"k":1},"b":{"k":1}}]`,
		"a: &x {k: 1, l: 2}\nb: {<<: *x, l: 3}":      `[{"a":{"k":1,"l":2},"b":{"k":1,"l":3}}]`,
		"b: {<<: [{k: 1}, {k: 2, m: 3}]}":            `[{"b":{"k":1,"m":3}}]`,
		"---\n# nothing\n---\na: 1\n---\n- 2":        `[{"a":1},[2]]`,
		"":                                           `null`,
		"a: !If [c, !Ref x, [1]]":                    `[{"a":{"!If":["c",{"!Ref":"x"},[1]]}}]`,
		"a: !!str 12":                                `[{"a":"12"}]`,
	} {
		got, err := yamldoc.Read([]byte(file), short)
		if err != nil {
			t.Errorf("%q: %v", file, err)
			continue
		}
		if text, _ := json.Marshal(values(got)); string(text) != want {
			t.Errorf("%q\n got %s\nwant %s", file, text, want)
		}
	}
}

func values(documents []yamldoc.Document) []any {
	var all []any
	for _, doc := range documents {
		all = append(all, doc.Value)
	}
	return all
}

func TestLineFollowsThePathAsFarAsItExists(t *testing.T) {
	t.Parallel()
	file := "# comment\na:\n  b.c:\n    - 1\n    - !Sub\n      - x\n      - y: 1\n---\nd: {e: 1}\n"
	documents, err := yamldoc.Read([]byte(file), short)
	if err != nil || len(documents) != 2 {
		t.Fatal(documents, err)
	}
	for path, want := range map[string]int{"a": 2, "a.b.c": 3, "a.b.c.0": 4, "a.b.c.1": 5, "a.b.c.1.Fn::Sub.1.y": 7,
		"a.x": 2, "": 2} {
		if got := documents[0].Line(path); got != want {
			t.Errorf("%q: got line %d, want %d", path, got, want)
		}
	}
	if got := documents[1].Line("d.e"); got != 9 {
		t.Errorf("second document: got line %d, want 9", got)
	}
}

func TestReadRefusesAmbiguousFiles(t *testing.T) {
	t.Parallel()
	bomb := "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"
	for i := 1; i < 9; i++ {
		n := string(rune('0' + i))
		m := string(rune('0' + i - 1))
		bomb += "a" + n + ": &a" + n + " [" + strings.TrimSuffix(strings.Repeat("*a"+m+",", 10), ",") + "]\n"
	}
	for file, want := range map[string]string{
		"a: 1\na: 2":                 `line 2: member "a" is given twice`,
		"a: [":                       "not YAML: ",
		"a: !Bad x":                  "line 1: bad",
		"? [a]\n: b":                 "line 1: a key must be a string",
		"a: {<<: 1}":                 "line 1: the value of << must be an object",
		"a: !!int x":                 `line 1: "x" is not of type int`,
		strings.Repeat("[", 5000):    "nested more than 500 deep",
		strings.Repeat("- ", 600):    "nested more than 500 deep",
		bomb:                         "aliases expand the file to more than ",
		"a: &x [*x]":                 "", // any message
		"a: \xff":                    "not YAML: ",
		strings.Repeat("{a: ", 2000): "nested more than 500 deep",
	} {
		got, err := yamldoc.Read([]byte(file), short)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40q: %v, %v; want %s", file, got, err, want)
		}
	}
	if _, err := yamldoc.Read([]byte("a: !Ref x"), nil); err == nil {
		t.Error("a tag without a meaning was accepted")
	}
}

func TestAliasesOfLongTextsAreBounded(t *testing.T) {
	t.Parallel()
	file := "a: &a " + strings.Repeat("x", 1000) + "\nb: [" + strings.Repeat("*a,", 50_000) + "]\n"
	if _, err := yamldoc.Read([]byte(file), nil); err == nil || !strings.Contains(err.Error(), "bytes of text") {
		t.Error(err)
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{`{"a":[1,2.5,"x",null,true]}`, "a: &x {b: *y}", "- !Ref a\n- {<<: *a}",
		"a: |\n  text\n"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		first, err := yamldoc.Read(data, short)
		if err != nil {
			return
		}
		for _, doc := range first {
			doc.Line("a.b.0.c")
			text, err := json.Marshal(doc.Value)
			if err != nil {
				continue // JSON has no .inf and .nan
			}
			text = []byte("[" + string(text) + "]") // so that a scalar is read as JSON, too
			again, err := yamldoc.Read(text, nil)
			if err != nil && !strings.Contains(err.Error(), "nested more than") {
				t.Fatalf("%s: %v", text, err)
			}
			if second, _ := json.Marshal(values(again)); err == nil && doc.Value != nil &&
				string(second) != "["+string(text)+"]" {
				t.Fatalf("%s became %s", text, second)
			}
		}
	})
}
