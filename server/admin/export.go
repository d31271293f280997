package admin

import (
	"cmp"
	"net/http"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/convert"
	"github.com/appmesh-mock/appmesh-mock/server/routing"
	"github.com/appmesh-mock/appmesh-mock/state"
)

const plainText = "text/plain; charset=utf-8"

// export returns the resources of an account in a region, or one of them, as a text that creates
// them again.
func (a *admin) export(r *http.Request) (any, error) {
	query := r.URL.Query()
	tenant := a.tenant(query.Get("account"), query.Get("region"))
	view := a.Server.View().In(tenant.Account, tenant.Region)
	var steps []server.Step
	if ref := query.Get("resource"); ref == "" {
		steps = convert.Stored(view)
	} else {
		resource, err := find(view, tenant, ref)
		if err != nil {
			return nil, err
		}
		steps = []server.Step{convert.Creation(resource)}
		tenant.Account = resource.Owner // another one in a shared mesh
	}
	format := cmp.Or(query.Get("format"), convert.CloudFormation)
	text, err := convert.Text(format, steps, a.target(r, tenant.Account, tenant.Region))
	if err != nil {
		return nil, badRequest(err.Error())
	}
	if format == convert.CloudFormation {
		return content{"application/json", text}, nil
	}
	return content{plainText, text}, nil
}

// find returns the resource of a tenant with a reference.
func find(view server.View, tenant state.Tenant, ref string) (*state.Resource, error) {
	key, err := routing.ParseRef(ref)
	if err != nil {
		return nil, badRequest("resource: " + err.Error())
	}
	resource := view.Get(key.Kind, key.Names[:key.Kind.Depth()]...)
	if resource == nil {
		return nil, &statusError{http.StatusNotFound,
			"there is no " + ref + " of account " + tenant.Account + " in " + tenant.Region}
	}
	return resource, nil
}

// target returns the server at the address to which a request was sent, as the target of commands
// of an account in a region.
func (a *admin) target(r *http.Request, account, region string) convert.Target {
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	if account == a.Server.Account() { // that of the user's credentials, unless they name another
		account = ""
	}
	return convert.Target{URL: scheme + "://" + r.Host, Account: account, Region: region}
}
