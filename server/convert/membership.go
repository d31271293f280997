package convert

import (
	"strings"

	"github.com/appmesh-mock/appmesh-mock/state"
)

// parentInput returns the input members that name the mesh of an object.
func (c *cluster) parentInput(m *manifest) (map[string]any, error) {
	mesh, err := c.mesh(m)
	if err != nil {
		return nil, err
	}
	input := map[string]any{state.Mesh.NameMember(): mesh.awsName()}
	if mesh.meshOwner != "" {
		input[meshOwner] = mesh.meshOwner
	}
	return input, nil
}

// mesh returns the mesh of an object: the mesh in meshRef, or the only mesh, or the mesh
// whose namespaceSelector selects the namespace of the object.
func (c *cluster) mesh(m *manifest) (*manifest, error) {
	at := m.place("spec").in("meshRef")
	if value := m.spec["meshRef"]; value != nil {
		ref, err := at.object(value)
		if err != nil {
			return nil, err
		}
		if err := known(at, ref, "name", "uid"); err != nil {
			return nil, err
		}
		name, err := at.in("name").text(ref["name"])
		if err != nil {
			return nil, err
		}
		return c.find(at, nameOf(state.Mesh, "", name))
	}
	return c.only(state.Mesh, m, func(mesh *manifest) (bool, error) {
		return c.selectsNamespace(mesh, m.namespace)
	})
}

// gateway returns the name of the virtual gateway of a gateway route. It applies the same
// rules to the gateways of its mesh.
func (c *cluster) gateway(m *manifest, parent map[string]any) (string, error) {
	if ref := m.spec["virtualGatewayRef"]; ref != nil {
		return c.resolve(m.place("spec").in("virtualGatewayRef"), m.namespace, state.VirtualGateway, ref)
	}
	gateway, err := c.only(state.VirtualGateway, m, func(gateway *manifest) (bool, error) {
		theirs, err := c.parentInput(gateway)
		if err != nil || theirs[state.Mesh.NameMember()] != parent[state.Mesh.NameMember()] {
			return false, err
		}
		yes, err := c.selectsNamespace(gateway, m.namespace)
		if err != nil || !yes {
			return false, err
		}
		if gateway.routeSelector == nil {
			return true, nil
		}
		at := gateway.place("spec").in("gatewayRouteSelector")
		return gateway.routeSelector.selects(m.labels), c.budget.spend(at, gateway.routeSelector.cost())
	})
	if err != nil {
		return "", err
	}
	return gateway.awsName(), nil
}

// only returns the only object of a kind, or the only one that selects the given object.
func (c *cluster) only(kind state.Kind, m *manifest, selects func(*manifest) (bool, error)) (*manifest, error) {
	var all, selecting []*manifest
	at := m.place("spec")
	if err := c.budget.spend(at, len(c.objects)/16); err != nil {
		return nil, err
	}
	for _, each := range c.objects {
		if each.kind == kind {
			all = append(all, each)
		}
	}
	switch len(all) {
	case 0:
		return nil, at.fail("there is no %s in the manifests for the object to belong to", kind.Title())
	case 1:
		return all[0], nil
	}
	for _, each := range all {
		yes, err := selects(each)
		if err != nil {
			return nil, err
		}
		if yes {
			selecting = append(selecting, each)
		}
	}
	switch len(selecting) {
	case 0:
		return nil, at.fail("none of %d objects of kind %s selects namespace %s; add the Namespace with its labels",
			len(all), kind.Title(), m.namespace)
	case 1:
		return selecting[0], nil
	}
	var names []string
	for _, each := range selecting[:min(len(selecting), 5)] {
		names = append(names, each.name)
	}
	return nil, at.fail("%d objects of kind %s select namespace %s: %s",
		len(selecting), kind.Title(), m.namespace, strings.Join(names, ", "))
}

// selectsNamespace reports whether the namespaceSelector of an object selects a namespace.
func (c *cluster) selectsNamespace(m *manifest, namespace string) (bool, error) {
	if m.namespaceSelector == nil {
		return false, nil
	}
	labels := map[string]string{"kubernetes.io/metadata.name": namespace} // Kubernetes adds it
	for key, value := range c.namespaces[namespace] {
		labels[key] = value
	}
	cost := m.namespaceSelector.cost() + len(labels)
	return m.namespaceSelector.selects(labels), c.budget.spend(m.place("spec").in("namespaceSelector"), cost)
}
