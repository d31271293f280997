package envoy

import (
	"slices"
	"strings"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
)

// statuses maps App Mesh's retry events to HTTP statuses.
var statuses = map[string][]int{
	"server-error":  {500, 501, 502, 503, 504, 505, 506, 507, 508, 510, 511},
	"gateway-error": {502, 503, 504},
	"client-error":  {409},
}

// retryEvents holds a retry policy of any protocol.
type retryEvents struct {
	http, tcp, grpc []string
	retries         int64
	perTry          *model.Duration
}

func httpRetry(p *model.HttpRetryPolicy) *retryEvents {
	if p == nil {
		return nil
	}
	return &retryEvents{p.HttpRetryEvents, p.TcpRetryEvents, nil, value(p.MaxRetries), p.PerRetryTimeout}
}

func grpcRetry(p *model.GrpcRetryPolicy) *retryEvents {
	if p == nil {
		return nil
	}
	return &retryEvents{p.HttpRetryEvents, p.TcpRetryEvents, p.GrpcRetryEvents, value(p.MaxRetries), p.PerRetryTimeout}
}

// defaultRetry returns the policy of routes without one (rule 91).
func defaultRetry(protocol string) *retryEvents {
	e := &retryEvents{http: []string{"stream-error"}, tcp: []string{"connection-error"}, retries: 2}
	if protocol == grpc {
		e.grpc = []string{"unavailable"}
	}
	return e
}

// The default retry policies, encoded once.
var (
	defaultHTTPRetry = defaultRetry(http).object(true).encode()
	defaultGRPCRetry = defaultRetry(grpc).object(true).encode()
)

// object returns Envoy's retry policy.
func (e *retryEvents) object(byDefault bool) object {
	on := []string{"reset"}
	if slices.Contains(e.tcp, "connection-error") {
		on = append(on, "connect-failure")
	}
	if slices.Contains(e.http, "stream-error") {
		on = append(on, "refused-stream")
	}
	for _, event := range e.grpc {
		if !slices.Contains(on, event) {
			on = append(on, event)
		}
	}
	var codes []any
	for _, event := range e.http {
		for _, code := range statuses[event] {
			if !slices.Contains(codes, any(code)) {
				codes = append(codes, code)
			}
		}
	}
	if byDefault {
		codes = []any{503}
	}
	o := object{
		"num_retries": count(e.retries),
		"retry_host_predicate": []object{extension("envoy.retry_host_predicates.previous_hosts",
			"extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate", nil)},
		"host_selection_retry_max_attempts": 5,
	}
	if len(codes) > 0 {
		on = append(on, "retriable-status-codes")
		o["retriable_status_codes"] = codes
	}
	if ms, ok := milliseconds(e.perTry); ok && ms > 0 {
		o["per_try_timeout"] = seconds(ms)
	}
	o["retry_on"] = strings.Join(on, ",")
	return o
}
