package admin

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gorilla/mux"
)

// parameters answers the query of a request. One that the route does not have is refused, so
// that a misspelt one is not taken for an absent one, and so is one that is there twice.
func parameters(r *http.Request, known ...string) (url.Values, error) {
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, &problem{http.StatusBadRequest, "the query cannot be read: " + err.Error()}
	}
	for _, name := range slices.Sorted(maps.Keys(query)) {
		switch {
		case !slices.Contains(known, name):
			return nil, &problem{http.StatusBadRequest, "there is no parameter " + name + "; there are " + listed(known)}
		case len(query[name]) > 1:
			return nil, &problem{http.StatusBadRequest, "the parameter " + name + " is there more than once"}
		}
	}
	return query, nil
}

// variable answers a part of the path that the route leaves open, unescaped.
func variable(r *http.Request, name string) string {
	text, _ := url.PathUnescape(mux.Vars(r)[name]) // net/url has read the path, and refused what is none
	return text
}

// listed answers names as a sentence has them: a, b and c.
func listed(names []string) string {
	last := len(names) - 1
	if last < 1 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:last], ", ") + " and " + names[last]
}
