package convert

import (
	"strings"

	"github.com/appmesh-mock/appmesh-mock/state"
)

// resolve returns the name in App Mesh of a referenced object. A reference without a
// namespace refers to the given namespace.
func (c *cluster) resolve(at *place, namespace string, kind state.Kind, value any) (string, error) {
	namespace, name, err := readReference(at, namespace, value)
	if err != nil {
		return "", err
	}
	target, err := c.find(at, nameOf(kind, namespace, name))
	if err != nil {
		return "", err
	}
	return target.awsName(), nil
}

// readReference returns the namespace and the name of a reference.
func readReference(at *place, namespace string, value any) (string, string, error) {
	ref, err := at.object(value)
	if err == nil {
		err = known(at, ref, "name", "namespace", "uid")
	}
	if err != nil {
		return "", "", err
	}
	name, err := at.in("name").text(ref["name"])
	if err != nil {
		return "", "", err
	}
	if name == "" {
		return "", "", at.fail("a reference must have a name")
	}
	given, err := at.in("namespace").text(ref["namespace"])
	if given != "" {
		namespace = given
	}
	return namespace, name, err
}

// nameInARN returns the name in the ARN of a resource of the given kind.
func nameInARN(at *place, kind state.Kind, value any) (any, error) {
	arn, _ := value.(string)
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) == 6 && parts[0] == "arn" && parts[2] == "appmesh" {
		path := strings.SplitN(parts[5], "/", 5)
		if len(path) == 4 && path[0] == "mesh" && path[2] == kind.String() && path[3] != "" {
			return path[3], nil
		}
	}
	return nil, at.mistyped("the ARN of a "+kind.String()+" of App Mesh", value)
}

// addBackends adds the virtual services in the backend groups of a virtual node to the
// backends of its spec, without duplicates. The name "*" selects all virtual services of a
// namespace in the same mesh.
func (c *cluster) addBackends(m *manifest, spec any) error {
	at := m.place("spec").in("backendGroups")
	groups, err := at.list(m.spec["backendGroups"])
	object, ok := spec.(map[string]any)
	if err != nil || !ok || len(groups) == 0 {
		return err
	}
	backends, _ := object["backends"].([]any)
	present := map[string]bool{}
	for _, backend := range backends {
		union, _ := backend.(map[string]any)
		service, _ := union["virtualService"].(map[string]any)
		name, _ := service["virtualServiceName"].(string)
		present[name] = true
	}
	for i, value := range groups {
		names, err := c.groupServices(at.item(i), m, value)
		if err != nil {
			return err
		}
		for _, name := range names {
			if !present[name] {
				present[name] = true
				backends = append(backends,
					map[string]any{"virtualService": map[string]any{"virtualServiceName": name}})
			}
		}
	}
	if len(backends) > 0 {
		object["backends"] = backends
	}
	return nil
}

// groupServices returns the names in App Mesh of the virtual services of a backend group.
func (c *cluster) groupServices(at *place, m *manifest, value any) ([]string, error) {
	namespace, name, err := readReference(at, m.namespace, value)
	if err != nil {
		return nil, err
	}
	if name == "*" {
		return c.servicesOf(at, m, namespace)
	}
	group, err := c.find(at, objectName{backendGroup, namespace, name})
	if err != nil {
		return nil, err
	}
	at = group.place("spec").in("virtualservices")
	services, err := at.list(group.spec["virtualservices"])
	if err != nil {
		return nil, err
	}
	if err := c.budget.spend(at, len(services)); err != nil {
		return nil, err
	}
	names := make([]string, len(services))
	for i, service := range services {
		if names[i], err = c.resolve(at.item(i), group.namespace, state.VirtualService, service); err != nil {
			return nil, err
		}
		if err := c.budget.write(at, len(names[i])); err != nil {
			return nil, err
		}
	}
	return names, nil
}

// servicesOf returns the virtual services of a namespace in the mesh of a virtual node.
func (c *cluster) servicesOf(at *place, m *manifest, namespace string) ([]string, error) {
	own, err := c.mesh(m)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, each := range c.objects {
		if err := c.budget.spend(at, 1); err != nil {
			return nil, err
		}
		if each.kind != state.VirtualService || each.namespace != namespace {
			continue
		}
		mesh, err := c.mesh(each)
		if err != nil {
			return nil, err
		}
		if mesh == own {
			names = append(names, each.awsName())
		}
	}
	return names, nil
}
