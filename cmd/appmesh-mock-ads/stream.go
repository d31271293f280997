package main

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"time"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/types/known/anypb"

	"github.com/appmesh-mock/appmesh-mock/server/envoy"
	"github.com/appmesh-mock/appmesh-mock/server/envoy/xds"
)

// stream is the state of the stream of one Envoy. It is used only by the goroutine of the
// stream.
type stream struct {
	bridge  *bridge
	id      string
	address string
	options envoy.Options
	changed chan struct{}

	rollout  envoy.Rollout
	current  *envoy.Config
	nonces   int
	wanted   map[envoy.Type]*subscription
	rejected map[envoy.Type]string
}

// subscription holds the resources of one type that an Envoy requests, and those that it has.
type subscription struct {
	all   bool              // every resource of the type
	names map[string]bool   // else these
	sent  map[string]string // by resource: the version that was sent last
	nonce string            // of the unacknowledged response, or of the last one
	force bool              // send even if nothing has changed
	given map[string]string // with nonce: versions by name, "" for the whole type
}

func newStream(b *bridge, id string, o envoy.Options) *stream {
	return &stream{
		bridge: b, id: id, options: o, changed: make(chan struct{}, 1),
		wanted: map[envoy.Type]*subscription{}, rejected: map[envoy.Type]string{},
	}
}

// load loads the server's configuration. If the resource was deleted, it keeps the last
// configuration (rule 101).
func (s *stream) load(ctx context.Context) error {
	config, err := s.bridge.config(ctx, s.id, s.options)
	if err != nil {
		if s.current != nil {
			return nil
		}
		return err
	}
	if s.current == nil || !sameContent(s.current, config) {
		s.current = config
		s.rollout.Target(config)
	}
	s.current.Omissions = config.Omissions
	return nil
}

func sameContent(a, b *envoy.Config) bool {
	for _, kind := range envoy.Types() {
		if a.Sets[kind].Version() != b.Sets[kind].Version() {
			return false
		}
	}
	return true
}

// subscription returns the subscription to a type. It creates the subscription if necessary.
func (s *stream) subscription(kind envoy.Type) *subscription {
	sub := s.wanted[kind]
	if sub == nil {
		sub = &subscription{names: map[string]bool{}, sent: map[string]string{}}
		sub.all = kind == envoy.Clusters || kind == envoy.Listeners
		s.wanted[kind] = sub
	}
	return sub
}

// resources returns the current resources of the subscription, by name.
func (s *stream) resources(kind envoy.Type, sub *subscription) map[string]envoy.Resource {
	now := map[string]envoy.Resource{}
	if sub.all {
		set, _ := s.rollout.Given(kind, "")
		for _, r := range set {
			now[r.Name] = r
		}
		return now
	}
	for name := range sub.names {
		set, _ := s.rollout.Given(kind, name)
		for _, r := range set {
			now[name] = r
		}
	}
	return now
}

// outdated returns the current resources of the subscription if they differ from those sent last, and
// reports whether they do.
func (s *stream) outdated(kind envoy.Type, sub *subscription) (map[string]envoy.Resource, bool) {
	now := s.resources(kind, sub)
	versions := map[string]string{}
	for name, r := range now {
		versions[name] = envoy.Set{r}.Version()
	}
	if !sub.force && sub.nonce != "" && maps.Equal(versions, sub.sent) {
		return nil, false
	}
	return now, true
}

// record records that a response with the resources is sent. It returns the nonce of the
// response.
func (s *stream) record(kind envoy.Type, sub *subscription, now map[string]envoy.Resource) (nonce string) {
	s.nonces++
	sub.nonce, sub.force = strconv.Itoa(s.nonces), false
	sub.sent, sub.given = map[string]string{}, map[string]string{}
	for name, r := range now {
		version := envoy.Set{r}.Version()
		sub.sent[name] = version
		if !sub.all {
			sub.given[name] = version
		}
	}
	if sub.all {
		_, sub.given[""] = s.rollout.Given(kind, "")
	}
	if kind == envoy.Clusters {
		// Changed clusters need their endpoints again, even if the endpoints are unchanged.
		if endpoints := s.wanted[envoy.Endpoints]; endpoints != nil && len(endpoints.names) > 0 {
			endpoints.force = true
		}
	}
	return sub.nonce
}

// acknowledge records the Envoy's response to the resources that were sent with a nonce. An empty error
// is an acknowledgement, any other a rejection.
func (s *stream) acknowledge(kind envoy.Type, nonce, refused string) {
	sub := s.subscription(kind)
	if nonce == "" || nonce != sub.nonce {
		return
	}
	if refused != "" {
		s.rejected[kind] = refused
		s.bridge.logger.Warn("an Envoy refuses its configuration", "id", s.id, "type", kind, "error", refused)
		for name := range sub.given {
			s.rollout.Reject(kind, name)
		}
		return
	}
	delete(s.rejected, kind)
	for name, version := range sub.given {
		s.rollout.Acknowledge(kind, name, version)
	}
}

// report returns the description of the Envoy for the server.
func (s *stream) report() xds.Envoy {
	e := xds.Envoy{
		ID: s.id, Address: s.address, Resource: s.id, Transport: string(envoy.ADS),
		LastSeen: time.Now(), Omitted: s.current.Omissions,
	}
	for _, kind := range envoy.Types() {
		e.Types = append(e.Types, xds.TypeVersion{
			Type: kind, Current: s.current.Sets[kind].Version(), Acknowledged: s.rollout.Acknowledged(kind),
		})
		if text, ok := s.rejected[kind]; ok {
			e.Rejected = string(kind) + ": " + text
		}
	}
	return e
}

// message converts a resource to protobuf.
func message(r envoy.Resource) (*anypb.Any, error) {
	m := new(anypb.Any)
	return m, protojson.Unmarshal(r.JSON, m)
}

func sortedNames(of map[string]envoy.Resource) []string { return slices.Sorted(maps.Keys(of)) }

// kindOf returns the type for a type URL.
func kindOf(typeURL string) (envoy.Type, bool) {
	for _, kind := range envoy.Types() {
		if kind.URL() == typeURL {
			return kind, true
		}
	}
	return "", false
}
