package model

import (
	"fmt"
	"reflect"
	"strings"
	"sync"
)

// specTypes returns the spec struct of each kind, by the kind's name in ARNs, such as
// "virtualGateway". These are the specs of the generated Create operations.
var specTypes = sync.OnceValue(func() map[string]reflect.Type {
	types := map[string]reflect.Type{}
	for _, op := range Operations {
		name, ok := strings.CutPrefix(op.Name, "Create")
		if !ok {
			continue
		}
		spec, _ := op.Input.FieldByName("Spec")
		types[strings.ToLower(name[:1])+name[1:]] = spec.Type.Elem()
	}
	return types
})

// NewSpec returns the empty spec of a kind, or nil if there is no such kind.
func NewSpec(kind string) Spec {
	typ, ok := specTypes()[kind]
	if !ok {
		return nil
	}
	spec, _ := reflect.New(typ).Interface().(Spec)
	return spec
}

// Decode reads the JSON that Encode writes for a kind's spec ("virtualGateway", "mesh", …).
// The error is an *Invalid if the document violates the model.
func Decode(kind, data string) (Spec, error) {
	spec := NewSpec(kind)
	if spec == nil {
		return nil, fmt.Errorf("model: there is no kind %q", kind)
	}
	v := reflect.ValueOf(spec).Elem()
	r := reader{data: data, violations: violations{root: "spec"}}
	r.document(shapeOf(v.Type()), v)
	if err := r.invalid(); err != nil {
		return nil, err
	}
	return spec, nil
}
