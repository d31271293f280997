package state

// The rules between listeners and those that name a port (rules 29, 52, 53 and 54). One
// listener needs no name; since resources may have several, whatever points at one that has must say which.

// portsNamed answers PortMissing if the draft leaves open a port that there are several of.
func (t tx) portsNamed(d Draft) error {
	if d.Kind != Route && d.Kind != GatewayRoute {
		return nil
	}
	if d.Match.Port == 0 && t.listeners(d.Key.Parent()) > 1 {
		return PortMissingError{Key: d.Key}
	}
	for i, target := range d.Targets {
		if target.Port == 0 && t.listeners(d.Key.Mesh().Child(target.Kind, target.Name)) > 1 {
			return PortMissingError{Key: d.Key, Target: &d.Targets[i]}
		}
	}
	return nil
}

// listeners answers how many listeners the resource has, or for a virtual service its provider.
func (t tx) listeners(k Key) int {
	row := t.get(k)
	if row == nil {
		return 0
	}
	r := row.record()
	if r.Kind == VirtualService {
		if len(r.Targets) == 0 {
			return 0
		}
		return t.listeners(r.Mesh().Child(r.Targets[0].Kind, r.Targets[0].Name))
	}
	return len(r.Listeners)
}

// listenersFree answers an error if the listeners of old cannot become those of the draft.
func (s *Store) listenersFree(t tx, old *record, d Draft) error {
	if len(old.Listeners) <= 1 && len(d.Listeners) > 1 {
		if err := t.portsKnown(old); err != nil {
			return err
		}
	}
	if old.Kind == VirtualRouter && !s.options.AllowProtocolChange {
		return t.protocolsFree(old, d)
	}
	return nil
}

// portsKnown answers PortsMissing if routes that were written for one listener speak against several.
func (t tx) portsKnown(r *record) error {
	missing := PortsMissingError{Key: r.Key, By: Route}
	note := func(name string) {
		if missing.Count++; missing.Count <= 5 {
			missing.Names = append(missing.Names, name)
		}
	}
	switch r.Kind {
	case VirtualRouter, VirtualGateway:
		missing.By = inhabitants(r.Kind)[0]
		for row := range t.children(r.Key, missing.By) {
			if child := row.record(); child.Match.Port == 0 {
				note(child.Name())
			}
		}
	case VirtualNode:
		for _, row := range t.holders(r.Key, Route, -1) {
			if row.port == 0 {
				note(row.holder.Name())
			}
		}
	}
	if missing.Count > 0 {
		return missing
	}
	return nil
}

// protocolsFree answers ProtocolInUse if a listener of the router gets another protocol
// although it has a route of the old one on that port.
func (t tx) protocolsFree(router *record, d Draft) error {
	for _, was := range router.Listeners {
		for _, is := range d.Listeners {
			if was.Port != is.Port || was.Protocol == is.Protocol {
				continue
			}
			for row := range t.children(router.Key, Route) {
				route := row.record()
				if route.Match.Protocol == was.Protocol && (route.Match.Port == was.Port || route.Match.Port == 0) {
					return ProtocolInUseError{Key: router.Key, Listener: was, Route: route.Name()}
				}
			}
		}
	}
	return nil
}
