package main

import (
	"context"

	core "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	discovery "github.com/envoyproxy/go-control-plane/envoy/service/discovery/v3"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/appmesh-mock/appmesh-mock/server/envoy"
)

// discoveryRequest is a request in either variant of the protocol.
type discoveryRequest interface {
	GetNode() *core.Node
	GetTypeUrl() string
}

// serve runs a stream. It passes each request to handle. After each possible change it calls
// send for each type that the Envoy has requested.
func serve[R discoveryRequest](
	ctx context.Context, b *bridge, receive func() (R, error),
	handle func(*stream, envoy.Type, R), send func(*stream, envoy.Type, *subscription) error,
) error {
	requests := requestsOf(ctx, receive)
	reports := make(chan struct{}, 1)
	var s *stream
	defer func() {
		if s != nil {
			b.close(s)
			close(reports)
		}
	}()
	for {
		var changed chan struct{}
		if s != nil {
			changed = s.changed
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-changed:
			if err := s.load(ctx); err != nil {
				return err
			}
		case r, open := <-requests:
			if !open {
				return nil // the Envoy has ended the stream
			}
			if s == nil {
				var err error
				if s, err = b.open(ctx, r.GetNode()); err != nil {
					return err
				}
			}
			kind, known := kindOf(r.GetTypeUrl())
			if !known {
				return status.Errorf(codes.InvalidArgument, "there are no resources of the type %q", r.GetTypeUrl())
			}
			handle(s, kind, r)
		}
		for _, kind := range envoy.Types() { // in this order, each may complete a step of the others
			if sub := s.wanted[kind]; sub != nil {
				if err := send(s, kind, sub); err != nil {
					return err
				}
			}
		}
		b.reportSoon(s, reports)
	}
}

// requestsOf returns the requests of a stream. The channel is closed when the stream ends.
func requestsOf[R discoveryRequest](ctx context.Context, receive func() (R, error)) <-chan R {
	requests := make(chan R)
	go func() {
		defer close(requests)
		for {
			r, err := receive()
			if err != nil {
				return
			}
			select {
			case requests <- r:
			case <-ctx.Done():
				return
			}
		}
	}()
	return requests
}

// reportSoon reports the Envoy to the server, with one report at a time.
func (b *bridge) reportSoon(s *stream, running chan struct{}) {
	e := s.report()
	select {
	case running <- struct{}{}:
		go func() {
			b.report(e)
			<-running
		}()
	default: // the next change or tick reports it
	}
}

// StreamAggregatedResources serves the state-of-the-world variant of the protocol.
func (b *bridge) StreamAggregatedResources(
	out discovery.AggregatedDiscoveryService_StreamAggregatedResourcesServer,
) error {
	handle := func(s *stream, kind envoy.Type, r *discovery.DiscoveryRequest) {
		sub := s.subscription(kind)
		s.acknowledge(kind, r.GetResponseNonce(), r.GetErrorDetail().GetMessage())
		if sub.all {
			return
		}
		names := map[string]bool{}
		for _, name := range r.GetResourceNames() {
			names[name] = true
			if !sub.names[name] {
				sub.force = true
			}
		}
		sub.names = names
	}
	send := func(s *stream, kind envoy.Type, sub *subscription) error {
		now, is := s.outdated(kind, sub)
		if !is || !sub.all && len(sub.names) == 0 {
			return nil
		}
		response := &discovery.DiscoveryResponse{TypeUrl: kind.URL()}
		all := envoy.Set{}
		for _, name := range sortedNames(now) {
			m, err := message(now[name])
			if err != nil {
				return status.Error(codes.Internal, err.Error())
			}
			response.Resources = append(response.Resources, m)
			all = append(all, now[name])
		}
		response.VersionInfo = all.Version()
		response.Nonce = s.record(kind, sub, now)
		return out.Send(response)
	}
	return serve(out.Context(), b, out.Recv, handle, send)
}

// DeltaAggregatedResources serves the incremental variant of the protocol.
func (b *bridge) DeltaAggregatedResources(
	out discovery.AggregatedDiscoveryService_DeltaAggregatedResourcesServer,
) error {
	handle := func(s *stream, kind envoy.Type, r *discovery.DeltaDiscoveryRequest) {
		sub := s.subscription(kind)
		s.acknowledge(kind, r.GetResponseNonce(), r.GetErrorDetail().GetMessage())
		for _, name := range r.GetResourceNamesSubscribe() {
			if name != "*" {
				sub.names[name] = true
			}
			delete(sub.sent, name)
		}
		for _, name := range r.GetResourceNamesUnsubscribe() {
			delete(sub.names, name)
			delete(sub.sent, name)
		}
	}
	send := func(s *stream, kind envoy.Type, sub *subscription) error {
		now, is := s.outdated(kind, sub)
		if !is || !sub.all && len(sub.names) == 0 {
			return nil
		}
		response := &discovery.DeltaDiscoveryResponse{TypeUrl: kind.URL()}
		for _, name := range sortedNames(now) {
			version := envoy.Set{now[name]}.Version()
			if sub.sent[name] == version && !sub.force {
				continue
			}
			m, err := message(now[name])
			if err != nil {
				return status.Error(codes.Internal, err.Error())
			}
			response.Resources = append(response.Resources,
				&discovery.Resource{Name: name, Version: version, Resource: m})
		}
		for name := range sub.sent {
			if _, is := now[name]; !is {
				response.RemovedResources = append(response.RemovedResources, name)
			}
		}
		response.Nonce = s.record(kind, sub, now)
		return out.Send(response)
	}
	return serve(out.Context(), b, out.Recv, handle, send)
}
