package main

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	core "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	discovery "github.com/envoyproxy/go-control-plane/envoy/service/discovery/v3"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/peer"
	"google.golang.org/grpc/status"

	"github.com/appmesh-mock/appmesh-mock/server/envoy"
)

// bridge is an aggregated discovery service that fetches configurations from a server.
type bridge struct {
	discovery.UnimplementedAggregatedDiscoveryServiceServer

	server     string // its URL, without a slash at the end
	limit      int
	authorized bool
	client     *http.Client
	logger     *slog.Logger

	mu      sync.Mutex
	streams map[*stream]bool
}

func newBridge(server string, limit int, authorized bool, logger *slog.Logger) *bridge {
	return &bridge{
		server: strings.TrimSuffix(server, "/"), limit: limit, authorized: authorized, logger: logger,
		client:  &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 16}},
		streams: map[*stream]bool{},
	}
}

// wake makes all streams check for a new configuration.
func (b *bridge) wake() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for s := range b.streams {
		select {
		case s.changed <- struct{}{}:
		default: // the stream checks anyway
		}
	}
}

// open begins a stream of the node. Its gRPC status codes are those of App Mesh: 16 without
// credentials, 8 with too many Envoys for one resource, 3 if the resource does not exist.
func (b *bridge) open(ctx context.Context, node *core.Node) (*stream, error) {
	if md, _ := metadata.FromIncomingContext(ctx); b.authorized && len(md.Get("authorization")) == 0 {
		return nil, status.Error(codes.Unauthenticated, "the stream has no authorization header")
	}
	if node.GetId() == "" {
		return nil, status.Error(codes.InvalidArgument,
			"the node has no id: it must be an ARN or mesh/MESH/virtualNode/NAME")
	}
	options, err := optionsOf(node)
	if err != nil {
		return nil, status.Error(codes.InvalidArgument, err.Error())
	}
	s := newStream(b, node.GetId(), options)
	if p, ok := peer.FromContext(ctx); ok {
		s.address = p.Addr.String()
	}
	if err := s.load(ctx); err != nil {
		return nil, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	n := 0
	for other := range b.streams {
		if other.id == s.id {
			n++
		}
	}
	if n >= b.limit {
		return nil, status.Errorf(codes.ResourceExhausted, "there are %d Envoys for %s already", n, s.id)
	}
	b.streams[s] = true
	return s, nil
}

func (b *bridge) close(s *stream) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.streams, s)
}

// optionsOf returns the options in a node's metadata. Nodes of AWS's agent have none. If they
// use a server of secrets, its cluster has the name that the agent gives it.
func optionsOf(node *core.Node) (o envoy.Options, err error) {
	field, ok := node.GetMetadata().GetFields()[envoy.MetadataKey]
	if !ok {
		return envoy.Options{SDS: "agent"}, nil
	}
	text, err := field.MarshalJSON()
	if err == nil {
		err = json.Unmarshal(text, &o)
	}
	return o, err
}
