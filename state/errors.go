package state

// The errors of the store are facts. What App Mesh says to them, package server knows.

// NotFoundError says that the resource of the key does not exist, or not for the account that asks.
type NotFoundError struct{ Key Key }

// ExistsError says that the name is taken.
type ExistsError struct{ Key Key }

// TokenReusedError says that the client token came before, with another request.
type TokenReusedError struct {
	Key   Key
	Token string
	Made  bool // it was asked to make the resource, not to update it
}

// DanglingReferenceError says that a spec points at a resource that does not exist.
type DanglingReferenceError struct {
	From     Kind // of the resource whose spec it is
	Target   Target
	Implicit bool // the target exists as an implicit virtual service only
}

// InUseError says that the resource cannot be deleted because others need it.
type InUseError struct {
	Key     Key
	By      Kind     // the kind of what needs it
	Lives   bool     // what needs it lives in it; otherwise its spec points at it
	Holders []string // the names of those whose spec points at it, sorted; only for a virtual service
}

// QuotaExceededError says that one more would be more than the quota allows.
type QuotaExceededError struct {
	Quota Quota
	Limit int
}

// NotOwnerError says that the account that asks may see the resource but not do this with it.
type NotOwnerError struct {
	Key    Key
	Caller string
}

// TooManyTagsError says that the resource would have more tags than a resource can have.
type TooManyTagsError struct{ Key Key }

// PortMissingError says that a route or gateway route matches no port although its home has several
// listeners, or names no port of a target that has several.
type PortMissingError struct {
	Key    Key
	Target *Target // nil: the match's own port
}

// PortsMissingError says that a resource cannot get several listeners because of routes
// that were written for one.
type PortsMissingError struct {
	Key   Key
	By    Kind     // Route or GatewayRoute
	Count int      // how many
	Names []string // the first five of them, sorted
}

// ProtocolInUseError says that a listener's protocol cannot change because of a route that matches it.
type ProtocolInUseError struct {
	Key      Key
	Listener Listener // as it is now
	Route    string
}

func (NotFoundError) Error() string    { return "not found" }
func (ExistsError) Error() string      { return "the name is taken" }
func (TokenReusedError) Error() string { return "the client token was used for another request" }
func (DanglingReferenceError) Error() string {
	return "the spec points at a resource that does not exist"
}
func (InUseError) Error() string         { return "the resource is in use" }
func (QuotaExceededError) Error() string { return "the quota is used up" }
func (NotOwnerError) Error() string      { return "the resource belongs to another account" }
func (TooManyTagsError) Error() string   { return "too many tags" }
func (PortMissingError) Error() string   { return "a port is needed where there are several listeners" }
func (PortsMissingError) Error() string {
	return "routes that name no port stand against several listeners"
}
func (ProtocolInUseError) Error() string { return "a route matches the listener's protocol" }
