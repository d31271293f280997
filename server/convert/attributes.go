package convert

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/internal/nearest"
	"github.com/appmesh-mock/appmesh-mock/server/internal/seedfile"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// cloudFormation returns the dialect of templates: names begin with a capital letter,
// acronyms are in upper case, and there is no client token.
func cloudFormation(b *budget) *dialect {
	return &dialect{
		loose: true, noun: "property", budget: b,
		properties: func(member string, _ reflect.Type) []property {
			if member == "clientToken" {
				return nil
			}
			return []property{{name: propertyName(member)}}
		},
	}
}

// acronyms lists the members that templates write in upper case. Longer names that begin with
// an acronym, such as httpRoute, are written like any other.
var acronyms = []string{"acm", "dns", "grpc", "http", "http2", "sds", "tcp", "tls"}

// propertyName returns the name of a member in templates.
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

// ref returns the value of Ref for a parameter, a pseudo parameter or a resource.
func (t *template) ref(at *place, name string) (any, error) {
	if strings.HasPrefix(name, "AWS::") {
		return t.pseudo(at, name)
	}
	if declared, ok := t.parameters[name]; ok {
		return t.parameter(at, name, declared)
	}
	res, err := t.refer(at, name)
	if err != nil {
		return nil, err
	}
	if res.kind == 0 {
		return t.given(at, res, name)
	}
	return t.arn(at, res)
}

// attribute returns the value of Fn::GetAtt. For a resource of App Mesh, the attributes are
// the ARN, the names and the owners. The uid is not known before the resource exists.
func (t *template) attribute(at *place, id, attribute string) (any, error) {
	res, err := t.refer(at, id)
	if err != nil {
		return nil, err
	}
	if res.kind == 0 {
		return t.given(at, res, id+"."+attribute)
	}
	names := []string{"Arn", "MeshOwner", "ResourceOwner"}
	for kind := res.kind; kind != 0; kind = kind.Parent() {
		if propertyName(kind.NameMember()) == attribute {
			return t.name(res, kind.NameMember())
		}
		names = append(names, propertyName(kind.NameMember()))
	}
	switch attribute {
	case "Arn":
		return t.arn(at, res)
	case "MeshOwner":
		return t.name(res, meshOwner)
	case "ResourceOwner":
		return t.options.Account, nil
	case "Uid":
		return nil, at.fail("the Uid of %s is not known before the resource exists", id)
	default:
		return nil, at.fail("%s has no attribute %s; there are %s",
			id, seedfile.Describe(attribute), strings.Join(names, ", "))
	}
}

// refer returns the resource with the given id and records that another resource needs it.
func (t *template) refer(at *place, id string) (*resource, error) {
	res, ok := t.resources[id]
	switch {
	case !ok:
		e := at.fail("there is no parameter and no resource %s", seedfile.Describe(id))
		if len(t.resources)+len(t.parameters) < 1000 {
			e.Suggestion = nearest.Name(
				id,
				append(seedfile.SortedKeys(t.resources), seedfile.SortedKeys(t.parameters)...),
			)
		}
		return nil, e
	case res.kind != 0 && !res.created:
		return nil, at.fail("resource %s is not created: its condition is false", id)
	case res.kind != 0 && at.resource != nil:
		at.resource.needs[id] = true
	}
	return res, nil
}

// given returns the parameter that replaces a value of another service's resource.
func (t *template) given(at *place, res *resource, name string) (any, error) {
	if value, ok := t.options.Parameters[name]; ok {
		t.used[name] = true
		return value, t.budget.write(at, len(value))
	}
	name = seedfile.Shorten(name)
	return nil, at.fail(
		"%s is not known: resource %s, of type %s, is left out; give the value with --parameter %s=VALUE",
		name, seedfile.Shorten(res.id), seedfile.Shorten(res.typ), name)
}

const meshOwner = "meshOwner"

// name returns the value of a naming property of a resource: its own name, the name of a
// parent, or the owner of the mesh. If the own name is absent, CloudFormation generates one.
func (t *template) name(res *resource, member string) (string, error) {
	if name, ok := res.names[member]; ok {
		return name, nil
	}
	at := res.place().in("Properties").in(propertyName(member))
	leave, err := t.beginEvaluation(at, res.id+"."+member)
	if err != nil {
		return "", err
	}
	defer leave()
	value, err := t.value(at, res.properties[propertyName(member)])
	if err != nil {
		return "", err
	}
	text, ok := scalar(value)
	switch {
	case ok:
	case value != nil && value != none:
		return "", at.mistyped("a string", value)
	case member == meshOwner:
		text = t.options.Account
	case member == res.kind.NameMember() && res.kind != state.VirtualService:
		text = t.generatedName(res)
	default:
		return "", at.fail("the resource needs this property")
	}
	res.names[member] = text
	return text, t.budget.write(at, len(text))
}

// beginEvaluation records that a name or condition is being evaluated. It returns an error for cycles
// and long chains. The returned function ends the evaluation.
func (t *template) beginEvaluation(at *place, name string) (leave func(), err error) {
	if slices.Contains(t.pending, name) {
		return nil, at.fail("the value needs itself, through others")
	}
	if len(t.pending) >= maxReferences {
		return nil, at.fail("more than %d names and conditions need each other, one after the other", maxReferences)
	}
	t.pending = append(t.pending, name)
	return func() { t.pending = t.pending[:len(t.pending)-1] }, nil
}

// generatedName returns a name in the form that CloudFormation generates, but the same name
// in each run.
func (t *template) generatedName(res *resource) string {
	const suffix = 12
	sum := sha256.Sum256([]byte(t.options.StackName + "/" + res.id))
	return t.options.StackName + "-" + res.id + "-" + base32.StdEncoding.EncodeToString(sum[:])[:suffix]
}

// arn returns the ARN that a resource will have.
func (t *template) arn(at *place, res *resource) (string, error) {
	owner, err := t.name(res, meshOwner)
	if err != nil {
		return "", err
	}
	segments := ""
	for kind := res.kind; kind != 0; kind = kind.Parent() {
		name, err := t.name(res, kind.NameMember())
		if err != nil {
			return "", err
		}
		if kind == state.Mesh && owner != t.options.Account {
			name += "@" + owner
		}
		segments = "/" + kind.String() + "/" + name + segments
	}
	arn := fmt.Sprintf("arn:%s:appmesh:%s:%s:%s",
		state.Partition(t.options.Region), t.options.Region, t.options.Account, segments[1:])
	return arn, t.budget.write(at, len(arn))
}

// pseudo returns a pseudo parameter.
func (t *template) pseudo(at *place, name string) (any, error) {
	suffix := "amazonaws.com"
	if state.Partition(t.options.Region) == "aws-cn" {
		suffix += ".cn"
	}
	stack := t.options.StackName
	values := map[string]any{
		"AWS::AccountId": t.options.Account, "AWS::Region": t.options.Region,
		"AWS::Partition": state.Partition(t.options.Region),
		"AWS::StackName": stack, "AWS::URLSuffix": suffix, "AWS::NoValue": none, "AWS::NotificationARNs": []any{},
		"AWS::StackId": fmt.Sprintf("arn:%s:cloudformation:%s:%s:stack/%s/%s",
			state.Partition(t.options.Region), t.options.Region, t.options.Account, stack, stackUUID(stack)),
	}
	value, ok := values[name]
	if !ok {
		return nil, at.fail("there is no pseudo parameter %s; there are %s",
			seedfile.Describe(name), strings.Join(seedfile.SortedKeys(values), ", "))
	}
	return value, t.budget.write(at, len(stack))
}

// stackUUID returns a UUID that is the same for each run.
func stackUUID(stack string) string {
	sum := sha256.Sum256([]byte(stack))
	digits := hex.EncodeToString(sum[:16])
	return strings.Join(
		[]string{digits[:8], digits[8:12], "4" + digits[13:16], "8" + digits[17:20], digits[20:]},
		"-",
	)
}
