package state

import "slices"

// A route that belongs to or refers to a resource with one listener need not name a port. If
// the resource has several listeners, the route must (rules 52, 53, 54 and 74).

// checkPortsNamed returns a PortMissingError if a route or gateway route with these
// references must name a port and does not. With lenient set, a virtual service counts as
// having no listeners (rule 74).
func (t tx) checkPortsNamed(k Key, r References, lenient bool) error {
	if k.Kind != Route && k.Kind != GatewayRoute {
		return nil
	}
	if r.Match.Port == 0 && t.listenerCount(k.Parent()) > 1 {
		return PortMissingError{Key: k}
	}
	for _, target := range r.Targets {
		if lenient && target.Kind == VirtualService {
			continue
		}
		if target.Port == 0 && t.listenerCount(k.Mesh().Child(target.Kind, target.Name)) > 1 {
			return PortMissingError{Key: k, Target: &target}
		}
	}
	return nil
}

// listenerCount returns the number of listeners of a resource. For a virtual service it
// returns the number of its provider's listeners.
func (t tx) listenerCount(k Key) int {
	r := t.get(k)
	switch {
	case r == nil:
		return 0
	case r.Kind != VirtualService:
		return len(r.Listeners)
	case len(r.Targets) == 0:
		return 0
	default:
		return t.listenerCount(r.Mesh().Child(r.Targets[0].Kind, r.Targets[0].Name))
	}
}

// checkListeners returns an error if the listeners of old cannot be replaced by those of the
// draft.
func (s *Store) checkListeners(t tx, old *storedResource, d Draft) error {
	checked := old.Kind == VirtualRouter || !s.options.AllowMissingPorts
	if checked && len(old.Listeners) <= 1 && len(d.Listeners) > 1 {
		if err := t.checkPortsOfRoutes(old); err != nil {
			return err
		}
	}
	if old.Kind == VirtualRouter {
		return s.checkListenersUnused(t, old, d)
	}
	return nil
}

// checkPortsOfRoutes returns a PortsMissingError if routes that name no port prevent the
// resource from having several listeners.
func (t tx) checkPortsOfRoutes(r *storedResource) error {
	const maxNames = 5
	missing := PortsMissingError{Key: r.Key, By: Route}
	add := func(name string) {
		if missing.Count++; missing.Count <= maxNames {
			missing.Names = append(missing.Names, name)
		}
	}
	switch r.Kind {
	case VirtualRouter, VirtualGateway:
		missing.By = r.Kind.Children()[0]
		for child := range t.children(r.Key, missing.By) {
			if child.Match.Port == 0 {
				add(child.Name())
			}
		}
	case VirtualNode:
		for holder := range t.holders(r.Key, Route) {
			if holder.port == 0 {
				add(holder.holder.Name())
			}
		}
	}
	if missing.Count > 0 {
		return missing
	}
	return nil
}

// checkListenersUnused returns an error if the draft removes a listener of the router while a
// route matches its port (rule 69), or changes the protocol of a listener while a route of
// the old protocol matches it (rule 29).
func (s *Store) checkListenersUnused(t tx, router *storedResource, d Draft) error {
	for _, was := range router.Listeners {
		if slices.Contains(d.Listeners, was) {
			continue
		}
		changed := slices.ContainsFunc(d.Listeners, func(is Listener) bool { return is.Port == was.Port })
		if changed && s.options.AllowProtocolChange {
			continue
		}
		for route := range t.children(router.Key, Route) {
			switch match := route.Match; {
			case !changed && match.Port == was.Port:
				return ListenerInUseError{Key: router.Key, Listener: was, Route: route.Name()}
			case changed && match.Protocol == was.Protocol && (match.Port == was.Port || match.Port == 0):
				return ProtocolInUseError{Key: router.Key, Listener: was, Route: route.Name()}
			}
		}
	}
	return nil
}
