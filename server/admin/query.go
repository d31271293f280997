package admin

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gorilla/mux"
)

// checkQuery refuses repeated and unknown query parameters. A misspelt parameter must not
// count as absent.
func (r *route) checkQuery(req *http.Request) error {
	query, err := url.ParseQuery(req.URL.RawQuery)
	if err != nil {
		return badRequest("the query cannot be read: " + err.Error())
	}
	for _, name := range slices.Sorted(maps.Keys(query)) {
		switch {
		case len(r.Parameters) == 0:
			return badRequest("there is no parameter " + name + ": " + r.Method + " " + r.Path + " has none")
		case !slices.Contains(r.Parameters, name):
			return badRequest("there is no parameter " + name + "; there are " + enumerate(r.Parameters))
		case len(query[name]) > 1 && name != repeatable:
			return badRequest("the parameter " + name + " is there more than once")
		}
	}
	return nil
}

// repeatable is the only parameter that may be repeated: the parameters of a template.
const repeatable = "parameter"

// variable returns a variable of the route's path, unescaped.
func variable(r *http.Request, name string) string {
	text, _ := url.PathUnescape(mux.Vars(r)[name]) // net/url has parsed the path, so it is valid
	return text
}

// flag returns a boolean parameter. An absent parameter is false.
func flag(query url.Values, name string) (bool, error) {
	switch text := query.Get(name); text {
	case "", "false":
		return false, nil
	case "true":
		return true, nil
	default:
		return false, badRequest(name + " must be true or false, not " + strconv.Quote(text))
	}
}

// enumerate joins names: a, b and c.
func enumerate(names []string) string {
	last := len(names) - 1
	if last < 1 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:last], ", ") + " and " + names[last]
}
