package admin

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/convert"
	"github.com/appmesh-mock/appmesh-mock/server/seed"
)

// imported is the JSON of the result of an import.
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
		// Whatever code App Mesh has for a resource, it is the file that is wrong.
		return nil, badRequest(err.Error())
	}
	return imported{len(result.Steps), result.LeftOut}, nil
}

// importOptions returns the options in the query.
func importOptions(r *http.Request) (convert.Options, error) {
	query := r.URL.Query()
	given := map[string]string{}
	for _, each := range query[repeatable] {
		name, value, ok := strings.Cut(each, "=")
		if !ok {
			return convert.Options{}, badRequest("parameter " + strconv.Quote(each) + " must be Key=Value")
		}
		given[name] = value
	}
	return convert.Options{
		Format: query.Get("format"), Parameters: given, StackName: query.Get("stack-name"),
		Account: query.Get("account"), Region: query.Get("region"),
	}, nil
}
