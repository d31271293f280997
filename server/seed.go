package server

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// Step is one operation of a seed: what a server is filled with before anybody asks it.
type Step struct {
	Operation string          // CreateVirtualGateway
	Input     json.RawMessage // an object of the operation's members, those of path and query among them
	From      string          // where it was read, for errors: "mesh.yaml: entry 3"
}

// Apply runs the steps in order, each as a request of the account in the region, by the same
// way as a client's; an empty account or region is the server's. A step that is refused ends
// it: the error names the step, its operation and resource, and App Mesh's code and message,
// and the state is as it was before the first step. (The clock and the uids have moved on.)
//
// A seed is no call of a client: no signature is checked, no fault strikes it, and neither the
// journal nor the measures nor the request ids know of it. Apply is for the start: what others
// change while it runs is lost if it fails.
func (s *Server) Apply(account, region string, steps []Step) error {
	account, region = cmp.Or(account, s.options.Account), cmp.Or(region, s.options.Region)
	if !isAccount(account) || !isRegion(region) {
		return fmt.Errorf("account %q, region %q: not an account of 12 digits and a region", account, region)
	}
	before, quiet := s.Checkpoint(), s.quiet(account, region)
	for i, step := range steps {
		if err := quiet.apply(step); err != nil {
			s.Restore(before)
			return fmt.Errorf("%s: %w", cmp.Or(step.From, fmt.Sprintf("entry %d", i+1)), err)
		}
	}
	return nil
}

// quiet answers a server over the same state and by the same rules that serves one account in
// one region, checks no signatures, has no faults and keeps no journal.
func (s *Server) quiet(account, region string) *Server {
	quiet := &Server{options: s.options, rules: s.rules, store: s.store}
	quiet.options.Account, quiet.options.Region = account, region
	quiet.options.RequestIDs = CountingIDs(countedRequestIDs)
	return quiet
}

// apply runs one step.
func (s *Server) apply(step Step) error {
	op := model.Lookup(step.Operation)
	if op == nil {
		return fmt.Errorf("%q is none of App Mesh's operations", step.Operation)
	}
	in, err := readInput(op, step.Input)
	if err != nil {
		return fmt.Errorf("%s: %w", op.Name, err)
	}
	request, err := in.request()
	if err == nil {
		answer := &seedAnswer{header: http.Header{}}
		s.ServeHTTP(answer, request)
		err = answer.refusal()
	}
	if err != nil {
		return fmt.Errorf("%s: %w", strings.TrimSpace(op.Name+" "+in.resource()), err)
	}
	return nil
}

// input is the input of an operation, its members by their names.
type input struct {
	op      *model.Operation
	members map[string]json.RawMessage
}

// readInput takes an input apart. A member that the operation does not have is an error: the
// API would ignore it (rule 34), but in a seed it is a slip.
func readInput(op *model.Operation, data []byte) (*input, error) {
	in := &input{op: op}
	if len(bytes.TrimSpace(data)) == 0 {
		return in, nil
	}
	if err := json.Unmarshal(data, &in.members); err != nil {
		return nil, fmt.Errorf("the input is not an object: %w", err)
	}
	known := in.names("")
	for _, name := range sortedKeys(in.members) {
		if !slices.Contains(known, name) {
			return nil, fmt.Errorf("the input has an unknown member %q; the members are %s", name, strings.Join(known, ", "))
		}
	}
	return in, nil
}

func sortedKeys[T any](m map[string]T) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// names answers the names of the operation's members in a place: path, query, or anywhere if it is "".
func (in *input) names(place string) []string {
	var names []string
	for i := range in.op.Input.NumField() {
		if tag := in.op.Input.Field(i).Tag; place == "" || tag.Get("in") == place {
			names = append(names, memberName(tag))
		}
	}
	return names
}

func memberName(tag reflect.StructTag) string {
	name, _, _ := strings.Cut(tag.Get("json"), ",")
	return name
}

// text answers a member as it stands in a path or a query: a string, or a number as it is written.
func (in *input) text(name string) string {
	var text string
	raw := in.members[name]
	if json.Unmarshal(raw, &text) == nil {
		return text
	}
	return string(raw)
}

// request answers the request that a client would make of the input.
func (in *input) request() (*http.Request, error) {
	path, raw := in.op.Path, in.op.Path
	for _, name := range in.names("path") {
		value := in.text(name)
		if value == "" {
			return nil, fmt.Errorf("the input has no %s", name)
		}
		path = strings.Replace(path, "{"+name+"}", value, 1)
		raw = strings.Replace(raw, "{"+name+"}", url.PathEscape(value), 1)
	}
	query := url.Values{}
	for _, name := range in.names("query") {
		if value := in.text(name); value != "" {
			query.Set(name, value)
		}
	}
	body := map[string]json.RawMessage{}
	for name, value := range in.members {
		if !slices.Contains(in.names("path"), name) && !slices.Contains(in.names("query"), name) {
			body[name] = value
		}
	}
	document, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequest(in.op.Method, "/", bytes.NewReader(document))
	if err != nil {
		return nil, err
	}
	r.URL = &url.URL{Path: path, RawPath: raw, RawQuery: query.Encode()}
	return r, nil
}

// resource answers what the input is about: the names of a resource, outermost first, or an ARN.
func (in *input) resource() string {
	var names []string
	for kind := kindOf(in.op.Name); kind != 0; kind = kind.Parent() {
		if name := in.text(kind.NameMember()); name != "" {
			names = append(names, name)
		}
	}
	slices.Reverse(names)
	return cmp.Or(strings.Join(names, "/"), in.text("resourceArn"))
}

// seedAnswer is where the answer to a step goes.
type seedAnswer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

// Header implements http.ResponseWriter.
func (a *seedAnswer) Header() http.Header { return a.header }

// WriteHeader implements http.ResponseWriter.
func (a *seedAnswer) WriteHeader(status int) { a.status = status }

// Write implements http.ResponseWriter.
func (a *seedAnswer) Write(p []byte) (int, error) { return a.body.Write(p) }

// refusal answers the exception that the answer is, nil for a success.
func (a *seedAnswer) refusal() error {
	if a.status == http.StatusOK {
		return nil
	}
	said := &Error{Code: a.header.Get(canonicalHeaders[headerErrorType]), Status: a.status}
	json.Unmarshal(a.body.Bytes(), said) //nolint:errcheck // every refusal is a JSON document
	return said
}

// kindOfInput answers the kind of the resource that an input makes, by its name members: the
// innermost kind of those that it names.
func kindOfInput(members map[string]json.RawMessage) (state.Kind, error) {
	var kinds []state.Kind
	for _, kind := range state.Kinds() {
		if _, ok := members[kind.NameMember()]; ok {
			kinds = append(kinds, kind)
		}
	}
	kinds = slices.DeleteFunc(kinds, func(kind state.Kind) bool {
		return slices.ContainsFunc(kinds, func(other state.Kind) bool { return livesIn(other, kind) })
	})
	switch len(kinds) {
	case 0:
		return 0, fmt.Errorf("neither an operation nor a resource: it has no member operation, and none that names a resource, such as meshName")
	case 1:
		return kinds[0], nil
	default:
		return 0, fmt.Errorf("a resource of two kinds: it has both %sName and %sName", kinds[0], kinds[1])
	}
}

// livesIn tells whether a kind lives in another, at any depth.
func livesIn(kind, home state.Kind) bool {
	for kind = kind.Parent(); kind != 0; kind = kind.Parent() {
		if kind == home {
			return true
		}
	}
	return false
}
