package state

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// decodeDocument decodes a document. Unlike encoding/json it refuses duplicate and missing
// members, nulls, member names in another case, and text that is not valid Unicode. A missing
// list counts as empty.
func decodeDocument(data []byte) (document, error) {
	var d document
	var head struct {
		Format int `json:"appmeshMockState"`
	}
	if !utf8.Valid(data) {
		return d, &DocumentError{Err: errors.New("not UTF-8")}
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return d, &DocumentError{Err: err}
	}
	if head.Format != Format {
		return d, &DocumentError{Path: "appmeshMockState",
			Err: fmt.Errorf("the format is %d, but this program reads format %d", head.Format, Format)}
	}
	c := formChecker{data: data, decoder: json.NewDecoder(bytes.NewReader(data))}
	c.decoder.UseNumber()
	if err := c.check("", reflect.TypeFor[document](), 0); err != nil {
		return d, err
	}
	if err := json.Unmarshal(data, &d); err != nil {
		return d, &DocumentError{Err: err}
	}
	return d, nil
}

// formChecker checks that a JSON text has exactly the form of a Go type.
type formChecker struct {
	data    []byte
	decoder *json.Decoder
}

var (
	rawType       = reflect.TypeFor[json.RawMessage]()
	halfSurrogate = regexp.MustCompile(`\\u[dD][89a-fA-F]`)
)

const maxDepth = 128 // levels of nesting

// check checks the next value. A nil type or json.RawMessage accepts any value.
func (c *formChecker) check(path string, t reflect.Type, depth int) error {
	start := c.decoder.InputOffset()
	token, err := c.decoder.Token()
	if err != nil {
		return &DocumentError{Path: path, Err: err}
	}
	if depth > maxDepth {
		return &DocumentError{Path: path, Err: fmt.Errorf("more than %d levels of nesting", maxDepth)}
	}
	if text, ok := token.(string); ok && c.isHalfSurrogate(start, text) {
		return &DocumentError{Path: path, Err: errors.New("contains half of a surrogate pair")}
	}
	if t == rawType {
		t = nil
	}
	switch token {
	case json.Delim('{'):
		if t == nil || t.Kind() == reflect.Struct {
			return c.checkObject(path, t, depth)
		}
	case json.Delim('['):
		if t == nil || t.Kind() == reflect.Slice {
			return c.checkList(path, t, depth)
		}
	}
	if t == nil || hasType(token, t) {
		return nil
	}
	return &DocumentError{Path: path, Err: fmt.Errorf("must be %s", typeWords(t))}
}

// isHalfSurrogate reports whether the string that begins at start contains an unpaired
// surrogate escape, which encoding/json replaces silently.
func (c *formChecker) isHalfSurrogate(start int64, text string) bool {
	return strings.ContainsRune(text, utf8.RuneError) && halfSurrogate.Match(c.data[start:c.decoder.InputOffset()])
}

// hasType reports whether a string or number token is a value of the type.
func hasType(token json.Token, t reflect.Type) bool {
	switch token := token.(type) {
	case string:
		return t.Kind() == reflect.String
	case json.Number:
		_, err := strconv.ParseInt(token.String(), 10, 64)
		return err == nil && t.Kind() != reflect.String && t.Kind() != reflect.Struct && t.Kind() != reflect.Slice
	default:
		return false
	}
}

func typeWords(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Struct:
		return "an object"
	case reflect.Slice:
		return "a list"
	case reflect.String:
		return "a string"
	default:
		return "an integer of 64 bits"
	}
}

// checkObject checks the members of an object. A nil type accepts any members.
func (c *formChecker) checkObject(path string, t reflect.Type, depth int) error {
	members := membersOf(t)
	seen := map[string]bool{}
	for c.decoder.More() {
		token, err := c.decoder.Token()
		if err != nil {
			return &DocumentError{Path: path, Err: err}
		}
		name := token.(string) //nolint:errcheck // the decoder allows nothing else here
		inner := strings.TrimPrefix(path+"."+name, ".")
		i := slices.IndexFunc(members, func(m member) bool { return m.name == name })
		switch {
		case seen[name]:
			return &DocumentError{Path: inner, Err: errors.New("duplicate member")}
		case t != nil && i < 0:
			return &DocumentError{Path: inner, Err: errors.New("unknown member")}
		}
		seen[name] = true
		var memberType reflect.Type
		if t != nil {
			memberType = members[i].t
		}
		if err := c.check(inner, memberType, depth+1); err != nil {
			return err
		}
	}
	for _, m := range members {
		if !m.optional && !seen[m.name] {
			return &DocumentError{Path: strings.TrimPrefix(path+"."+m.name, "."), Err: errors.New("missing member")}
		}
	}
	return c.end(path)
}

func (c *formChecker) checkList(path string, t reflect.Type, depth int) error {
	var item reflect.Type
	if t != nil {
		item = t.Elem()
	}
	for i := 0; c.decoder.More(); i++ {
		if err := c.check(fmt.Sprintf("%s[%d]", path, i), item, depth+1); err != nil {
			return err
		}
	}
	return c.end(path)
}

// end reads the end of an object or a list.
func (c *formChecker) end(path string) error {
	if _, err := c.decoder.Token(); err != nil {
		return &DocumentError{Path: path, Err: err}
	}
	return nil
}

// member is a member of a struct type.
type member struct {
	name     string
	t        reflect.Type
	optional bool
}

// membersOf returns the members of a struct type, including those of embedded structs. It
// returns none for a nil type.
func membersOf(t reflect.Type) []member {
	if t == nil {
		return nil
	}
	var members []member
	for _, field := range reflect.VisibleFields(t) {
		if name, option, _ := strings.Cut(field.Tag.Get("json"), ","); name != "" {
			optional := option == "omitempty" || field.Type.Kind() == reflect.Slice && field.Type != rawType
			members = append(members, member{name, field.Type, optional})
		}
	}
	return members
}
