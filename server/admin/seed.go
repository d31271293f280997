package admin

import (
	"encoding/json"
	"mime"
	"net/http"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server"
	"github.com/appmesh-mock/appmesh-mock/server/convert"
)

func (a *admin) seed(r *http.Request) (any, error) {
	data, err := readAll(r)
	if err != nil {
		return nil, err
	}
	steps, err := convert.ReadSeed(seedName(r.Header.Get("Content-Type"), data), data)
	if err != nil {
		return nil, badRequest(err.Error())
	}
	return a.applySeed(r, steps)
}

// applySeed runs steps as the account in the region of the query: all of them or none.
func (a *admin) applySeed(r *http.Request, steps []server.Step) (any, error) {
	query := r.URL.Query()
	a.seeding.Lock()
	defer a.seeding.Unlock()
	if err := a.Server.Apply(query.Get("account"), query.Get("region"), steps); err != nil {
		// The seed is wrong, whatever exception App Mesh returned.
		return nil, badRequest(err.Error())
	}
	return struct {
		Applied int `json:"applied"`
	}{len(steps)}, nil
}

// seedName returns a file name for a seed in a request. Its extension follows from the
// content type or, without one, from the data.
func seedName(contentType string, data []byte) string {
	mediaType, _, _ := mime.ParseMediaType(contentType) // an invalid type has no effect
	switch {
	case strings.HasSuffix(mediaType, "json"):
		return "seed.json"
	case strings.HasSuffix(mediaType, "yaml"), !json.Valid(data):
		return "seed.yaml"
	default:
		return "seed.json"
	}
}
