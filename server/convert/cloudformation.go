package convert

import (
	"bytes"
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/internal/api"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// cloudFormation is how a template writes the API's documents: every name with its first
// letter in upper case, acronyms whole, and no client token.
var cloudFormation = &dialect{
	loose: true,
	noun:  "property",
	properties: func(member string, _ reflect.Type) []property {
		if member == "clientToken" {
			return nil
		}
		return []property{{name: propertyName(member)}}
	},
}

// acronyms are the members that a template writes in upper case; a longer name that begins
// with one, such as httpRoute, is written like any other.
var acronyms = []string{"acm", "dns", "grpc", "http", "http2", "sds", "tcp", "tls"}

// propertyName answers what a template calls a member.
func propertyName(member string) string {
	switch {
	case slices.Contains(acronyms, member):
		return strings.ToUpper(member)
	case member == "awsCloudMap":
		return "AWSCloudMap"
	default:
		return titled(member)
	}
}

// ref answers what Ref is of a parameter, a pseudo parameter or a resource.
func (t *template) ref(at place, name string) (any, error) {
	if strings.HasPrefix(name, "AWS::") {
		return t.pseudo(at, name)
	}
	if declared, ok := t.parameters[name]; ok {
		return t.parameter(at, name, declared)
	}
	res, err := t.refers(at, name)
	if err != nil {
		return nil, err
	}
	if res.kind == 0 {
		return t.leftOut(at, res, name)
	}
	return t.arn(res)
}

// attribute answers what Fn::GetAtt is of a resource: of one of App Mesh's its ARN, its names
// and owners. What is not made yet has no uid.
func (t *template) attribute(at place, id, attribute string) (any, error) {
	res, err := t.refers(at, id)
	if err != nil {
		return nil, err
	}
	if res.kind == 0 {
		return t.leftOut(at, res, id+"."+attribute)
	}
	names := []string{"Arn", "MeshOwner", "ResourceOwner"}
	for kind := res.kind; kind != 0; kind = kind.Parent() {
		if propertyName(nameMember(kind)) == attribute {
			return t.name(res, nameMember(kind))
		}
		names = append(names, propertyName(nameMember(kind)))
	}
	switch attribute {
	case "Arn":
		return t.arn(res)
	case "MeshOwner":
		return t.meshOwner(res)
	case "ResourceOwner":
		return t.options.Account, nil
	case "Uid":
		return nil, at.fail("the Uid of %s is not known before it is made", id)
	default:
		return nil, at.fail("%s has no attribute %s; there are %s", id, attribute, strings.Join(names, ", "))
	}
}

// refers answers a resource that another refers to.
func (t *template) refers(at place, id string) (*resource, error) {
	res, ok := t.resources[id]
	switch {
	case !ok:
		return nil, at.fail("there is no parameter and no resource %s", id)
	case res.kind != 0 && !res.made:
		return nil, at.fail("resource %s is not made: its condition is false", id)
	case res.kind != 0 && at.resource != nil:
		at.resource.needs[id] = true
	}
	return res, nil
}

// leftOut answers what was given for something of a resource that is none of App Mesh's.
func (t *template) leftOut(at place, res *resource, name string) (any, error) {
	if value, ok := t.options.Parameters[name]; ok {
		t.used[name] = true
		return value, nil
	}
	return nil, at.fail("%s is of resource %s, a %s, which is left out; give it with --parameter %s=VALUE", name, res.id, res.typ, name)
}

// name answers the resource's own name, or that of one of its homes: as its property says, or
// for its own like CloudFormation makes one up.
func (t *template) name(res *resource, member string) (string, error) {
	if name, ok := res.names[member]; ok {
		return name, nil
	}
	if slices.Contains(t.naming, res.id+"."+member) {
		return "", fmt.Errorf("names that need each other: %s", strings.Join(t.naming, ", "))
	}
	t.naming = append(t.naming, res.id+"."+member)
	defer func() { t.naming = t.naming[:len(t.naming)-1] }()
	property := propertyName(member)
	at := place{res, "Properties." + property}
	value, err := t.value(at, res.properties[property])
	if err != nil {
		return "", err
	}
	text, ok := scalar(value)
	switch {
	case ok:
	case value != nil && value != none:
		return "", mistyped(at.path, "a string", value)
	case member == nameMember(res.kind) && res.kind != state.VirtualService:
		text = t.madeUp(res)
	default:
		return "", at.fail("resource %s needs this property", res.id)
	}
	res.names[member] = text
	return text, nil
}

// madeUp answers a name such as CloudFormation generates, the same in every run.
func (t *template) madeUp(res *resource) string {
	const random = 12
	sum := sha256.Sum256([]byte(t.options.StackName + "/" + res.id))
	return t.options.StackName + "-" + res.id + "-" + base32.StdEncoding.EncodeToString(sum[:])[:random]
}

func (t *template) meshOwner(res *resource) (string, error) {
	value, err := t.value(place{res, "Properties.MeshOwner"}, res.properties["MeshOwner"])
	if err != nil {
		return "", err
	}
	if text, ok := scalar(value); ok {
		return text, nil
	}
	return t.options.Account, nil
}

// arn answers the ARN that a resource will have.
func (t *template) arn(res *resource) (string, error) {
	owner, err := t.meshOwner(res)
	if err != nil {
		return "", err
	}
	segments := ""
	for kind := res.kind; kind != 0; kind = kind.Parent() {
		name, err := t.name(res, nameMember(kind))
		if err != nil {
			return "", err
		}
		if kind == state.Mesh && owner != t.options.Account {
			name += "@" + owner
		}
		segments = "/" + kind.String() + "/" + name + segments
	}
	return fmt.Sprintf("arn:%s:appmesh:%s:%s:%s", api.Partition(t.options.Region), t.options.Region, t.options.Account, segments[1:]), nil
}

// stepOf answers a step.
func stepOf(operation string, input map[string]any, from string) (server.Step, error) {
	data, err := encode(input)
	return server.Step{Operation: operation, Input: data, From: from}, err
}

// encode writes JSON: compact, sorted, and <, > and & as they are.
func encode(value any) (json.RawMessage, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), nil
}
