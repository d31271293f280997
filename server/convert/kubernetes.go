package convert

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
	"github.com/appmesh-mock/appmesh-mock/state"
)

const (
	groupPrefix  = "appmesh.k8s.aws/"
	groupVersion = groupPrefix + "v1beta2"
)

// manifest is a Kubernetes object of App Mesh's controller.
type manifest struct {
	from            string // the file and document
	kind            state.Kind
	namespace, name string
	labels          map[string]any
	spec            map[string]any
}

// String answers how errors name the object.
func (m *manifest) String() string {
	if m.kind == state.Mesh {
		return fmt.Sprintf("%s: Mesh %s", m.from, m.name)
	}
	return fmt.Sprintf("%s: %s %s/%s", m.from, titled(m.kind.String()), m.namespace, m.name)
}

// awsName answers what the controller calls the object in App Mesh.
func (m *manifest) awsName() string {
	if name, _ := m.spec["awsName"].(string); name != "" {
		return name
	}
	switch m.kind {
	case state.Mesh:
		return m.name
	case state.VirtualService:
		return m.name + "." + m.namespace
	default:
		return m.name + "_" + m.namespace
	}
}

// cluster is all that the manifests describe.
type cluster struct {
	account    string
	manifests  []*manifest
	namespaces map[string]map[string]any // labels
	leftOut    map[string]int
}

// manifests reads Kubernetes manifests.
func (r *reading) manifests(g *group) ([]server.Step, error) {
	c := &cluster{account: r.options.Account, namespaces: map[string]map[string]any{}, leftOut: r.result.LeftOut}
	for _, document := range g.documents {
		if err := c.add(document.from, document.value); err != nil {
			return nil, err
		}
	}
	var steps []server.Step
	for _, kind := range ranked {
		for _, m := range c.manifests {
			made, err := c.steps(kind, m)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", m, err)
			}
			steps = append(steps, made...)
		}
	}
	return steps, nil
}

// add adds an object, or all of a list.
func (c *cluster) add(from string, value any) error {
	object, ok := value.(map[string]any)
	if !ok {
		return fmt.Errorf("%s: a manifest is an object, not %s", from, describe(value))
	}
	version, _ := object["apiVersion"].(string)
	word, _ := object["kind"].(string)
	if version == "" || word == "" {
		return fmt.Errorf("%s: a manifest has an apiVersion and a kind", from)
	}
	if items, ok := object["items"].([]any); ok && strings.HasSuffix(word, "List") {
		for i, item := range items {
			if err := c.add(fmt.Sprintf("%s: item %d", from, i+1), item); err != nil {
				return err
			}
		}
		return nil
	}
	m, err := readManifest(from, object)
	if err != nil {
		return err
	}
	if version == "v1" && word == "Namespace" {
		c.namespaces[m.name] = m.labels
	}
	m.kind = kindCalled(word)
	switch {
	case !strings.HasPrefix(version, groupPrefix) || m.kind == 0:
		c.leftOut[version+" "+word]++
		return nil
	case version != groupVersion || m.name == "":
		return fmt.Errorf("%s: %s: it must have apiVersion %s and a metadata.name", from, word, groupVersion)
	}
	if m.spec, err = objectOf(m.String()+": spec", object["spec"]); err != nil {
		return err
	}
	if twin, _ := c.find(m.kind, m.namespace, m.name); twin != nil {
		return fmt.Errorf("%s: it is there twice", m)
	}
	c.manifests = append(c.manifests, m)
	return nil
}

// readManifest reads what all objects of Kubernetes have.
func readManifest(from string, object map[string]any) (*manifest, error) {
	metadata, err := objectOf(from+": metadata", object["metadata"])
	if err != nil {
		return nil, err
	}
	labels, err := objectOf(from+": metadata.labels", metadata["labels"])
	if err != nil {
		return nil, err
	}
	m := &manifest{from: from, namespace: "default", labels: labels}
	m.name, _ = metadata["name"].(string)
	if namespace, _ := metadata["namespace"].(string); namespace != "" {
		m.namespace = namespace
	}
	return m, nil
}

// kindCalled answers the kind of a manifest's kind. Routes are no objects of their own.
func kindCalled(word string) state.Kind {
	for _, kind := range ranked {
		if titled(kind.String()) == word && kind != state.Route {
			return kind
		}
	}
	return 0
}

// find answers an object. Meshes are in no namespace.
func (c *cluster) find(kind state.Kind, namespace, name string) (*manifest, error) {
	for _, m := range c.manifests {
		if m.kind == kind && m.name == name && (m.namespace == namespace || kind == state.Mesh) {
			return m, nil
		}
	}
	if kind != state.Mesh {
		name = namespace + "/" + name
	}
	return nil, fmt.Errorf("there is no %s %s in the manifests", titled(kind.String()), name)
}

// controllerOnly are the members of an object's spec that only the controller reads.
var controllerOnly = map[state.Kind][]string{
	state.Mesh:           {"awsName", "namespaceSelector", "meshOwner"},
	state.VirtualNode:    {"awsName", "meshRef", "podSelector"},
	state.VirtualRouter:  {"awsName", "meshRef", "routes"},
	state.VirtualService: {"awsName", "meshRef"},
	state.VirtualGateway: {"awsName", "meshRef", "namespaceSelector", "podSelector", "gatewayRouteSelector"},
	state.GatewayRoute:   {"awsName", "meshRef", "virtualGatewayRef"},
	state.Route:          {"name"},
}

// steps answers the operations of a kind that make what an object describes: a router makes
// its routes as well.
func (c *cluster) steps(kind state.Kind, m *manifest) ([]server.Step, error) {
	switch {
	case kind == state.Route && m.kind == state.VirtualRouter:
		return c.routes(m)
	case kind != m.kind:
		return nil, nil
	case kind == state.Mesh:
		if owner, _ := m.spec["meshOwner"].(string); owner != "" && owner != c.account {
			return nil, nil // it is shared with this account, and there already
		}
		step, err := c.step(m, kind, map[string]any{nameMember(kind): m.awsName()}, "spec", m.spec)
		return []server.Step{step}, err
	}
	input, err := c.home(m)
	if err == nil && kind == state.GatewayRoute {
		input["virtualGatewayName"], err = c.gateway(m, input)
	}
	if err != nil {
		return nil, err
	}
	input[nameMember(kind)] = m.awsName()
	step, err := c.step(m, kind, input, "spec", m.spec)
	return []server.Step{step}, err
}

// routes answers the operations that make a router's routes.
func (c *cluster) routes(m *manifest) ([]server.Step, error) {
	routes, ok := m.spec["routes"].([]any)
	if !ok && m.spec["routes"] != nil {
		return nil, mistyped("spec.routes", "a list", m.spec["routes"])
	}
	var steps []server.Step
	for i, raw := range routes {
		at := fmt.Sprintf("spec.routes.%d", i)
		route, err := objectOf(at, raw)
		if err != nil {
			return nil, err
		}
		input, err := c.home(m)
		if err != nil {
			return nil, err
		}
		name, _ := route["name"].(string)
		if name == "" {
			return nil, fmt.Errorf("%s: it has no name", at)
		}
		input["virtualRouterName"], input["routeName"] = m.awsName(), name
		step, err := c.step(m, state.Route, input, at, route)
		if err != nil {
			return nil, err
		}
		step.From += " route " + name
		steps = append(steps, step)
	}
	return steps, nil
}

// step makes one create operation: the input's spec is what the object's says.
func (c *cluster) step(m *manifest, kind state.Kind, input map[string]any, at string, spec map[string]any) (server.Step, error) {
	operation := "Create" + titled(kind.String())
	left := map[string]any{}
	for name, value := range spec {
		if !slices.Contains(controllerOnly[kind], name) {
			left[name] = value
		}
	}
	if kind == state.VirtualNode {
		if left["backendGroups"] != nil {
			return server.Step{}, fmt.Errorf("%s.backendGroups: these are not resolved here; write the virtual services as backends", at)
		}
		delete(left, "backendGroups")
	}
	field, _ := model.Lookup(operation).Input.FieldByName("Spec")
	d := c.dialect(m, kind)
	made, err := d.value(at, field.Type, left)
	if err != nil {
		return server.Step{}, err
	}
	input["spec"] = made
	return stepOf(operation, input, m.String())
}

// dialect answers how an object's spec writes the API's: almost alike, but for ARNs, the names
// that stand as references, and the IP preference of a mesh.
func (c *cluster) dialect(m *manifest, kind state.Kind) *dialect {
	return &dialect{
		dropEmpty: true,
		noun:      "field",
		properties: func(member string, t reflect.Type) []property {
			switch target := referredTo(member, t); {
			case target != 0:
				return []property{
					{name: target.String() + "Ref", read: func(at string, value any) (any, error) { return c.resolve(at, m, target, value) }},
					{name: target.String() + "ARN", read: func(at string, value any) (any, error) { return nameInARN(at, target, value) }},
				}
			case strings.HasSuffix(member, "Arn"), strings.HasSuffix(member, "Arns"):
				return []property{{name: strings.Replace(member, "Arn", "ARN", 1)}}
			case kind == state.Mesh && member == "serviceDiscovery":
				return []property{{name: "meshServiceDiscovery"}}
			default:
				return []property{{name: member}}
			}
		},
	}
}

// referredTo answers which kind a member names, 0 for one that names none: virtualNode of a
// weighted target, and virtualServiceName and the like of all else.
func referredTo(member string, t reflect.Type) state.Kind {
	if t.Kind() != reflect.Pointer || t.Elem().Kind() != reflect.String {
		return 0
	}
	return state.ParseKind(strings.TrimSuffix(member, "Name"))
}
