package state

// The errors of the store are facts. What App Mesh says to them, package server knows.

// NotFound says that the resource of the key does not exist, or not for the account that asks.
type NotFound struct{ Key Key }

// Exists says that the name is taken.
type Exists struct{ Key Key }

// TokenReused says that the client token came before, with another request.
type TokenReused struct {
	Key   Key
	Token string
	Made  bool // it was asked to make the resource, not to update it
}

// Dangling says that a spec points at a resource that does not exist.
type Dangling struct {
	From     Kind // of the resource whose spec it is
	Target   Target
	Implicit bool // the target exists as an implicit virtual service only
}

// InUse says that the resource cannot be deleted because others need it.
type InUse struct {
	Key     Key
	By      Kind     // the kind of what needs it
	Lives   bool     // what needs it lives in it; otherwise its spec points at it
	Holders []string // the names of those whose spec points at it, sorted; only for a virtual service
}

// OverQuota says that one more would be more than the quota allows.
type OverQuota struct {
	Quota Quota
	Limit int
}

// NotOwner says that the account that asks may see the resource but not do this with it.
type NotOwner struct {
	Key    Key
	Caller string
}

// TooManyTags says that the resource would have more tags than a resource can have.
type TooManyTags struct{ Key Key }

// PortMissing says that a route or gateway route matches no port although its home has several
// listeners, or names no port of a target that has several.
type PortMissing struct {
	Key    Key
	Target *Target // nil: the match's own port
}

// PortsMissing says that a resource cannot get several listeners because of routes
// that were written for one.
type PortsMissing struct {
	Key   Key
	By    Kind     // Route or GatewayRoute
	Count int      // how many
	Names []string // the first five of them, sorted
}

// ProtocolInUse says that a listener's protocol cannot change because of a route that matches it.
type ProtocolInUse struct {
	Key      Key
	Listener Listener // as it is now
	Route    string
}

func (NotFound) Error() string      { return "not found" }
func (Exists) Error() string        { return "the name is taken" }
func (TokenReused) Error() string   { return "the client token was used for another request" }
func (Dangling) Error() string      { return "the spec points at a resource that does not exist" }
func (InUse) Error() string         { return "the resource is in use" }
func (OverQuota) Error() string     { return "the quota is used up" }
func (NotOwner) Error() string      { return "the resource belongs to another account" }
func (TooManyTags) Error() string   { return "too many tags" }
func (PortMissing) Error() string   { return "a port is needed where there are several listeners" }
func (PortsMissing) Error() string  { return "routes that name no port stand against several listeners" }
func (ProtocolInUse) Error() string { return "a route matches the listener's protocol" }
