package admin

import (
	"encoding/json"
	"mime"
	"net/http"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/convert"
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
	steps, err := convert.ReadSeed(seedName(r.Header.Get("Content-Type"), data), data)
	if err == nil {
		a.seeding.Lock()
		defer a.seeding.Unlock()
		err = a.Server.Apply(query.Get("account"), query.Get("region"), steps)
	}
	if err != nil {
		// A refusal of App Mesh, whatever its status, is a mistake of the seed.
		return nil, &problem{http.StatusBadRequest, err.Error()}
	}
	return struct {
		Applied int `json:"applied"`
	}{len(steps)}, nil
}

// seedName returns the name of a seed in errors. Its extension decides how the seed is read: by
// the Content-Type, else as JSON if it is valid JSON.
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
