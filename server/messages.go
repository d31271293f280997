package server

import (
	"fmt"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/state"
)

// What App Mesh says. Sentences that are recorded stand here as they were recorded; the
// others are built after them (rules 3 and 11), and none is taken from another mock.

const (
	tokenReusedText = "The request contains a client token that was used for a previous update resource call " +
		"with different specifications. Try the request again with a new client token."
	notOwnerText    = "You don't have permissions to perform this action."
	tooManyTagsText = "The request exceeds the maximum allowed number of tags allowed per resource. " +
		"The current limit is 50 user tags per resource. You must reduce the number of tags in the request. " +
		"None of the tags in this request were applied."
)

// under says where a resource is.
func under(k state.Key) string {
	switch k.Kind {
	case state.Mesh:
		return fmt.Sprintf("for account %s", k.Tenant.Account)
	case state.Route, state.GatewayRoute:
		return fmt.Sprintf("under %s %s in mesh %s for account %s", k.Kind.Parent().Title(), k.Names[1], k.Names[0], k.Tenant.Account)
	default:
		return fmt.Sprintf("under mesh %s for account %s", k.Names[0], k.Tenant.Account)
	}
}

func notFoundText(k state.Key) string {
	return fmt.Sprintf("%s with name %s is not present %s", k.Kind.Title(), k.Name(), under(k))
}

// notFoundRule: the sentence for a virtual node is recorded, the others follow it.
func notFoundRule(k state.Kind) int {
	if k == state.VirtualNode {
		return 43
	}
	return 3
}

func existsText(k state.Key) string {
	return fmt.Sprintf("%s with name %s already exists %s", k.Kind.Title(), k.Name(), under(k))
}

func danglingText(d state.DanglingReferenceError) string {
	return fmt.Sprintf("%s with name %s is missing", d.Target.Kind.Title(), d.Target.Name)
}

func danglingRule(d state.DanglingReferenceError) int {
	switch {
	case d.From == state.Route:
		return 44
	case d.Implicit:
		return 9
	default:
		return 7
	}
}

func inUseText(u state.InUseError) (rule int, text string) {
	k := u.Key
	switch {
	case u.Lives && k.Kind == state.Mesh:
		return 45, fmt.Sprintf("Mesh %s for account %s has active %s, please delete %s before deleting the Mesh",
			k.Name(), k.Tenant.Account, u.By.PluralTitle(), u.By.PluralTitle())
	case u.Lives:
		return 11, fmt.Sprintf("%s with name %s cannot be deleted because it has active %s", k.Kind.Title(), k.Name(), u.By.PluralTitle())
	case u.By == state.Route:
		return 47, fmt.Sprintf("VirtualNode with name %s cannot be deleted because it is the target of one or more routes.", k.Name())
	case u.By == state.GatewayRoute:
		return 48, fmt.Sprintf("VirtualService %s is being referenced in the following: GATEWAY_ROUTE: [%s]",
			k.Name(), strings.Join(u.Holders, ", "))
	case k.Kind == state.VirtualRouter:
		rule = 46
	default:
		rule = 11
	}
	return rule, fmt.Sprintf("%s with name %s cannot be deleted because it is a VirtualService provider", k.Kind.Title(), k.Name())
}

// quotaText returns the recorded sentence about the virtual nodes of a mesh, and sentences
// like it for the other quotas.
func quotaText(q state.QuotaExceededError) string {
	counted, scope := q.Counted.PluralTitle(), q.Key.Parent()
	if q.Counted == 0 {
		counted, scope = "Backends", q.Key
	}
	return fmt.Sprintf("You've reached the limit on number of %s(%d) for the %s.", counted, q.Limit, scopeText(scope))
}

// scopeText returns a key as the sentences about quotas name it.
func scopeText(k state.Key) string {
	switch k.Kind {
	case 0:
		return "account " + k.Tenant.Account
	case state.Mesh:
		return "mesh " + k.Name()
	default:
		return k.Kind.Title() + " " + k.Name()
	}
}

// notOwnerRule: a consumer of a shared mesh is kept from its gateways, and from what others made.
func notOwnerRule(n state.NotOwnerError) int {
	if n.Caller != n.Key.Tenant.Account && (n.Key.Kind == state.VirtualGateway || n.Key.Kind == state.GatewayRoute) {
		return 57
	}
	return 58
}

func portMissingText(p state.PortMissingError) (rule int, text string) {
	switch {
	case p.Target != nil:
		return 54, fmt.Sprintf("%s must define a port for %s %s because it has multiple listeners",
			p.Key.Kind.Title(), p.Target.Kind.Title(), p.Target.Name)
	case p.Key.Kind == state.Route:
		return 52, "Route must define a port match criteria if the Virtual Router has multiple listeners"
	default:
		return 54, "GatewayRoute must define a port match criteria if the Virtual Gateway has multiple listeners"
	}
}

func portsMissingText(p state.PortsMissingError) (rule int, text string) {
	listing := fmt.Sprintf("%d Route(s) are missing port. Listing up to 5 route names: [%s]", p.Count, strings.Join(p.Names, ", "))
	switch p.Key.Kind {
	case state.VirtualRouter:
		return 53, "All Routes for this Virtual Router must define a port match before adding multiple listeners to this Virtual Router. " + listing
	case state.VirtualGateway:
		return 54, "All GatewayRoutes for this Virtual Gateway must define a port match before adding multiple listeners to this Virtual Gateway. " +
			strings.Replace(listing, "Route(s)", "GatewayRoute(s)", 1)
	default:
		return 54, "All Routes to this Virtual Node must define a port before adding multiple listeners to this Virtual Node. " + listing
	}
}

func protocolInUseText(p state.ProtocolInUseError) string {
	return fmt.Sprintf("The protocol of the listener on port %d cannot be changed from %s while Route %s matches it",
		p.Listener.Port, p.Listener.Protocol, p.Route)
}

func listenerInUseText(e state.ListenerInUseError) string {
	return fmt.Sprintf("The listener on port %d cannot be removed while Route %s matches it", e.Listener.Port, e.Route)
}
