package admin

import (
	_ "embed" // for the templates
	"net/http"
)

// templates are specs to start from, by kind of resource. A name in a spec is to be replaced.
//
//go:embed templates.json
var templates []byte

func (a *admin) templates(*http.Request) (any, error) {
	return content{"application/json", templates}, nil
}
