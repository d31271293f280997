package api

import (
	"errors"
	"fmt"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
	"github.com/appmesh-mock/appmesh-mock/server/internal/nearest"
	"github.com/appmesh-mock/appmesh-mock/server/internal/sigv4"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// Hint returns one sentence that says what to do about a refused operation, or "". It is
// meant for people; App Mesh had nothing of the kind.
// Mesh is the name of the mesh in the request.
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
		return fmt.Sprintf("Delete or change each %s that needs %s %s first.",
			inUse.By.Title(), inUse.Key.Kind.Title(), inUse.Key.Name())
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
		return fmt.Sprintf("The request is signed by account %s: use an access key of the ARN's account.", caller.Account)
	default:
		return ""
	}
}

// missingHint names a mesh in another account or region, or the nearest name.
func (a *API) missingHint(caller Caller, k state.Key) string {
	snapshot := a.store.Snapshot()
	if k.Kind == state.Mesh {
		const maxMeshes = 10_000 // bounds the time of a refusal
		n := 0
		for r := range snapshot.Meshes() {
			if n++; n > maxMeshes {
				break
			}
			if r.Name() == k.Name() && r.Tenant != k.Tenant {
				return fmt.Sprintf("Mesh %s exists in %s in account %s; this request was for %s in account %s.",
					r.Name(), r.Tenant.Region, r.Tenant.Account, k.Tenant.Region, caller.Account)
			}
		}
	}
	if name := nearestName(snapshot, k); name != "" {
		return fmt.Sprintf("Did you mean %s %s?", k.Kind.Title(), name)
	}
	return ""
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

// unknownMemberHint returns the sentence for the first unknown member of an input: a
// misspelt member is often the reason why another one is missing.
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

// nearestName returns the name of a resource of the same kind and parent that is like the
// key's, or "".
func nearestName(snapshot state.Snapshot, k state.Key) string {
	const maxResources = 1000 // bounds the time of a refusal
	n := 0
	return nearest.Among(k.Name(), func(yield func(string) bool) {
		for r := range snapshot.Resources(k.Tenant, k.Kind) {
			if r.Key.Parent() != k.Parent() {
				continue
			}
			if n++; n > maxResources || !yield(r.Name()) {
				return
			}
		}
	})
}
