package xds

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/appmesh-mock/appmesh-mock/server/envoy"
	"github.com/appmesh-mock/appmesh-mock/state"
)

// Envoy describes an Envoy that has requested its configuration.
type Envoy struct {
	ID        string           `json:"id"`
	Address   string           `json:"address"`
	Resource  string           `json:"resource"`
	Account   string           `json:"account"`
	Region    string           `json:"region"`
	FirstSeen time.Time        `json:"firstSeen"`
	LastSeen  time.Time        `json:"lastSeen"`
	Transport string           `json:"transport"` // rest or ads
	Types     []TypeVersion    `json:"types"`
	Rejected  string           `json:"rejected"` // why it rejected its configuration, or empty
	Omitted   []envoy.Omission `json:"omitted"`
}

// TypeVersion holds the current version of a type of resources, and the version that an Envoy
// has.
type TypeVersion struct {
	Type         envoy.Type `json:"type"`
	Current      string     `json:"current"`
	Acknowledged string     `json:"acknowledged"`
}

const (
	// stageTime is the time for which an Envoy that does not poll keeps its stage of a change.
	stageTime = time.Minute
	// forgetTime is the time for which an Envoy that does not poll is listed.
	forgetTime = time.Hour
	// maxSessions is the largest number of listed Envoys.
	maxSessions = 1000
)

// sessionKey identifies an Envoy. Several Envoys on one machine have different options,
// because they cannot use the same ports.
type sessionKey struct{ id, address, options string }

// session is an Envoy and the state of its configuration.
type session struct {
	Envoy
	rollout envoy.Rollout
}

// session returns the session of an Envoy that has just sent a request.
func (s *Service) session(key sessionKey, resource state.Key) *session {
	now := s.options.Now()
	found := s.sessions[key]
	if found == nil {
		s.forget(now)
		found = &session{Envoy: Envoy{
			ID: key.id, Address: key.address, Resource: reference(resource),
			Account: resource.Tenant.Account, Region: resource.Tenant.Region, FirstSeen: now,
		}}
		s.sessions[key] = found
	} else if now.Sub(found.LastSeen) > stageTime {
		found.rollout = envoy.Rollout{}
	}
	found.LastSeen = now
	return found
}

// forget removes the Envoys that have sent no request for forgetTime, and the oldest if there
// are more than maxSessions.
func (s *Service) forget(now time.Time) {
	for key, old := range s.sessions {
		if now.Sub(old.LastSeen) > forgetTime {
			delete(s.sessions, key)
		}
	}
	for len(s.sessions) >= maxSessions {
		var oldest sessionKey
		for key, old := range s.sessions {
			if found, ok := s.sessions[oldest]; !ok || old.LastSeen.Before(found.LastSeen) {
				oldest = key
			}
		}
		delete(s.sessions, oldest)
	}
}

// reference returns a resource in the form of node ids.
func reference(key state.Key) string {
	return strings.Join([]string{"mesh", key.Names[0], key.Kind.String(), key.Name()}, "/")
}

// describe updates the description of the Envoy.
func (e *session) describe(config *envoy.Config) {
	e.Transport = string(envoy.REST)
	e.Omitted = config.Omissions
	e.Types, e.Rejected = nil, ""
	for _, kind := range envoy.Types() {
		e.Types = append(e.Types, TypeVersion{kind, config.Sets[kind].Version(), e.rollout.Acknowledged(kind)})
	}
	if rejected := e.rollout.Rejected(); rejected != nil {
		var names []string
		for _, kind := range rejected {
			names = append(names, string(kind))
		}
		e.Rejected = "the version of " + strings.Join(names, ", ") + " does not advance; the Envoy's log says why"
	}
}

// Envoys returns the Envoys that have sent requests, sorted by id and address.
func (s *Service) Envoys() []Envoy {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := make([]Envoy, 0, len(s.sessions))
	for key, e := range s.sessions {
		if config := s.current(key, e); config != nil {
			e.describe(config)
		}
		shown := e.Envoy
		shown.Types = slices.Clone(e.Types)
		shown.Omitted = append([]envoy.Omission{}, e.Omitted...)
		list = append(list, shown)
	}
	slices.SortFunc(list, func(a, b Envoy) int {
		return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Address, b.Address), a.FirstSeen.Compare(b.FirstSeen))
	})
	return list
}

// Report records an Envoy that is served by another configuration server: the bridge over
// gRPC.
func (s *Service) Report(e Envoy) {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := sessionKey{id: e.ID, address: e.Address, options: e.Transport}
	e.LastSeen = s.options.Now()
	e.FirstSeen = e.LastSeen
	if resource, err := envoy.ParseResource(e.ID, s.options.Tenant); err == nil {
		e.Resource, e.Account, e.Region = reference(resource), resource.Tenant.Account, resource.Tenant.Region
	}
	if old := s.sessions[key]; old != nil {
		e.FirstSeen = old.FirstSeen
	} else {
		s.forget(e.LastSeen)
	}
	s.sessions[key] = &session{Envoy: e}
}
