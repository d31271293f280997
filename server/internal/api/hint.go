package api

import (
	"errors"
	"fmt"
	"iter"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
	"github.com/appmesh-mock/appmesh-mock/server/internal/nearest"
	"github.com/appmesh-mock/appmesh-mock/server/internal/sigv4"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// Hint returns one sentence of advice about a refused operation, or "". Mesh is the name of
// the mesh in the request. App Mesh itself had no hints.
func (a *API) Hint(caller Caller, mesh string, err error) string {
	e := AsError(err)
	var missing state.NotFoundError
	var dangling state.DanglingReferenceError
	var exists state.ExistsError
	var inUse state.InUseError
	var reused state.TokenReusedError
	var invalid *model.Invalid
	var signature *sigv4.Error
	switch {
	case e.NoText:
		return "A name in the path contains a slash: pass the resource's name, not its ARN."
	case errors.As(err, &missing):
		return a.missingHint(caller, missing.Key)
	case errors.As(err, &dangling):
		return a.danglingHint(caller, mesh, dangling)
	case errors.As(err, &exists):
		return fmt.Sprintf("%s %s exists: change it with Update%s, or delete it first.",
			exists.Key.Kind.Title(), exists.Key.Name(), exists.Key.Kind.Title())
	case errors.As(err, &inUse):
		return inUseHint(inUse)
	case errors.As(err, &reused):
		return "Leave clientToken out, or use a new one for each request: the same token stands for the same request."
	case errors.As(err, &invalid):
		return unknownMemberHint(invalid)
	case errors.As(err, &signature) && signature.Code == "UnrecognizedClientException":
		return "The access key is unknown to this server: add it with --credentials or WithCredentials."
	case e.Rule == ruleTagARN && e.Code == BadRequestException:
		return "An ARN of App Mesh has the form arn:aws:appmesh:REGION:ACCOUNT:mesh/MESH, " +
			"for children of the mesh followed by /virtualNode/NAME and so on."
	case e.Rule == ruleTagARN && e.Code == AccessDeniedException:
		return fmt.Sprintf("The request is signed by account %s: use an access key of the ARN's account.",
			caller.Account)
	default:
		return ""
	}
}

// missingHint returns where a missing resource exists, a similar name, or the names of the
// resources that exist.
func (a *API) missingHint(caller Caller, k state.Key) string {
	snapshot := a.store.Snapshot()
	if hint := elsewhere(snapshot, caller, k); hint != "" {
		return hint
	}
	if name := nearestName(snapshot, k); name != "" {
		return fmt.Sprintf("Did you mean %s %s?", k.Kind.Title(), name)
	}
	return siblingsHint(snapshot, k)
}

// elsewhere names a mesh of the same name in another account or region, or for the other
// kinds a resource of the same name with another parent or of another kind, or returns "".
func elsewhere(snapshot state.Snapshot, caller Caller, k state.Key) string {
	n := 0
	if k.Kind == state.Mesh {
		for r := range snapshot.Meshes() {
			if n++; n > maxLookedAt {
				break
			}
			if r.Name() == k.Name() && r.Tenant != k.Tenant {
				return fmt.Sprintf("Mesh %s exists in %s in account %s; this request was for %s in account %s.",
					r.Name(), r.Tenant.Region, r.Tenant.Account, k.Tenant.Region, caller.Account)
			}
		}
		return ""
	}
	for _, kind := range state.Mesh.Children() {
		if r := snapshot.Get(k.Mesh().Child(kind, k.Name())); kind != k.Kind && r != nil {
			return fmt.Sprintf("There is a %s %s in mesh %s.", kind.Title(), k.Name(), k.Names[0])
		}
	}
	for r := range snapshot.Resources(k.Tenant, k.Kind) {
		if n++; n > maxLookedAt {
			break
		}
		if r.Name() == k.Name() {
			return fmt.Sprintf("%s %s exists in %s.", k.Kind.Title(), k.Name(), titled(r.Parent()))
		}
	}
	return ""
}

// siblingsHint lists the first resources of a key's kind and parent.
func siblingsHint(snapshot state.Snapshot, k state.Key) string {
	where := fmt.Sprintf("Account %s in %s", k.Tenant.Account, k.Tenant.Region)
	if k.Kind != state.Mesh {
		where = titled(k.Parent())
	}
	names := listed(siblings(snapshot, k))
	if names == "" {
		return fmt.Sprintf("%s has no %s.", where, k.Kind.Title())
	}
	return fmt.Sprintf("%s has these %s: %s.", where, k.Kind.PluralTitle(), names)
}

// inUseHint names the first resources that refer to a resource, each with its parent unless
// that is the mesh.
func inUseHint(u state.InUseError) string {
	hint := fmt.Sprintf("Delete or change each %s that needs %s %s first",
		u.By.Title(), u.Key.Kind.Title(), u.Key.Name())
	if u.Children {
		return hint + "."
	}
	return hint + ": " + listed(func(yield func(string) bool) {
		for _, k := range u.Holders {
			if !yield(strings.Join(k.Names[1:k.Kind.Depth()], "/")) {
				return
			}
		}
	}) + "."
}

// listed returns the first names, such as "a, b, c, d, e and others".
func listed(names iter.Seq[string]) string {
	const maxListed = 5
	var list []string
	for name := range names {
		if len(list) == maxListed {
			return strings.Join(list, ", ") + " and others"
		}
		list = append(list, name)
	}
	return strings.Join(list, ", ")
}

// titled returns the kind and the names of a resource, such as "VirtualRouter web in mesh shop".
func titled(k state.Key) string {
	if k.Kind == state.Mesh {
		return "Mesh " + k.Name()
	}
	return fmt.Sprintf("%s %s in mesh %s", k.Kind.Title(), k.Name(), k.Names[0])
}

// danglingHint names the mesh in which a referenced resource is missing, and the nearest name.
func (a *API) danglingHint(caller Caller, mesh string, d state.DanglingReferenceError) string {
	k := state.Key{
		Kind: d.Target.Kind, Tenant: state.Tenant{Account: caller.Account, Region: caller.Region},
		Names: [3]string{mesh, d.Target.Name},
	}
	hint := fmt.Sprintf("There is no %s %s in mesh %s: create it first", k.Kind.Title(), d.Target.Name, mesh)
	if name := nearestName(a.store.Snapshot(), k); name != "" {
		hint += fmt.Sprintf(", or did you mean %s?", name)
		return hint
	}
	return hint + "."
}

// unknownMemberHint returns the sentence for the first unknown member of an input. A misspelt
// member often explains why another one is missing.
func unknownMemberHint(invalid *model.Invalid) string {
	for _, v := range invalid.Violations {
		if v.Rule == ruleStrict {
			return v.Text
		}
	}
	if len(invalid.Ignored) > 0 {
		return invalid.Ignored[0].Sentence()
	}
	return ""
}

// nearestName returns the most similar name of a resource with the key's kind and parent, or
// "".
func nearestName(snapshot state.Snapshot, k state.Key) string {
	return nearest.Among(k.Name(), siblings(snapshot, k))
}

// Limits on the resources that a hint reads and the names that it compares. They bound the
// time of a refusal.
const (
	maxLookedAt = 10_000
	maxCompared = 1000
)

// siblings returns the names of the first resources with the kind and the parent of a key.
func siblings(snapshot state.Snapshot, k state.Key) iter.Seq[string] {
	return func(yield func(string) bool) {
		lookedAt, compared := 0, 0
		for r := range snapshot.Resources(k.Tenant, k.Kind) {
			if lookedAt++; lookedAt > maxLookedAt {
				return
			}
			if r.Key.Parent() != k.Parent() {
				continue
			}
			if compared++; compared > maxCompared || !yield(r.Name()) {
				return
			}
		}
	}
}
