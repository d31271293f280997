// Package state stores App Mesh resources and enforces the rules between them. It knows
// neither HTTP nor the contents of a spec: a spec is an opaque text, and [References]
// describes the parts of it that concern other resources.
//
// # Resources
//
// A resource has one of seven kinds (see [Kinds]) and is identified by a [Key]: its kind,
// the [Tenant] that owns its mesh, and its names, from the mesh inwards. Every resource
// except a mesh has a parent, and exists only as long as its parent does. All kinds are
// stored and changed in the same way.
//
// # Transactions
//
// Each method of [Store] is one transaction. It sees a single consistent state, and its
// changes become visible to others at once or, if it returns an error, not at all. Methods
// may be called concurrently. Readers never wait; writers run one after the other.
//
// # Callers
//
// The caller of a method is an AWS account. In its own meshes it may do everything except
// change resources that other accounts created. In a mesh that is shared with it, it has the
// permissions of a consumer. For a mesh of another account that is not shared with it, the
// error is [NotFoundError].
//
// # References
//
// A spec may refer to other resources of the same mesh. By default the target must exist when
// the reference is stored, and cannot be deleted while there are references to it. A virtual
// service that a virtual node names as a backend need not exist. It then exists implicitly:
// no operation shows it, but it affects the version and the creation time of a virtual
// service created later.
//
// # Client tokens
//
// A request that is repeated with the same client token changes nothing and returns the
// resource in its current state. A resource remembers the first token it was given and the
// latest 31 others.
//
// # Values
//
// Values passed to the store are copied, and so are those that it returns: callers may
// modify them. Times and identifiers come from [Options]; the package reads neither a clock
// nor a source of randomness.
//
// # Snapshots and documents
//
// A [Snapshot] is the whole state at one moment. Taking and restoring one takes constant
// time and memory. [Snapshot.Save] writes a snapshot as a JSON document, always the same
// bytes for the same state, and [Load] reads it after checking that a store could have
// been in that state. For each accepted document, saving the loaded snapshot, loading
// that and saving again yields the same bytes.
//
// # Events
// A [Watch] receives the changes in the order of their commits.
//
// # Errors
//
// The errors are types whose fields describe what is wrong. Each method lists those that
// it returns, in the order in which it checks for them. Package server translates them
// into App Mesh's exceptions.
package state
