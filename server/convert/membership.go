package convert

import (
	"fmt"
	"slices"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/state"
)

// home answers the input that names the mesh of an object.
func (c *cluster) home(m *manifest) (map[string]any, error) {
	mesh, err := c.mesh(m)
	if err != nil {
		return nil, err
	}
	input := map[string]any{"meshName": mesh.awsName()}
	if owner, _ := mesh.spec["meshOwner"].(string); owner != "" {
		input["meshOwner"] = owner
	}
	return input, nil
}

// mesh answers the mesh that an object belongs to: the one that it refers to; the only one
// that there is; or the one whose selector takes the object's namespace.
func (c *cluster) mesh(m *manifest) (*manifest, error) {
	if ref, _ := m.spec["meshRef"].(map[string]any); ref != nil {
		name, _ := ref["name"].(string)
		return c.find(state.Mesh, "", name)
	}
	return c.only(state.Mesh, m, func(mesh *manifest) (bool, error) {
		return selects(mesh.spec["namespaceSelector"], c.namespaceLabels(m.namespace), false)
	})
}

// gateway answers the name of the gateway that a gateway route belongs to, by the same rules
// among the gateways of its mesh.
func (c *cluster) gateway(m *manifest, home map[string]any) (string, error) {
	if ref, _ := m.spec["virtualGatewayRef"].(map[string]any); ref != nil {
		return c.resolve("spec.virtualGatewayRef", m, state.VirtualGateway, ref)
	}
	gateway, err := c.only(state.VirtualGateway, m, func(gateway *manifest) (bool, error) {
		theirs, err := c.home(gateway)
		if err != nil || theirs["meshName"] != home["meshName"] {
			return false, err
		}
		yes, err := selects(gateway.spec["namespaceSelector"], c.namespaceLabels(m.namespace), false)
		if err != nil || !yes {
			return false, err
		}
		return selects(gateway.spec["gatewayRouteSelector"], m.labels, true)
	})
	if err != nil {
		return "", err
	}
	return gateway.awsName(), nil
}

// only answers the one object of a kind that takes another; where there is but one it does.
func (c *cluster) only(kind state.Kind, m *manifest, takes func(*manifest) (bool, error)) (*manifest, error) {
	var all, taking []*manifest
	for _, each := range c.manifests {
		if each.kind != kind {
			continue
		}
		all = append(all, each)
		yes, err := takes(each)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", each, err)
		}
		if yes {
			taking = append(taking, each)
		}
	}
	word := titled(kind.String())
	switch {
	case len(all) == 0:
		return nil, fmt.Errorf("there is no %s in the manifests that it could belong to", word)
	case len(all) == 1:
		return all[0], nil
	case len(taking) == 1:
		return taking[0], nil
	case len(taking) == 0:
		return nil, fmt.Errorf("of %d %s none selects namespace %s; add the Namespace with its labels", len(all), word, m.namespace)
	}
	names := make([]string, len(taking))
	for i, each := range taking {
		names[i] = each.name
	}
	return nil, fmt.Errorf("more than one %s selects namespace %s: %s", word, m.namespace, strings.Join(names, ", "))
}

// namespaceLabels answers the labels of a namespace, with the one that Kubernetes adds.
func (c *cluster) namespaceLabels(name string) map[string]any {
	labels := map[string]any{"kubernetes.io/metadata.name": name}
	for key, value := range c.namespaces[name] {
		labels[key] = value
	}
	return labels
}

// selects tells whether a label selector takes labels. An empty one takes all.
func selects(raw any, labels map[string]any, absent bool) (bool, error) {
	if raw == nil {
		return absent, nil
	}
	selector, err := objectOf("a selector", raw)
	if err != nil {
		return false, err
	}
	want, err := objectOf("matchLabels", selector["matchLabels"])
	if err != nil {
		return false, err
	}
	for key, value := range want {
		if labels[key] != value {
			return false, nil
		}
	}
	expressions, _ := selector["matchExpressions"].([]any)
	for _, raw := range expressions {
		expression, err := objectOf("matchExpressions", raw)
		if err != nil {
			return false, err
		}
		if yes, err := matches(expression, labels); err != nil || !yes {
			return false, err
		}
	}
	return true, nil
}

// matches decides one expression of a selector.
func matches(expression, labels map[string]any) (bool, error) {
	key, _ := expression["key"].(string)
	value, has := labels[key]
	values, _ := expression["values"].([]any)
	in := has && slices.Contains(values, value)
	switch operator := expression["operator"]; operator {
	case "In":
		return in, nil
	case "NotIn":
		return !in, nil
	case "Exists":
		return has, nil
	case "DoesNotExist":
		return !has, nil
	default:
		return false, fmt.Errorf("matchExpressions: there is no operator %s", describe(operator))
	}
}

// resolve answers the name in App Mesh of what an object refers to, in its own namespace if
// the reference names none.
func (c *cluster) resolve(at string, m *manifest, kind state.Kind, value any) (string, error) {
	ref, ok := value.(map[string]any)
	name, _ := ref["name"].(string)
	if !ok || name == "" {
		return "", fmt.Errorf("%s: it must be an object with a name", at)
	}
	namespace, _ := ref["namespace"].(string)
	if namespace == "" {
		namespace = m.namespace
	}
	target, err := c.find(kind, namespace, name)
	if err != nil {
		return "", fmt.Errorf("%s: %w", at, err)
	}
	return target.awsName(), nil
}

// nameInARN answers the name in an ARN of App Mesh.
func nameInARN(at string, kind state.Kind, value any) (any, error) {
	arn, _ := value.(string)
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) == 6 && parts[0] == "arn" && parts[2] == "appmesh" {
		path := strings.Split(parts[5], "/")
		if len(path) == 4 && path[0] == "mesh" && path[2] == kind.String() && path[3] != "" {
			return path[3], nil
		}
	}
	return nil, fmt.Errorf("%s: it must be the ARN of a %s of App Mesh, not %s", at, kind, describe(value))
}
