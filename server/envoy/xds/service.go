// Package xds serves the configuration of Envoys over REST, and records the Envoys that
// request it:
//
//	service, err := xds.New(xds.Options{State: srv.Checkpoint, InForce: srv.InForce, Now: time.Now})
//	...
//	mux.Handle(xds.Prefix, service)
package xds

import (
	"encoding/json"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/appmesh-mock/appmesh-mock/server/envoy"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// Options configure a Service.
type Options struct {
	State        func() state.Snapshot // the current state
	Tenant       state.Tenant          // of resources that are not ARNs
	InForce      func(rule int) bool   // whether a rule is not relaxed
	Now          func() time.Time      // the system time
	Endpoints    envoy.EndpointMap     // initially
	Certificates envoy.CertificateMap  // initially
}

// Service translates and serves the configuration of Envoys. It is an http.Handler for the
// paths below Prefix. Its methods may be called concurrently.
type Service struct {
	options Options

	mu           sync.Mutex
	endpoints    envoy.EndpointMap // replaced, never modified
	certificates envoy.CertificateMap
	changes      int // of endpoints and certificates
	translations map[translationKey]translation
	sessions     map[sessionKey]*session
}

// New returns a service. It returns an error if the endpoints or certificates are invalid.
func New(o Options) (*Service, error) {
	s := &Service{options: o, translations: map[translationKey]translation{}, sessions: map[sessionKey]*session{}}
	if err := s.SetEndpoints(o.Endpoints); err != nil {
		return nil, err
	}
	return s, s.SetCertificates(o.Certificates)
}

// Endpoints returns the addresses that are mapped to names.
func (s *Service) Endpoints() envoy.EndpointMap {
	s.mu.Lock()
	defer s.mu.Unlock()
	return copyEndpoints(s.endpoints)
}

func copyEndpoints(m envoy.EndpointMap) envoy.EndpointMap {
	c := envoy.EndpointMap{} // never nil, so that it is a JSON object
	for name, addresses := range m {
		c[name] = slices.Clone(addresses)
	}
	return c
}

// SetEndpoints replaces the addresses that are mapped to names.
func (s *Service) SetEndpoints(m envoy.EndpointMap) error {
	if err := m.Check(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.endpoints = copyEndpoints(m)
	s.changes++
	return nil
}

// Certificates returns the files of certificates.
func (s *Service) Certificates() envoy.CertificateMap {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.certificates)
}

// SetCertificates replaces the files of certificates.
func (s *Service) SetCertificates(m envoy.CertificateMap) error {
	if err := m.Check(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.certificates = envoy.CertificateMap{} // never nil, so that it is a JSON object
	maps.Copy(s.certificates, m)
	s.changes++
	return nil
}

// maxTranslations is the largest number of cached translations.
const maxTranslations = 256

type translationKey struct {
	resource state.Key
	options  string // as JSON
	source   envoy.Source
}

// translation is a configuration, or the error instead of one, for a version of the inputs.
type translation struct {
	revision uint64
	changes  int
	config   *envoy.Config
	err      error
}

// Config returns the current configuration of a resource. It translates the resource again
// only if the state or the maps have changed.
func (s *Service) Config(resource state.Key, o envoy.Options, source envoy.Source) (*envoy.Config, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.config(resource, o, source)
}

func (s *Service) config(resource state.Key, o envoy.Options, source envoy.Source) (*envoy.Config, error) {
	options, err := json.Marshal(o)
	if err != nil {
		return nil, err
	}
	key := translationKey{resource, string(options), source}
	snapshot := s.options.State()
	known, ok := s.translations[key]
	if ok && known.revision == snapshot.Revision() && known.changes == s.changes {
		return known.config, known.err
	}
	config, err := envoy.Translate(envoy.Input{
		State: snapshot, Resource: resource, Options: o, Source: source,
		Endpoints: s.endpoints, Certificates: s.certificates, InForce: s.options.InForce,
	})
	if config != nil && known.config != nil && config.Version() == known.config.Version() {
		if slices.Equal(config.Omissions, known.config.Omissions) {
			config = known.config // so a rollout does not see a change
		}
	}
	if len(s.translations) >= maxTranslations {
		clear(s.translations)
	}
	s.translations[key] = translation{snapshot.Revision(), s.changes, config, err}
	return config, err
}

// Key returns the key of a resource in one of the forms that Envoys use.
func (s *Service) Key(resource string, tenant state.Tenant) (state.Key, error) {
	if tenant.Account == "" {
		tenant.Account = s.options.Tenant.Account
	}
	if tenant.Region == "" {
		tenant.Region = s.options.Tenant.Region
	}
	return envoy.ParseResource(resource, tenant)
}
