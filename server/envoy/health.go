package envoy

import (
	"math"

	"github.com/appmesh-mock/appmesh-mock/server/internal/model"
)

// healthCheck returns the health check that callers perform on a node's listener, or nil.
func healthCheck(h *model.HealthCheckPolicy) object {
	if h == nil {
		return nil
	}
	interval := seconds(max(value(h.IntervalMillis), 1))
	check := object{
		"timeout":             seconds(max(value(h.TimeoutMillis), 1)),
		"interval":            interval,
		"no_traffic_interval": interval, // otherwise 60 seconds without traffic
		"unhealthy_threshold": int64(value(h.UnhealthyThreshold)),
		"healthy_threshold":   int64(value(h.HealthyThreshold)),
	}
	path := text(h.Path)
	if path == "" {
		path = "/"
	}
	switch text(h.Protocol) {
	case tcp:
		check["tcp_health_check"] = object{}
	case grpc:
		check["grpc_health_check"] = object{}
	case http2:
		check["http_health_check"] = object{"path": path, "codec_client_type": "HTTP2"}
	default:
		check["http_health_check"] = object{"path": path}
	}
	return check
}

// outlierDetection returns the rules by which callers eject hosts of a node's listener. As
// documented, at least one host is ejected, whatever the percentage.
func outlierDetection(d *model.OutlierDetection) object {
	if d == nil {
		return nil
	}
	interval, _ := milliseconds(d.Interval)
	base, _ := milliseconds(d.BaseEjectionDuration)
	if interval <= 0 || base <= 0 {
		return nil // Envoy refuses them
	}
	const defaultMaxEjection = 300_000 // milliseconds
	o := object{
		"consecutive_5xx":        count(value(d.MaxServerErrors)),
		"interval":               seconds(interval),
		"base_ejection_time":     seconds(base),
		"max_ejection_percent":   int64(value(d.MaxEjectionPercent)),
		"always_eject_one_host":  true,
		"enforcing_success_rate": 0, // only consecutive errors count
	}
	if base > defaultMaxEjection {
		o["max_ejection_time"] = seconds(base)
	}
	return o
}

// limits holds the thresholds of a cluster's circuit breakers. 0 means no limit.
type limits struct{ connections, pending, requests int64 }

func nodeLimits(p *model.VirtualNodeConnectionPool) (l limits) {
	switch {
	case p == nil:
	case p.Http != nil:
		l = limits{connections: int64(value(p.Http.MaxConnections)), pending: int64(value(p.Http.MaxPendingRequests))}
	case p.Http2 != nil:
		l = limits{requests: int64(value(p.Http2.MaxRequests))}
	case p.Grpc != nil:
		l = limits{requests: int64(value(p.Grpc.MaxRequests))}
	case p.Tcp != nil:
		l = limits{connections: int64(value(p.Tcp.MaxConnections))}
	}
	return l
}

func gatewayLimits(p *model.VirtualGatewayConnectionPool) limits {
	if p == nil {
		return limits{}
	}
	return nodeLimits(&model.VirtualNodeConnectionPool{
		Http:  (*model.VirtualNodeHttpConnectionPool)(p.Http),
		Http2: (*model.VirtualNodeHttp2ConnectionPool)(p.Http2),
		Grpc:  (*model.VirtualNodeGrpcConnectionPool)(p.Grpc),
	})
}

// unlimited holds the thresholds without limits, encoded once.
var unlimited = limits{}.circuitBreakers().encode()

// circuitBreakers returns the thresholds. Without a limit, it returns App Mesh's value
// instead of Envoy's default of 1024.
func (l limits) circuitBreakers() object {
	or := func(n int64) int64 {
		if n == 0 {
			return math.MaxInt32
		}
		return n
	}
	return object{"thresholds": []object{{
		"max_connections":      or(l.connections),
		"max_pending_requests": or(l.pending),
		"max_requests":         or(l.requests),
		"max_retries":          math.MaxInt32,
	}}}
}
