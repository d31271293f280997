package routing

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
)

// problem explains why a target that receives requests cannot be reached.
type problem struct {
	code Code
	text string
}

// target returns the node of a weighted target and its listener for requests received by a
// listener of the router. If the target has no port, the listener is the node's only one or
// the one on the router's port. The node is nil if it does not exist.
func (m *Mesh) target(t *model.WeightedTarget, from listener) (*node, listener, *problem) {
	port := int(deref(t.Port))
	n := m.nodes[deref(t.VirtualNode)]
	if n == nil {
		return nil, listener{port: port},
			&problem{TargetNotFound, "virtual node " + deref(t.VirtualNode) + " does not exist"}
	}
	if port == 0 {
		port = from.port
		if len(n.listeners) == 1 {
			port = n.listeners[0].port
		}
	}
	own, ok := findPort(n.listeners, port)
	switch {
	case !ok:
		text := n.ref + " has no listener on port " + strconv.Itoa(port)
		return n, listener{port: port}, &problem{TargetPortNotListening, text}
	case own.isTCP() != from.isTCP():
		return n, own, &problem{TargetProtocolMismatch, fmt.Sprintf(
			"%s speaks %s on port %d, and the requests are %s", n.ref, own.protocol, port, from.protocol)}
	default:
		return n, own, nil
	}
}

// reachable reports whether the addresses of a node can be determined.
func (n *node) reachable() bool {
	d := n.spec.ServiceDiscovery
	return d != nil && (d.AwsCloudMap != nil || d.Dns != nil && isHostname(deref(d.Dns.Hostname)))
}

func isHostname(name string) bool {
	return name != "" && !strings.ContainsFunc(name, func(c rune) bool { return c < ' ' || c == 0x7f })
}
