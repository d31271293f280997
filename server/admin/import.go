package admin

import (
	"cmp"
	"net/http"
	"strconv"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/convert"
	"github.com/appmesh-mock/appmesh-mock/server/seed"
)

// imported is the JSON of the result of an import.
type imported struct {
	Applied int            `json:"applied"` // changes, including unchanged resources
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
	options.Account, options.Region = cmp.Or(account, a.Server.Account()), cmp.Or(region, a.Server.Region())
	name := seedName(r.Header.Get("Content-Type"), data)
	file := seed.File{Name: strings.Replace(name, "seed", "import", 1), Data: data}
	result, err := convert.Read([]seed.File{file}, options.Options)
	if err != nil {
		return nil, badRequest(err.Error())
	}
	a.seeding.Lock()
	defer a.seeding.Unlock()
	var existing []server.Step
	if options.update {
		existing = convert.Stored(a.Server.View().In(options.Account, options.Region))
	}
	planning := convert.PlanOptions{Update: options.update, Account: options.Account}
	plan, err := convert.NewPlan(result.Steps, existing, planning)
	if err != nil {
		return nil, badRequest(err.Error())
	}
	if options.dryRun {
		return newImportPlan(plan, result.LeftOut), nil
	}
	if err := a.Server.Apply(account, region, plan.Steps()); err != nil {
		// The file is wrong, whatever exception App Mesh returned.
		return nil, badRequest(err.Error())
	}
	return imported{len(plan.Changes), result.LeftOut}, nil
}

// importQuery is the query of an import.
type importQuery struct {
	convert.Options
	update, dryRun bool
}

// importOptions returns the options in the query.
func importOptions(r *http.Request) (importQuery, error) {
	query := r.URL.Query()
	given := map[string]string{}
	for _, each := range query[repeatable] {
		name, value, ok := strings.Cut(each, "=")
		if !ok {
			return importQuery{}, badRequest("parameter " + strconv.Quote(each) + " must be Key=Value")
		}
		given[name] = value
	}
	options := importQuery{Options: convert.Options{
		Format: query.Get("format"), Parameters: given, StackName: query.Get("stack-name"),
		Account: query.Get("account"), Region: query.Get("region"),
	}}
	var err error
	if options.update, err = flag(query, "update"); err != nil {
		return options, err
	}
	options.dryRun, err = flag(query, "dry-run")
	return options, err
}
