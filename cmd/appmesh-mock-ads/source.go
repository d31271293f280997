package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/appmesh-mock/appmesh-mock/server/envoy"
	"github.com/appmesh-mock/appmesh-mock/server/envoy/xds"
)

// config returns the configuration of a resource. Its errors are gRPC statuses with the codes
// of App Mesh: 3 for a missing resource, 7 for denied access.
func (b *bridge) config(ctx context.Context, resource string, o envoy.Options) (*envoy.Config, error) {
	query := url.Values{"resource": {resource}, "source": {string(envoy.ADS)}}
	for name, value := range map[string]string{"bind": o.Bind, "sds": o.SDS, "refresh": o.Refresh} {
		if value != "" {
			query.Set(name, value)
		}
	}
	if o.Explicit {
		query.Set("explicit", "true")
	}
	var ports, applications []string
	for port, mapped := range o.Ports {
		ports = append(ports, port+":"+strconv.Itoa(mapped))
	}
	for port, address := range o.Applications {
		applications = append(applications, port+":"+address)
	}
	if ports != nil {
		query.Set("ports", strings.Join(ports, ","))
	}
	if applications != nil {
		query.Set("applications", strings.Join(applications, ","))
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, b.server+"/_mock/envoy/config?"+query.Encode(), nil)
	if err != nil {
		return nil, status.Error(codes.Internal, err.Error())
	}
	response, err := b.client.Do(request)
	if err != nil {
		return nil, status.Error(codes.Unavailable, err.Error())
	}
	defer response.Body.Close() //nolint:errcheck // all was read
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, status.Error(codes.Unavailable, err.Error())
	}
	switch response.StatusCode {
	case http.StatusOK:
	case http.StatusForbidden:
		return nil, status.Error(codes.PermissionDenied, messageOf(body))
	case http.StatusNotFound, http.StatusBadRequest:
		return nil, status.Error(codes.InvalidArgument, messageOf(body))
	default:
		return nil, status.Error(codes.Unavailable, messageOf(body))
	}
	config := new(envoy.Config)
	if err := json.Unmarshal(body, config); err != nil {
		return nil, status.Error(codes.Internal, err.Error())
	}
	return config, nil
}

func messageOf(body []byte) string {
	var m struct {
		Message string `json:"message"`
	}
	if json.Unmarshal(body, &m) != nil {
		return string(body)
	}
	return m.Message
}

// report sends the versions that an Envoy has to the server.
func (b *bridge) report(e xds.Envoy) {
	body, err := json.Marshal(e)
	if err != nil {
		b.logger.Warn("an Envoy cannot be reported", "error", err)
		return
	}
	request, err := http.NewRequest(http.MethodPut, b.server+"/_mock/envoys", bytes.NewReader(body))
	if err != nil {
		b.logger.Warn("an Envoy cannot be reported", "error", err)
		return
	}
	response, err := b.client.Do(request)
	if err != nil {
		b.logger.Warn("an Envoy cannot be reported", "error", err)
		return
	}
	defer response.Body.Close() //nolint:errcheck // nothing was written
	if response.StatusCode != http.StatusOK {
		b.logger.Warn("an Envoy cannot be reported", "status", response.Status)
	}
}

const (
	// pollTime is the interval between comparisons of configurations. Changed mappings of
	// endpoints and certificates cause no events.
	pollTime = time.Second
	// retryTime is the time after which a stream of events is opened again.
	retryTime = 200 * time.Millisecond
)

// follow wakes all streams whenever the server's state changes, until the context ends.
func (b *bridge) follow(ctx context.Context) {
	go func() {
		tick := time.NewTicker(pollTime)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				b.wake()
			}
		}
	}()
	for ctx.Err() == nil {
		if err := b.events(ctx); err != nil && ctx.Err() == nil {
			b.logger.Warn("no events of the server", "error", err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(retryTime):
		}
	}
}

// events reads one stream of events.
func (b *bridge) events(ctx context.Context) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, b.server+"/_mock/events", nil)
	if err != nil {
		return err
	}
	response, err := (&http.Client{Transport: b.client.Transport}).Do(request) // without a timeout
	if err != nil {
		return err
	}
	defer response.Body.Close() //nolint:errcheck // nothing was written
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("status %s", response.Status)
	}
	lines := bufio.NewScanner(response.Body)
	for lines.Scan() {
		if strings.HasPrefix(lines.Text(), "data:") || strings.HasPrefix(lines.Text(), ":") {
			b.wake()
		}
	}
	return lines.Err()
}
