package convert

import (
	"reflect"
	"slices"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
	"github.com/appmesh-mock/appmesh-mock/server/internal/seedfile"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// cluster holds the content of all Kubernetes manifests of an import.
type cluster struct {
	account    string
	budget     *budget
	objects    []*manifest
	byName     map[objectName]*manifest
	namespaces map[string]map[string]string // labels
	leftOut    map[string]int
	mistakes   Errors
}

// manifests reads the Kubernetes manifests of a group.
func (r *importer) manifests(g *group) ([]server.Step, error) {
	c := &cluster{
		account: r.options.Account, budget: r.budget, leftOut: r.result.LeftOut,
		byName: map[objectName]*manifest{}, namespaces: map[string]map[string]string{},
	}
	for i := range g.documents {
		c.add(&g.documents[i], "", g.documents[i].Value)
	}
	var steps []server.Step
	for _, kind := range state.CreationOrder() {
		for _, m := range c.objects {
			if c.budget.exceeded() || len(c.mistakes) >= seedfile.MaxMistakes {
				break
			}
			made, err := c.steps(kind, m)
			c.addMistakes(m, err)
			steps = append(steps, made...)
		}
	}
	if len(c.mistakes) > 0 {
		return nil, c.mistakes
	}
	return steps, nil
}

// addMistakes records the mistakes in an object.
func (c *cluster) addMistakes(m *manifest, err error) {
	mistakes := appendMistakes(nil, err)
	for _, e := range mistakes {
		origin := m
		if e.Target == "" {
			e.Target = m.String()
		}
		for _, other := range c.objects { // the mistake may be in a referenced object
			if e.Target != m.String() && e.Target == other.String() {
				origin = other
			}
		}
		e.File, e.Document = origin.doc.File, origin.doc.Number
		e.Line = origin.doc.Line(seedfile.Join(origin.base, e.Path))
	}
	c.mistakes = appendMistakes(c.mistakes, mistakes)
}

// add adds an object, or the items of a list of objects. Base is the path in the document.
func (c *cluster) add(doc *seedfile.Document, base string, value any) {
	if len(c.mistakes) >= seedfile.MaxMistakes {
		return
	}
	m := &manifest{doc: doc, base: base}
	root := &place{}
	object, ok := value.(map[string]any)
	if !ok {
		c.addMistakes(m, root.fail("a manifest must be an object, not %s", seedfile.Describe(value)))
		return
	}
	items, isList := object["items"].([]any)
	if word, _ := object["kind"].(string); isList && strings.HasSuffix(word, "List") {
		for i, item := range items {
			c.add(doc, root.in(base).in("items").item(i).String(), item)
		}
		return
	}
	if err := m.read(object); err != nil {
		c.addMistakes(m, err)
		return
	}
	switch {
	case m.version == "v1" && m.word == "Namespace":
		c.namespaces[m.name] = m.labels
		c.leftOut["v1 Namespace"]++
	case !m.isAppMesh():
		c.leftOut[m.version+" "+m.word]++
	case c.byName[m.objectName] != nil:
		c.addMistakes(m, root.fail("the object is given twice"))
	default:
		c.byName[m.objectName] = m
		c.objects = append(c.objects, m)
	}
}

// find returns the object with the given name.
func (c *cluster) find(at *place, name objectName) (*manifest, error) {
	if m := c.byName[name]; m != nil {
		return m, nil
	}
	return nil, at.fail("there is no %s in the manifests", name)
}

// controllerOnly lists the members of an object's spec that only the controller uses.
var controllerOnly = map[state.Kind][]string{
	state.Mesh:           {"awsName", "namespaceSelector", "meshOwner"},
	state.VirtualNode:    {"awsName", "meshRef", "podSelector", "backendGroups"},
	state.VirtualRouter:  {"awsName", "meshRef", "routes"},
	state.VirtualService: {"awsName", "meshRef"},
	state.VirtualGateway: {"awsName", "meshRef", "namespaceSelector", "podSelector", "gatewayRouteSelector"},
	state.GatewayRoute:   {"awsName", "meshRef", "virtualGatewayRef"},
	state.Route:          {"name"},
}

// steps returns the operations that create resources of a kind for an object. A virtual router
// also has routes.
func (c *cluster) steps(kind state.Kind, m *manifest) ([]server.Step, error) {
	switch {
	case kind == state.Route && m.kind == state.VirtualRouter:
		return c.routes(m)
	case kind != m.kind:
		return nil, nil
	case kind == state.Mesh:
		if m.meshOwner != "" && m.meshOwner != c.account {
			return nil, nil // the mesh is shared with this account and exists
		}
		step, err := c.step(m, kind, map[string]any{kind.NameMember(): m.awsName()}, m.place("spec"), m.spec)
		return []server.Step{step}, err
	}
	input, err := c.parentInput(m)
	if err == nil && kind == state.GatewayRoute {
		input[state.VirtualGateway.NameMember()], err = c.gateway(m, input)
	}
	if err != nil {
		return nil, err
	}
	input[kind.NameMember()] = m.awsName()
	step, err := c.step(m, kind, input, m.place("spec"), m.spec)
	return []server.Step{step}, err
}

// routes returns the operations that create the routes of a virtual router.
func (c *cluster) routes(m *manifest) ([]server.Step, error) {
	at := m.place("spec").in("routes")
	routes, err := at.list(m.spec["routes"])
	if err != nil || len(routes) == 0 {
		return nil, err
	}
	parent, err := c.parentInput(m)
	if err != nil {
		return nil, nil // reported for the router already
	}
	var steps []server.Step
	var mistakes Errors
	for i, raw := range routes {
		step, err := c.route(m, parent, at.item(i), raw)
		if err != nil {
			mistakes = appendMistakes(mistakes, err)
		}
		steps = append(steps, step)
	}
	if len(mistakes) > 0 {
		return nil, mistakes
	}
	return steps, nil
}

func (c *cluster) route(m *manifest, parent map[string]any, at *place, raw any) (server.Step, error) {
	route, err := at.object(raw)
	if err != nil {
		return server.Step{}, err
	}
	name, err := at.in("name").text(route["name"])
	if err != nil {
		return server.Step{}, err
	}
	if name == "" {
		return server.Step{}, at.in("name").fail("a route must have a name")
	}
	input := with(parent, state.VirtualRouter.NameMember(), m.awsName())
	input[state.Route.NameMember()] = name
	step, err := c.step(m, state.Route, input, at, route)
	step.From += " route " + name
	return step, err
}

// step returns a create operation whose spec is the spec of an object or a part of it.
func (c *cluster) step(
	m *manifest, kind state.Kind, input map[string]any, at *place, spec map[string]any,
) (server.Step, error) {
	operation := "Create" + kind.Title()
	left := map[string]any{}
	for name, value := range spec {
		if !slices.Contains(controllerOnly[kind], name) {
			left[name] = value
		}
	}
	field, _ := model.Lookup(operation).Input.FieldByName("Spec")
	d := c.dialect(m, kind)
	made, err := d.input(at, field.Type, left)
	if err == nil && kind == state.VirtualNode {
		err = c.addBackends(m, made)
	}
	if err != nil {
		return server.Step{}, err
	}
	input["spec"] = made
	step, err := checkedStep(operation, input, m.String())
	step.From = m.origin()
	return step, err
}

// dialect returns the dialect of the spec of an object. It differs from the API in ARNs, in
// names, which are references to objects, and in the IP preference of a mesh.
func (c *cluster) dialect(m *manifest, kind state.Kind) *dialect {
	return &dialect{
		dropEmpty: true, noun: "field", budget: c.budget,
		properties: func(member string, t reflect.Type) []property {
			switch target := referenceKind(member, t); {
			case target != 0:
				return []property{
					{name: target.String() + "Ref", read: func(at *place, value any) (any, error) {
						return c.resolve(at, m.namespace, target, value)
					}},
					{name: target.String() + "ARN", read: func(at *place, value any) (any, error) {
						return nameInARN(at, target, value)
					}},
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

// referenceKind returns the kind of the resource that a member names, or 0 if the member is
// not a name. In a weighted target the member is virtualNode, elsewhere virtualServiceName
// and the like.
func referenceKind(member string, t reflect.Type) state.Kind {
	if t.Kind() != reflect.Pointer || t.Elem().Kind() != reflect.String {
		return 0
	}
	return state.ParseKind(strings.TrimSuffix(member, "Name"))
}
