package conformance

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/e2e/harness"
)

// invalidRequest is a request with one mistake.
type invalidRequest struct {
	class      string
	breakRule  func(input object) // adds the mistake to a valid request
	at         memberPath         // the message must contain it
	phrases    []string           // other parts of the message, if they are known
	ownWording bool               // the message is not that of AWS's framework
}

// invalidRequests returns a request with each possible mistake in a field.
func (a *api) invalidRequests(s field) []invalidRequest {
	shape := a.Shapes[s.ref.Shape]
	all := slices.Concat(a.outOfBounds(s, shape), otherCharacters(s))
	if s.ref.Location == "querystring" {
		if s.required {
			all = append(all, absent(s))
		}
		if shape.Type == "integer" {
			for _, text := range []string{"abc", "", "1.5", "true", "2147483648"} {
				all = append(all, replaced("wrong type", s, text))
			}
		}
		return all
	}
	if s.ref.Location == "uri" {
		return all
	}
	for _, v := range wrongTypes[shape.Type] {
		all = append(all, replaced("wrong type", s, v))
	}
	switch _, item := index(s.at.last()); {
	case item:
		all = append(all, replaced("null item", s, nil, "Member must not be null"))
		if list := a.Shapes[s.owner]; list.Max == nil || *list.Max > 1 {
			all = append(all, nullAdded(s))
		}
	case s.required:
		all = append(all, absent(s), replaced("required", s, nil, "Member must not be null"))
	}
	if shape.Union {
		all = append(all, a.unions(s, shape)...)
	}
	return all
}

// wrongTypes has values of other JSON types, or outside the range of the type.
var wrongTypes = map[string][]any{
	"string": {1, true, object{}, []any{}, []any{"a"}},
	"integer": {"1", true, object{}, []any{}, json.Number("1.5"), json.Number("2147483648"),
		json.Number("-2147483649")},
	"long": {"1", true, object{}, []any{}, json.Number("1.5"), json.Number("9223372036854775808"),
		json.Number("-9223372036854775809")},
	"boolean":   {"true", 1, object{}, []any{}},
	"structure": {"a", 1, true, []any{}},
	"list":      {"a", 1, true, object{}},
}

// replaced returns a request with another value at the field.
func replaced(class string, s field, v any, phrases ...string) invalidRequest {
	return invalidRequest{class: class, at: s.at, phrases: phrases,
		breakRule: func(input object) { put(input, s.at, v) }}
}

// absent returns a request without the member.
func absent(s field) invalidRequest {
	return invalidRequest{class: "required", at: s.at, phrases: []string{"Member must not be null"},
		breakRule: func(input object) {
			delete(harness.At(input, s.at[:len(s.at)-1]...).(object), s.at.last())
		}}
}

// nullAdded returns a request whose list has a null after its items.
func nullAdded(s field) invalidRequest {
	list := s.at[:len(s.at)-1]
	return invalidRequest{class: "null item", at: list.child("1"), phrases: []string{"Member must not be null"},
		breakRule: func(input object) { put(input, list, append(harness.At(input, list...).([]any), nil)) }}
}

// unions returns requests with no member of a union, and with two.
func (a *api) unions(s field, shape *shape) []invalidRequest {
	all := []invalidRequest{
		replaced("union", s, object{}),
		replaced("union", s, object{"notInTheModel": "a"}),
	}
	names := shape.names()
	for _, member := range names {
		all = append(all, replaced("union", s, object{member: nil}))
	}
	for i, one := range names {
		for _, other := range names[i+1:] {
			b := &builder{api: a, protocol: "http"}
			all = append(all, replaced("union", s, object{
				one:   b.value(s.at.child(one), shape.Members[one].Shape),
				other: b.value(s.at.child(other), shape.Members[other].Shape),
			}))
		}
	}
	return all
}

// otherCharacters returns requests whose text at the field has characters that the model allows
// and a rule refuses: in names of new resources (rules 15 and 64) and of Cloud Map (rule 70),
// and in ARNs (rule 68).
func otherCharacters(s field) []invalidRequest {
	newName := s.ref.Location == "" && strings.HasPrefix(s.owner, "Create") && len(s.at) == 1 && s.isPlain()
	var texts []string
	switch {
	case newName:
		texts = []string{"a.b", "a b", "é", strings.Repeat("é", 255)}
	case s.ref.Shape == "AwsCloudMapName":
		texts = []string{"a b", "a/b", "é", strings.Repeat("é", 255)}
	case isCertificate(s):
		texts = []string{"é", "arn:aws:s3:::bucket", "arn:aws:acm"}
	}
	var all []invalidRequest
	for _, text := range texts {
		b := replaced("characters", s, text)
		b.ownWording = true
		all = append(all, b)
	}
	return all
}

// isCertificate reports whether the text at a field is the ARN of a certificate or of a
// certificate authority.
func isCertificate(s field) bool {
	return s.at.last() == "certificateArn" || len(s.at) > 1 && s.at[len(s.at)-2] == "certificateAuthorityArns"
}

// outOfBounds returns requests with a value at the field that is just beyond a bound.
func (a *api) outOfBounds(s field, shape *shape) []invalidRequest {
	var all []invalidRequest
	if shape.Enum != nil {
		for _, v := range []string{"notInTheEnum", "", strings.ToLower(shape.Enum[0]) + " "} {
			all = append(all,
				replaced("enum", s, v, "Member must satisfy enum value set: ["+strings.Join(shape.Enum, ", ")+"]"))
		}
	}
	if shape.Pattern != "" {
		all = append(all, replaced("pattern", s, "é", "Member must satisfy regular expression pattern: "+shape.Pattern))
	}
	what := "value"
	if shape.Type == "string" || shape.Type == "list" {
		what = "length"
	}
	class := map[string]string{"string": "length", "list": "list size"}[shape.Type]
	if class == "" {
		class = "value"
	}
	path := s.ref.Location == "uri"
	if shape.Min != nil && *shape.Min > 0 && !path || shape.Min != nil && what == "value" {
		all = append(all,
			a.sized("min "+class, s, shape, *shape.Min-1,
				fmt.Sprintf("Member must have %s greater than or equal to %d", what, *shape.Min)))
	}
	if shape.Max != nil {
		all = append(all,
			a.sized("max "+class, s, shape, *shape.Max+1,
				fmt.Sprintf("Member must have %s less than or equal to %d", what, *shape.Max)))
	}
	return all
}

// sized returns a request with the number n at the field, or a string or list of length n.
func (a *api) sized(class string, s field, shape *shape, n int64, phrase string) invalidRequest {
	var v any
	switch shape.Type {
	case "string":
		text := stringOf(s, int(n))
		v = text
		if isAddedBound(s.ref.Shape) {
			b := replaced(class, s, v)
			b.ownWording = true
			return b
		}
		return replaced(class, s, v, append(a.patternError(shape, text), phrase)...)
	case "list":
		b := &builder{api: a, protocol: "http"}
		v = b.list(s.at, shape, int(n))
	default:
		v = n
	}
	return replaced(class, s, v, phrase)
}

// patternError returns the part of the message about a pattern that a string does not match,
// or nil if it matches. An empty string can be too short and also not match.
func (a *api) patternError(shape *shape, text string) []string {
	if shape.Pattern == "" || regexp.MustCompile(shape.Pattern).MatchString(text) {
		return nil
	}
	return []string{"Member must satisfy regular expression pattern: " + shape.Pattern}
}

// stringOf returns a string of length n that breaks no other rule.
func stringOf(s field, n int) string {
	text := strings.Repeat("a", n)
	if s.ref.Shape == "HttpGatewayRoutePrefix" && n > 0 {
		return "/" + text[:max(n-2, 0)] + "/"[:min(n-1, 1)]
	}
	if s.at.last() == "meshOwner" {
		return (account + "0")[:n]
	}
	return text
}

// refused returns an error unless the response is a BadRequestException whose message names the
// path and the mistake, and no other mistakes.
func (b invalidRequest) refused(got response) error {
	if got.Status != http.StatusBadRequest || got.Code != "BadRequestException" {
		return fmt.Errorf("got %d %s %.300s", got.Status, got.Code, got.Body)
	}
	message := got.Text("message")
	name := " at '" + b.at.String() + "' failed to satisfy constraint: "
	switch {
	case b.ownWording && b.class == "characters" && len(b.at) == 1:
		// The recorded sentence begins with a capital letter.
		name = strings.ToUpper(b.at[0][:1]) + b.at[0][1:] + " must match "
	case b.ownWording:
		name = b.at.String() + " must "
	}
	if b.class == "union" && b.at.last() == "trust" &&
		message == "One type of TLS Validation Context Trust must be set." {
		return nil // the recorded sentence has no path (rule 67)
	}
	if !strings.Contains(message, name) {
		return fmt.Errorf("the message does not name %s: %s", b.at, message)
	}
	if n := strings.Count(message, " failed to satisfy constraint: "); n > 1 && n != len(b.phrases) {
		return fmt.Errorf("the message has other mistakes: %s", message)
	}
	for _, phrase := range b.phrases {
		if !strings.Contains(message, name+phrase) {
			return fmt.Errorf("the message has no %q at %s: %s", phrase, b.at, message)
		}
	}
	errors := "1 validation error detected: "
	if len(b.phrases) > 1 {
		errors = fmt.Sprintf("%d validation errors detected: ", len(b.phrases))
	}
	if b.phrases != nil && !strings.HasPrefix(message, errors) {
		return fmt.Errorf("the message does not begin with %q: %s", errors, message)
	}
	return nil
}

// unique returns the values without duplicates.
func unique[V comparable](values []V) []V {
	var once []V
	for _, v := range values {
		if !slices.Contains(once, v) {
			once = append(once, v)
		}
	}
	return once
}
