package routing

import (
	"fmt"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/state"
)

// Ref returns the reference to a resource:
// "mesh/shop/virtualGateway/ingress/gatewayRoute/cart".
func Ref(key state.Key) string {
	ref := "mesh/" + key.Names[0]
	if key.Kind == state.Mesh {
		return ref
	}
	if parent := key.Parent(); parent.Kind != state.Mesh {
		ref += "/" + parent.Kind.String() + "/" + parent.Name()
	}
	return ref + "/" + key.Kind.String() + "/" + key.Name()
}

// ParseRef parses a reference in the form that Ref returns. The tenant of the key is zero.
func ParseRef(ref string) (state.Key, error) {
	parts := strings.Split(ref, "/")
	key := state.Key{Kind: state.Mesh}
	if len(parts)%2 != 0 || len(parts) > 2*len(key.Names) || parts[0] != "mesh" {
		return key, refError(ref)
	}
	for i := 0; i < len(parts); i += 2 {
		kind := state.ParseKind(parts[i])
		if parts[i+1] == "" || i > 0 && (kind == 0 || kind.Parent() != key.Kind) {
			return key, refError(ref)
		}
		key.Kind = kind
		key.Names[i/2] = parts[i+1]
	}
	return key, nil
}

func refError(ref string) error {
	return fmt.Errorf("%q is not a reference to a resource such as mesh/shop/virtualGateway/ingress", ref)
}
