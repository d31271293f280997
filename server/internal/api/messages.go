package api

import (
	"fmt"
	"slices"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/state"
)

// The messages of exceptions. Recorded messages are verbatim; the others are worded by
// analogy (rules 3 and 11). None is taken from another emulator.

const (
	tokenReusedText = "The request contains a client token that was used for a previous update resource call " +
		"with different specifications. Try the request again with a new client token."
	notOwnerText    = "You don't have permissions to perform this action."
	tooManyTagsText = "The request exceeds the maximum allowed number of tags allowed per resource. " +
		"The current limit is 50 user tags per resource. You must reduce the number of tags in the request. " +
		"None of the tags in this request were applied."
)

// under returns the part of a sentence that says where a resource is.
func under(k state.Key) string {
	switch k.Kind {
	case state.Mesh:
		return fmt.Sprintf("for account %s", k.Tenant.Account)
	case state.Route, state.GatewayRoute:
		return fmt.Sprintf("under %s %s in mesh %s for account %s", k.Kind.Parent().Title(), k.Names[1], k.Names[0],
			k.Tenant.Account)
	default:
		return fmt.Sprintf("under mesh %s for account %s", k.Names[0], k.Tenant.Account)
	}
}

func notFoundText(k state.Key) string {
	return fmt.Sprintf("%s with name %s is not present %s", k.Kind.Title(), k.Name(), under(k))
}

// notFoundRule returns the rule of notFoundText. The text is recorded for virtual nodes only.
func notFoundRule(k state.Kind) int {
	if k == state.VirtualNode {
		return ruleNodeNotFound
	}
	return ruleNotFound
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
		return ruleTargetMissing
	case d.Implicit:
		return ruleNotImplicit
	default:
		return ruleMustExist
	}
}

func inUseText(u state.InUseError) (rule int, text string) {
	k := u.Key
	switch {
	case u.Children && k.Kind == state.Mesh:
		return ruleMeshInUse,
			fmt.Sprintf("Mesh %s for account %s has active %s, please delete %s before deleting the Mesh",
				k.Name(), k.Tenant.Account, u.By.PluralTitle(), u.By.PluralTitle())
	case u.Children:
		return ruleInUse,
			fmt.Sprintf("%s with name %s cannot be deleted because it has active %s",
				k.Kind.Title(), k.Name(), u.By.PluralTitle())
	case u.By == state.Route:
		return ruleNodeInUse,
			fmt.Sprintf("VirtualNode with name %s cannot be deleted because it is the target of one or more routes.",
				k.Name())
	case u.By == state.GatewayRoute:
		return ruleServiceInUse,
			fmt.Sprintf("VirtualService %s is being referenced in the following: GATEWAY_ROUTE: [%s]",
				k.Name(), strings.Join(sortedNames(u.Holders), ", "))
	case k.Kind == state.VirtualRouter:
		rule = ruleRouterInUse
	default:
		rule = ruleInUse
	}
	return rule, fmt.Sprintf("%s with name %s cannot be deleted because it is a VirtualService provider",
		k.Kind.Title(), k.Name())
}

// sortedNames returns the names of resources without those of their parents.
func sortedNames(keys []state.Key) []string {
	var names []string
	for _, k := range keys {
		names = append(names, k.Name())
	}
	slices.Sort(names)
	return names
}

// quotaText returns the recorded message for the virtual nodes of a mesh, and similar
// messages for the other quotas (rule 12).
func quotaText(q state.QuotaExceededError) string {
	counted, scope := q.Counted.PluralTitle(), q.Key.Parent()
	if q.Counted == 0 {
		counted, scope = "Backends", q.Key
	}
	return fmt.Sprintf("You've reached the limit on number of %s(%d) for the %s.", counted, q.Limit, scopeText(scope))
}

// scopeText returns a key in the form that quota messages use.
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

// notOwnerRule returns the rule that denies the caller permission. A consumer of a shared
// mesh can neither use its gateways nor change the resources of others.
func notOwnerRule(n state.NotOwnerError) int {
	if n.Caller != n.Key.Tenant.Account && (n.Key.Kind == state.VirtualGateway || n.Key.Kind == state.GatewayRoute) {
		return ruleNoGateways
	}
	return ruleOwnResources
}

func portMissingText(p state.PortMissingError) (rule int, text string) {
	switch {
	case p.Target != nil:
		if rule = ruleSeveralPorts; p.Target.Kind == state.VirtualService {
			rule = ruleInferredPorts
		}
		return rule, fmt.Sprintf("%s must define a port for %s %s because it has multiple listeners",
			p.Key.Kind.Title(), p.Target.Kind.Title(), p.Target.Name)
	case p.Key.Kind == state.Route:
		return ruleRoutePort, "Route must define a port match criteria if the Virtual Router has multiple listeners"
	default:
		return ruleSeveralPorts,
			"GatewayRoute must define a port match criteria if the Virtual Gateway has multiple listeners"
	}
}

func portsMissingText(p state.PortsMissingError) (rule int, text string) {
	listing := fmt.Sprintf("%d Route(s) are missing port. Listing up to 5 route names: [%s]", p.Count,
		strings.Join(p.Names, ", "))
	switch p.Key.Kind {
	case state.VirtualRouter:
		return ruleRouterListeners,
			"All Routes for this Virtual Router must define a port match " +
				"before adding multiple listeners to this Virtual Router. " + listing
	case state.VirtualGateway:
		return ruleInferredPorts,
			"All GatewayRoutes for this Virtual Gateway must define a port match " +
				"before adding multiple listeners to this Virtual Gateway. " +
				strings.Replace(listing, "Route(s)", "GatewayRoute(s)", 1)
	default:
		return ruleInferredPorts,
			"All Routes to this Virtual Node must define a port " +
				"before adding multiple listeners to this Virtual Node. " + listing
	}
}

func protocolInUseText(p state.ProtocolInUseError) string {
	return fmt.Sprintf("The protocol of the listener on port %d cannot be changed from %s while Route %s matches it",
		p.Listener.Port, p.Listener.Protocol, p.Route)
}

func listenerInUseText(e state.ListenerInUseError) string {
	return fmt.Sprintf("The listener on port %d cannot be removed while Route %s matches it", e.Listener.Port, e.Route)
}

func accessDeniedText(caller Caller, operation string) string {
	return fmt.Sprintf("User: arn:%s:iam::%s:user/appmesh-mock is not authorized to perform: appmesh:%s on resource: *",
		state.Partition(caller.Region), caller.Account, operation)
}

// declaredTexts holds the messages in AWS's model of the API. They are used for exceptions
// that do not concern a resource.
var declaredTexts = map[Code]string{
	BadRequestException: "The request syntax was malformed. Check your request syntax and try again.",
	ConflictException:   tokenReusedText,
	ForbiddenException:  notOwnerText,
	InternalServerErrorException: "The request processing has failed because of an unknown error, " +
		"exception, or failure.",
	LimitExceededException: "You have exceeded a service limit for your account. For more information, " +
		"see Service Limits in the App Mesh User Guide.",
	NotFoundException: "The specified resource doesn't exist. Check your request syntax and try again.",
	ResourceInUseException: "You can't delete the specified resource because it's in use " +
		"or required by another resource.",
	ServiceUnavailableException: "The request has failed due to a temporary failure of the service.",
	TooManyRequestsException: "The maximum request rate permitted by the App Mesh APIs " +
		"has been exceeded for your account. For best results, " +
		"use an increasing or variable sleep interval between requests.",
	TooManyTagsException: tooManyTagsText,
}
