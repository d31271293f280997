package admin

import (
	"encoding/json"
	"mime"
	"net/http"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server"
)

func (a *admin) seed(r *http.Request) (any, error) {
	query, err := parameters(r, "account", "region")
	if err != nil {
		return nil, err
	}
	data, err := readAll(r)
	if err != nil {
		return nil, err
	}
	steps, err := server.ReadSeed(seedName(r.Header.Get("Content-Type"), data), data)
	if err == nil {
		a.seeding.Lock()
		defer a.seeding.Unlock()
		err = a.Server.Apply(query.Get("account"), query.Get("region"), steps)
	}
	if err != nil {
		// Whatever App Mesh says to an entry, it is the seed that is bad.
		return nil, &problem{http.StatusBadRequest, err.Error()}
	}
	return struct {
		Applied int `json:"applied"`
	}{len(steps)}, nil
}

// seedName answers what a seed is called in errors, and by its end what it is read as: what
// the request says that it is, else JSON if it is JSON.
func seedName(contentType string, data []byte) string {
	mediaType, _, _ := mime.ParseMediaType(contentType) // one that cannot be read says nothing
	switch {
	case strings.HasSuffix(mediaType, "json"):
		return "seed.json"
	case strings.HasSuffix(mediaType, "yaml"), !json.Valid(data):
		return "seed.yaml"
	default:
		return "seed.json"
	}
}
