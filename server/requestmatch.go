package server

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
)

// Mismatch is a part of a call that a filter does not match.
type Mismatch struct {
	Path      string // a field, or a member of the body as in "request.spec.listeners[0].portMapping.port"
	Want, Got string // members as JSON; "absent" if there is none
}

// String returns the mismatch as two lines, the wanted value first.
func (m Mismatch) String() string {
	return fmt.Sprintf("- %s: %s\n+ %s: %s", m.Path, m.Want, m.Path, m.Got)
}

// absent is the text of a missing member in a Mismatch.
const absent = "absent"

// decodeJSON decodes one JSON value and keeps the original text of numbers.
func decodeJSON(text string) (value any, err error) {
	decoder := json.NewDecoder(bytes.NewReader([]byte(text)))
	decoder.UseNumber()
	if err = decoder.Decode(&value); err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("it is followed by other text")
	}
	return value, nil
}

// requestMismatches returns the members of a filter's JSON that the body of a request does
// not contain.
func requestMismatches(want any, c *Call) []Mismatch {
	const path = "request"
	if c.Request == "" {
		return []Mismatch{{path, jsonText(want), absent}}
	}
	if slices.Contains(c.Truncated, path) {
		return []Mismatch{
			{
				path,
				jsonText(want),
				fmt.Sprintf("more than %d bytes, which the journal does not keep", MaxJournalBody),
			},
		}
	}
	got, err := decodeJSON(c.Request)
	if err != nil {
		return []Mismatch{{path, jsonText(want), shortened(fmt.Sprintf("%q", c.Request))}}
	}
	return memberMismatches(nil, path, want, got)
}

// memberMismatches appends the differences between a wanted and an actual value. An object
// may have members beyond the wanted ones; a list must have as many elements as the wanted
// one; a member that is wanted as null must be null or absent.
func memberMismatches(all []Mismatch, path string, want, got any) []Mismatch {
	switch want := want.(type) {
	case map[string]any:
		object, ok := got.(map[string]any)
		if !ok {
			break
		}
		for _, name := range slices.Sorted(maps.Keys(want)) {
			member, exists := object[name]
			switch {
			case exists:
				all = memberMismatches(all, path+"."+name, want[name], member)
			case want[name] != nil:
				all = append(all, Mismatch{path + "." + name, jsonText(want[name]), absent})
			}
		}
		return all
	case []any:
		list, ok := got.([]any)
		if !ok || len(list) != len(want) {
			break
		}
		for i := range want {
			all = memberMismatches(all, fmt.Sprintf("%s[%d]", path, i), want[i], list[i])
		}
		return all
	case json.Number:
		if number, ok := got.(json.Number); ok && equalNumbers(want, number) {
			return all
		}
	default:
		if want == got {
			return all
		}
	}
	return append(all, Mismatch{path, jsonText(want), jsonText(got)})
}

func equalNumbers(a, b json.Number) bool {
	x, errX := strconv.ParseFloat(string(a), 64)
	y, errY := strconv.ParseFloat(string(b), 64)
	return a == b || errX == nil && errY == nil && x == y
}

func jsonText(value any) string {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return err.Error()
	}
	return shortened(string(bytes.TrimSpace(out.Bytes())))
}

// shortened returns a text of at most about 300 bytes for a line of a report.
func shortened(text string) string {
	const most = 300
	if len(text) <= most {
		return text
	}
	return fmt.Sprintf("%s… (%d bytes)", bytes.ToValidUTF8([]byte(text[:most]), nil), len(text))
}
