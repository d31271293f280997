package xds

import (
	"bytes"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"strings"
	"sync"

	"github.com/appmesh-mock/appmesh-mock/server/envoy"
)

// Prefix is the prefix of the paths of xDS over REST: /v3/discovery:TYPE.
const Prefix = "/v3/"

// maxRequest is the largest size of a request in bytes. Envoy sends 77 KiB.
const maxRequest = 4 << 20

// bodies pools buffers for the bodies of requests.
var bodies = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// request holds the members of a discovery request that are used.
type request struct {
	Version string   `json:"version_info"`
	Names   []string `json:"resource_names"`
	Node    struct {
		ID       string `json:"id"`
		Metadata struct {
			Options envoy.Options `json:"appmesh-mock"`
		} `json:"metadata"`
	} `json:"node"`
}

// ServeHTTP serves one poll of an Envoy. It does not check the Host header, which is the name
// of the cluster in the Envoy's bootstrap. It refuses requests with an Origin, which browsers
// send for pages.
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	kind := envoy.Type(strings.TrimPrefix(r.URL.Path, Prefix+"discovery:"))
	switch {
	case r.Header.Get("Origin") != "":
		refuse(w, http.StatusForbidden, "requests of pages are refused")
		return
	case kind.URL() == "":
		refuse(w, http.StatusNotFound, "there is nothing at "+r.URL.Path+"; "+
			"there are /v3/discovery:clusters, :endpoints, :secrets, :listeners and :routes")
		return
	case r.Method != http.MethodPost:
		w.Header().Set("Allow", http.MethodPost)
		refuse(w, http.StatusMethodNotAllowed, r.URL.Path+" takes POST, not "+r.Method)
		return
	}
	body := bodies.Get().(*bytes.Buffer)
	defer bodies.Put(body)
	body.Reset()
	_, err := body.ReadFrom(http.MaxBytesReader(w, r.Body, maxRequest))
	var asked request
	if err == nil {
		err = json.Unmarshal(withoutExtensions(body.Bytes()), &asked)
	}
	if err != nil {
		refuse(w, http.StatusBadRequest, "the body must be a discovery request: "+err.Error())
		return
	}
	response, err := s.poll(kind, &asked, peer(r))
	var missing envoy.NotFoundError
	switch {
	case errors.As(err, &missing):
		refuse(w, http.StatusNotFound, err.Error())
	case err != nil:
		refuse(w, http.StatusBadRequest, err.Error())
	case response == nil:
		w.WriteHeader(http.StatusNotModified)
	default:
		w.Header().Set("Content-Type", "application/json")
		w.Write(response) //nolint:errcheck // the Envoy has disconnected
	}
}

// peer returns the address of the client without its port.
func peer(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

func refuse(w http.ResponseWriter, status int, text string) {
	body, _ := json.Marshal(struct { // strings always have a JSON form
		Message string `json:"message"`
	}{text})
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	w.Write(append(body, '\n')) //nolint:errcheck // the client has disconnected
}

// poll returns the response to a poll, or nil if nothing has changed.
func (s *Service) poll(kind envoy.Type, asked *request, address string) ([]byte, error) {
	resource, err := envoy.ParseResource(asked.Node.ID, s.options.Tenant)
	if err != nil {
		return nil, err
	}
	name := ""
	if len(asked.Names) == 1 {
		name = asked.Names[0]
	}
	options, err := json.Marshal(asked.Node.Metadata.Options)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	config, err := s.config(resource, asked.Node.Metadata.Options, envoy.REST)
	key := sessionKey{asked.Node.ID, address, string(options)}
	if err != nil {
		if _, known := s.sessions[key]; known && asked.Version != "" {
			return nil, nil // rule 101: the Envoy keeps its configuration
		}
		return nil, err
	}
	session := s.session(key, resource)
	session.rollout.Target(config)
	session.rollout.Acknowledge(kind, name, asked.Version)
	set, version := session.rollout.Given(kind, name)
	if version == asked.Version {
		return nil, nil
	}
	return response(kind, set, version), nil
}

func response(kind envoy.Type, set envoy.Set, version string) []byte {
	b := append([]byte(nil), `{"version_info":"`+version+`","type_url":"`+kind.URL()+`","resources":[`...)
	for i, r := range set {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, r.JSON...)
	}
	return append(b, "]}"...)
}

// current returns the current configuration of a session, or nil if there is none.
func (s *Service) current(key sessionKey, e *session) *envoy.Config {
	if e.Transport != string(envoy.REST) && e.Transport != "" {
		return nil
	}
	var options envoy.Options
	resource, err := envoy.ParseResource(key.id, s.options.Tenant)
	if err == nil {
		err = json.Unmarshal([]byte(key.options), &options)
	}
	if err != nil {
		return nil
	}
	config, err := s.config(resource, options, envoy.REST)
	if err != nil {
		return nil
	}
	e.rollout.Target(config)
	return config
}
