package convert

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
	"github.com/appmesh-mock/appmesh-mock/server/internal/quote"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// Target says where a command sends an operation, and as whom.
type Target struct {
	URL     string // of the server, such as http://127.0.0.1:4600
	Account string // of the caller; that of the user's credentials if empty
	Region  string
}

// Command returns a shell command for the AWS CLI that runs an operation. The input is an object
// with the members of the operation; unknown members and null are left out. Characters that
// cannot be printed are escaped, so that the command can be pasted into a terminal.
func (t Target) Command(operation string, input json.RawMessage) (string, error) {
	members, err := membersOf(operation, input)
	if err != nil {
		return "", err
	}
	var command strings.Builder
	if t.Account != "" { // an access key of twelve digits is an account (rule 35)
		command.WriteString("AWS_ACCESS_KEY_ID=" + quote.Shell(t.Account) + " AWS_SECRET_ACCESS_KEY=secret ")
	}
	command.WriteString("aws appmesh " + hyphenated(operation))
	option := func(name, value string) {
		command.WriteString(" \\\n  --" + name + " " + quote.Shell(value))
	}
	if slices.ContainsFunc(members, member.isSpecial) {
		option("cli-input-json", object(members))
	} else {
		for _, m := range members {
			option(hyphenated(m.name), m.text())
		}
	}
	option("region", t.Region)
	option("endpoint-url", t.URL)
	command.WriteByte('\n')
	return command.String(), nil
}

// member is a member of an input.
type member struct {
	name  string
	value json.RawMessage
}

// membersOf returns the members of an operation that an input has: first the names of the
// resource and its parents, outermost first.
func membersOf(operation string, input json.RawMessage) ([]member, error) {
	op := model.Lookup(operation)
	if op == nil {
		return nil, fmt.Errorf("%q is not an operation of App Mesh", operation)
	}
	var given map[string]json.RawMessage
	if err := json.Unmarshal(input, &given); err != nil {
		return nil, fmt.Errorf("%s: the input is not an object: %w", operation, err)
	}
	known, names := []string{}, []string{}
	for i := range op.Input.NumField() {
		known = append(known, op.Input.Field(i).Tag.Get("json"))
	}
	for _, kind := range state.CreationOrder() {
		if slices.Contains(known, kind.NameMember()) {
			names = append(names, kind.NameMember())
		}
	}
	var members []member
	for _, name := range append(names, known...) {
		if value, ok := given[name]; ok && string(value) != "null" {
			members = append(members, member{name, value})
			delete(given, name)
		}
	}
	return members, nil
}

// text returns the value as an option of the AWS CLI: a string as it is, and anything else as
// JSON.
func (m member) text() string {
	var text string
	if json.Unmarshal(m.value, &text) == nil {
		return text
	}
	return printable(m.value)
}

// isSpecial reports whether the AWS CLI or a terminal would not take the value literally: it
// begins like another option or like a file to read, cannot be printed, or has half of a
// surrogate pair, which text has replaced.
func (m member) isSpecial() bool {
	text := m.text()
	scheme, _, isURL := strings.Cut(text, "://")
	isRead := isURL && slices.Contains([]string{"file", "fileb", "http", "https"}, scheme)
	return strings.HasPrefix(text, "-") || isRead || !isPrintable(text) || strings.ContainsRune(text, utf8.RuneError)
}

// object returns members as a JSON object that can be printed.
func object(members []member) string {
	var fields []string
	for _, m := range members {
		fields = append(fields, `"`+m.name+`":`+printable(m.value))
	}
	return "{" + strings.Join(fields, ",") + "}"
}
