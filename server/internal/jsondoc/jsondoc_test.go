package jsondoc_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/appmesh-mock/appmesh-mock/server/internal/jsondoc"
)

func TestReadKeepsValuesAsWritten(t *testing.T) {
	t.Parallel()
	for _, text := range []string{`{"a":[1,2.50,"x",null,true,{}],"b":123456789012345678901}`, `[]`, `5`, `null`} {
		doc, err := jsondoc.Read([]byte(" " + text + "\n"))
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if got, _ := json.Marshal(doc.Value); string(got) != text {
			t.Errorf("got %s, want %s", got, text)
		}
	}
}

func TestReadAllReadsTheValuesOfAFileWithTheirLines(t *testing.T) {
	t.Parallel()
	docs, err := jsondoc.ReadAll([]byte("{\"a\": 1}\n\n{\"a\":\n 2}[3,\n4]\n"))
	if err != nil || len(docs) != 3 {
		t.Fatalf("%v, %v", docs, err)
	}
	for i, want := range []struct {
		path string
		line int
	}{{"a", 1}, {"a", 3}, {"1", 5}} {
		if got := docs[i].Line(want.path); got != want.line {
			t.Errorf("document %d: %s is on line %d, want %d", i, want.path, got, want.line)
		}
	}
	for text, want := range map[string]string{
		" \n":                         "line 2: not JSON: ",
		"{}\n{}\n{":                   "line 3: not JSON: ",
		"{}\n5 x":                     "line 2: not JSON: ",
		"{}\n{\"a\":1,\n\"a\":2}\n{}": `line 3: member "a" is given twice`,
	} {
		if docs, err := jsondoc.ReadAll([]byte(text)); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: got %v and %v, want %s", text, docs, err, want)
		}
	}
}

func TestReadRefusesAmbiguousJSON(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                           "line 1: not JSON: ",
		"[\n{\"a\":}]":               "line 2: not JSON: ",
		"{} {}":                      "line 1: not JSON: ",
		"{\"a\":1,\n\"a\":2}":        `line 2: member "a" is given twice`,
		`[{"b":{"a":1,"\u0061":2}}]`: `line 1: member "a" is given twice`,
		strings.Repeat("[", 600) + strings.Repeat("]", 600): "line 1: values are nested more than 500 deep",
	} {
		if _, err := jsondoc.Read([]byte(text)); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%.40s: got %v, want %s", text, err, want)
		}
	}
}

func TestLineFollowsThePathAsFarAsItExists(t *testing.T) {
	t.Parallel()
	doc, err := jsondoc.Read([]byte("[\n  {\"a\": 1,\n   \"b\": {\n     \"c.d\": [\n        7,\n        8]}},\n  2\n]"))
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]int{
		"": 1, "0": 2, "0.a": 2, "0.b": 3, "0.b.c.d": 4, "0.b.c.d.0": 5, "0.b.c.d.1": 6, "0.b.c.d.2": 4,
		"0.b.x": 3, "1": 7, "1.a": 7, "9": 1, "0.bb": 2,
	} {
		if got := doc.Line(path); got != want {
			t.Errorf("%q: got line %d, want %d", path, got, want)
		}
	}
}
