package convert

import (
	"slices"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/internal/nearest"
	"github.com/appmesh-mock/appmesh-mock/server/internal/seedfile"
	"github.com/appmesh-mock/appmesh-mock/state"
)

const (
	groupPrefix  = "appmesh.k8s.aws/"
	groupVersion = groupPrefix + "v1beta2"
)

// backendGroup is the only kind of object that is not a resource of App Mesh.
const backendGroup = "BackendGroup"

// objectName identifies an object of the App Mesh controller.
type objectName struct{ word, namespace, name string }

// String returns the kind and the name, such as "VirtualNode shop/cart".
func (n objectName) String() string {
	if n.namespace == "" {
		return n.word + " " + seedfile.Shorten(n.name)
	}
	return n.word + " " + seedfile.Shorten(n.namespace) + "/" + seedfile.Shorten(n.name)
}

// nameOf returns the name of an object of a kind. Meshes have no namespace.
func nameOf(kind state.Kind, namespace, name string) objectName {
	if kind == state.Mesh {
		namespace = ""
	}
	return objectName{kind.Title(), namespace, name}
}

// manifest is a Kubernetes object.
type manifest struct {
	objectName
	doc       *seedfile.Document
	base      string // path in the document
	version   string
	kind      state.Kind // 0 for a backend group and for foreign objects
	labels    map[string]string
	spec      map[string]any
	givenName string // spec.awsName
	meshOwner string // spec.meshOwner

	namespaceSelector, routeSelector *selector // nil for none
}

// isAppMesh reports whether the object belongs to the App Mesh controller.
func (m *manifest) isAppMesh() bool { return m.kind != 0 || m.isBackendGroup() }

func (m *manifest) isBackendGroup() bool {
	return m.word == backendGroup && strings.HasPrefix(m.version, groupPrefix)
}

// place returns the path of a member of the object.
func (m *manifest) place(name string) *place { return &place{name: name, target: m.String()} }

// origin returns the file, the document and the object, for errors of the step.
func (m *manifest) origin() string {
	return (&Error{File: m.doc.File, Document: m.doc.Number, Message: m.String()}).Error()
}

// String returns the name of the object, or "" if it is not known yet.
func (m *manifest) String() string {
	if m.name == "" {
		return m.word
	}
	return m.objectName.String()
}

// awsName returns the name of the resource in App Mesh, which the controller derives.
func (m *manifest) awsName() string {
	switch {
	case m.givenName != "":
		return m.givenName
	case m.kind == state.Mesh:
		return m.name
	case m.kind == state.VirtualService:
		return m.name + "." + m.namespace
	default:
		return m.name + "_" + m.namespace
	}
}

// read reads the object. For foreign objects it reads only the kind, and the labels of a
// Namespace.
func (m *manifest) read(object map[string]any) error {
	root := &place{}
	m.version, _ = object["apiVersion"].(string)
	m.word, _ = object["kind"].(string)
	if m.version == "" || m.word == "" {
		return root.fail("a manifest must have an apiVersion and a kind")
	}
	if strings.HasPrefix(m.version, groupPrefix) && m.word != state.Route.Title() {
		m.kind = kindTitled(m.word) // routes are part of a virtual router
	}
	if !m.isAppMesh() && (m.version != "v1" || m.word != "Namespace") {
		return nil
	}
	if m.isAppMesh() && m.version != groupVersion {
		return root.in("apiVersion").fail("must be %s", groupVersion)
	}
	if err := m.readMetadata(object["metadata"]); err != nil || !m.isAppMesh() {
		return err
	}
	root.target = m.String()
	if err := known(root, object, "apiVersion", "kind", "metadata", "spec", "status"); err != nil {
		return err
	}
	return m.readSpec(object["spec"])
}

// known returns a mistake for the first unknown field of an object.
func known(at *place, object map[string]any, fields ...string) error {
	for _, name := range seedfile.SortedKeys(object) {
		if !slices.Contains(fields, name) {
			e := at.in(name).fail("unknown field")
			e.Suggestion = nearest.Name(name, fields)
			return e
		}
	}
	return nil
}

func (m *manifest) readMetadata(value any) error {
	at := &place{name: "metadata", target: m.word}
	metadata, err := at.object(value)
	if err != nil {
		return err
	}
	if m.name, err = at.in("name").text(metadata["name"]); err != nil {
		return err
	}
	if m.name == "" {
		return at.in("name").fail("an object must have a name")
	}
	if m.namespace, err = at.in("namespace").text(metadata["namespace"]); err != nil {
		return err
	}
	switch {
	case m.kind == state.Mesh:
		m.namespace = ""
	case m.namespace == "":
		m.namespace = "default"
	}
	m.labels, err = stringMap(at.in("labels"), metadata["labels"])
	return err
}

func (m *manifest) readSpec(value any) (err error) {
	at := m.place("spec")
	if m.spec, err = at.object(value); err != nil {
		return err
	}
	if m.isBackendGroup() {
		return known(at, m.spec, "virtualservices", "meshRef")
	}
	if m.givenName, err = at.in("awsName").text(m.spec["awsName"]); err != nil {
		return err
	}
	if m.namespaceSelector, err = readSelector(at.in("namespaceSelector"), m.spec["namespaceSelector"]); err != nil {
		return err
	}
	if m.routeSelector, err = readSelector(at.in("gatewayRouteSelector"), m.spec["gatewayRouteSelector"]); err != nil {
		return err
	}
	if _, err = readSelector(at.in("podSelector"), m.spec["podSelector"]); err != nil {
		return err
	}
	if m.kind == state.Mesh {
		m.meshOwner, err = at.in("meshOwner").text(m.spec["meshOwner"])
	}
	return err
}

// stringMap returns an object whose values are strings, such as labels.
func stringMap(at *place, value any) (map[string]string, error) {
	object, err := at.object(value)
	if err != nil {
		return nil, err
	}
	texts := make(map[string]string, len(object))
	for _, key := range seedfile.SortedKeys(object) {
		text, ok := object[key].(string)
		if !ok {
			return nil, at.in(key).mistyped("a string", object[key])
		}
		texts[key] = text
	}
	return texts, nil
}
