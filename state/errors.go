package state

import (
	"fmt"
	"strings"
)

// NotFoundError reports that a resource does not exist or is not visible to the caller. If
// parents are missing as well, Key is the key of the outermost missing one.
type NotFoundError struct{ Key Key }

// ExistsError reports that a name is in use.
type ExistsError struct{ Key Key }

// TokenReusedError reports that a client token was used before for another request.
type TokenReusedError struct {
	Key    Key
	Token  string
	Create bool // the request was a create, otherwise an update
}

// DanglingReferenceError reports that a spec refers to a resource that does not exist.
type DanglingReferenceError struct {
	From     Kind // the kind of the referring resource
	Target   Target
	Implicit bool // the target is a virtual service that exists only implicitly
}

// InUseError reports that a resource cannot be deleted because others need it.
type InUseError struct {
	Key      Key
	By       Kind  // the kind of the others
	Children bool  // the others are children of the resource; otherwise they refer to it
	Holders  []Key // those that refer to it, sorted: all gateway routes, or the first ten of another kind
}

// QuotaExceededError reports that a request would exceed a quota.
type QuotaExceededError struct {
	Key     Key // the resource of the request; the quota limits its parent
	Quota   Quota
	Limit   int
	Counted Kind // the kind that is counted, 0 for the backends of a virtual node
}

// NotOwnerError reports that the caller may read a resource but lacks the permission for the
// operation.
type NotOwnerError struct {
	Key    Key
	Caller string
}

// TooManyTagsError reports that a resource would have more than [MaxTags] tags.
type TooManyTagsError struct{ Key Key }

// PortMissingError reports that a route or gateway route names no port although its parent,
// or a target of it, has several listeners.
type PortMissingError struct {
	Key    Key
	Target *Target // the target that has several listeners; nil for the parent
}

// PortsMissingError reports that a resource cannot have several listeners because routes
// that belong or refer to it name no port.
type PortsMissingError struct {
	Key   Key
	By    Kind     // Route or GatewayRoute
	Count int      // the number of such routes
	Names []string // the names of the first five, sorted
}

// ProtocolInUseError reports that the protocol of a virtual router's listener cannot be
// changed because a route matches it.
type ProtocolInUseError struct {
	Key      Key
	Listener Listener // the stored one
	Route    string
}

// ListenerInUseError reports that a listener cannot be removed from a virtual router
// because a route matches its port.
type ListenerInUseError struct {
	Key      Key
	Listener Listener // the stored one
	Route    string
}

func (e NotFoundError) Error() string { return fmt.Sprintf("state: %v not found", e.Key) }

func (e ExistsError) Error() string { return fmt.Sprintf("state: %v already exists", e.Key) }

func (e TokenReusedError) Error() string {
	return fmt.Sprintf("state: %v: client token %q was used for another request", e.Key, e.Token)
}

func (e DanglingReferenceError) Error() string {
	return fmt.Sprintf("state: %s refers to %s %q, which does not exist",
		e.From.words(), e.Target.Kind.words(), e.Target.Name)
}

func (e InUseError) Error() string {
	return fmt.Sprintf("state: %v is in use by a %s", e.Key, e.By.words())
}

func (e QuotaExceededError) Error() string {
	return fmt.Sprintf("state: %v exceeds the quota of %d %s", e.Key, e.Limit, e.Quota.Title)
}

func (e NotOwnerError) Error() string {
	return fmt.Sprintf("state: %v: account %s is not permitted to do this", e.Key, e.Caller)
}

func (e TooManyTagsError) Error() string {
	return fmt.Sprintf("state: %v would have more than %d tags", e.Key, MaxTags)
}

func (e PortMissingError) Error() string {
	if e.Target != nil {
		return fmt.Sprintf("state: %v must name a port of %s %q, which has several listeners",
			e.Key, e.Target.Kind.words(), e.Target.Name)
	}
	return fmt.Sprintf("state: %v must match a port because %v has several listeners", e.Key, e.Key.Parent())
}

func (e PortsMissingError) Error() string {
	return fmt.Sprintf("state: %v cannot have several listeners because %d of kind %s name no port: %s",
		e.Key, e.Count, e.By.words(), strings.Join(e.Names, ", "))
}

func (e ProtocolInUseError) Error() string {
	return fmt.Sprintf("state: %v: the protocol of port %d is in use by route %q", e.Key, e.Listener.Port, e.Route)
}

func (e ListenerInUseError) Error() string {
	return fmt.Sprintf("state: %v: the listener on port %d is in use by route %q", e.Key, e.Listener.Port, e.Route)
}
