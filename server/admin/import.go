package admin

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/convert"
	"github.com/appmesh-mock/appmesh-mock/server/seed"
)

// imported is the result of an import as JSON.
type imported struct {
	Applied int            `json:"applied"`
	LeftOut map[string]int `json:"leftOut"` // by type or kind
}

func (a *admin) importFile(r *http.Request) (any, error) {
	options, err := importOptions(r)
	if err != nil {
		return nil, err
	}
	data, err := readAll(r)
	if err != nil {
		return nil, err
	}
	account, region := options.Account, options.Region
	if account == "" {
		options.Account = a.Server.Account()
	}
	if region == "" {
		options.Region = a.Server.Region()
	}
	name := seedName(r.Header.Get("Content-Type"), data)
	file := seed.File{Name: strings.Replace(name, "seed", "import", 1), Data: data}
	result, err := convert.Read([]seed.File{file}, options)
	if err == nil {
		a.seeding.Lock()
		defer a.seeding.Unlock()
		err = a.Server.Apply(account, region, result.Steps)
	}
	if err != nil {
		// A refusal of App Mesh, whatever its status, is a mistake of the file.
		return nil, &problem{http.StatusBadRequest, err.Error()}
	}
	return imported{len(result.Steps), result.LeftOut}, nil
}

// importOptions reads the query. A parameter has the form Key=Value and may be repeated.
func importOptions(r *http.Request) (convert.Options, error) {
	all, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return convert.Options{}, &problem{http.StatusBadRequest, "the query cannot be read: " + err.Error()}
	}
	given := map[string]string{}
	for _, each := range all["parameter"] {
		name, value, ok := strings.Cut(each, "=")
		if !ok {
			return convert.Options{}, &problem{http.StatusBadRequest, "parameter " + quoted(each) + " must be Key=Value"}
		}
		given[name] = value
	}
	all.Del("parameter")
	query, err := parameters(&http.Request{URL: &url.URL{RawQuery: all.Encode()}}, "format", "parameter", "stack-name", "account", "region")
	if err != nil {
		return convert.Options{}, err
	}
	return convert.Options{
		Format: query.Get("format"), Parameters: given, StackName: query.Get("stack-name"),
		Account: query.Get("account"), Region: query.Get("region"),
	}, nil
}
