package sdkgo

import (
	"github.com/aws/aws-sdk-go-v2/service/appmesh/types"
)

// The specs of routes and gateway routes of the lifecycle tests.

// targets returns weighted targets on the virtual node "node".
func targets(weights ...int32) (targets []types.WeightedTarget) {
	for _, weight := range weights {
		targets = append(targets, types.WeightedTarget{VirtualNode: p("node"), Weight: weight, Port: p(int32(8080))})
	}
	return targets
}

// headers returns a matcher of each variant, in the types that routes have.
func headers() []types.HttpRouteHeader {
	return []types.HttpRouteHeader{
		{Name: p("exact"), Match: &types.HeaderMatchMethodMemberExact{Value: "a"}, Invert: p(true)},
		{Name: p("prefix"), Match: &types.HeaderMatchMethodMemberPrefix{Value: "b"}, Invert: p(false)},
		{Name: p("range"),
			Match: &types.HeaderMatchMethodMemberRange{Value: types.MatchRange{Start: p(int64(-1)), End: p(int64(7))}}},
		{Name: p("regex"), Match: &types.HeaderMatchMethodMemberRegex{Value: "^c.*$"}},
		{Name: p("suffix"), Match: &types.HeaderMatchMethodMemberSuffix{Value: "d"}},
		{Name: p("ClientRequestId")},
	}
}

func httpRoute() *types.HttpRoute {
	return &types.HttpRoute{
		Action: &types.HttpRouteAction{WeightedTargets: targets(100, 0, 8)},
		Match: &types.HttpRouteMatch{
			Headers: headers(), Method: types.HttpMethodPatch, Port: p(int32(8080)), Prefix: p("/colours"),
			QueryParameters: []types.HttpQueryParameter{{Name: p("q"), Match: &types.QueryParameterMatch{Exact: p("")}},
				{Name: p("r")}},
			Scheme: types.HttpSchemeHttps,
		},
		RetryPolicy: &types.HttpRetryPolicy{
			HttpRetryEvents: []string{"server-error", "gateway-error", "client-error", "stream-error"},
			MaxRetries:      p(int64(0)), PerRetryTimeout: millis(15),
			TcpRetryEvents: []types.TcpRetryPolicyEvent{types.TcpRetryPolicyEventConnectionError},
		},
		Timeout: &types.HttpTimeout{Idle: seconds(3), PerRequest: seconds(0)},
	}
}

func http2Route(path *types.HttpPathMatch) *types.HttpRoute {
	return &types.HttpRoute{
		Action: &types.HttpRouteAction{WeightedTargets: targets(1)},
		Match:  &types.HttpRouteMatch{Path: path},
	}
}

var routeSpecs = []any{
	&types.RouteSpec{HttpRoute: httpRoute(), Priority: p(int32(1000))},
	&types.RouteSpec{Http2Route: http2Route(&types.HttpPathMatch{Exact: p("/a%b ü")}), Priority: p(int32(0))},
	&types.RouteSpec{Http2Route: http2Route(&types.HttpPathMatch{Regex: p(`^/\w+$`)})},
	&types.RouteSpec{GrpcRoute: &types.GrpcRoute{
		Action: &types.GrpcRouteAction{WeightedTargets: targets(100)},
		Match: &types.GrpcRouteMatch{
			Metadata: []types.GrpcRouteMetadata{
				{Name: p("exact"), Match: &types.GrpcRouteMetadataMatchMethodMemberExact{Value: "a"}, Invert: p(true)},
				{Name: p("prefix"), Match: &types.GrpcRouteMetadataMatchMethodMemberPrefix{Value: "b"}},
				{Name: p("range"),
					Match: &types.GrpcRouteMetadataMatchMethodMemberRange{Value: types.MatchRange{Start: p(int64(0)),
						End: p(int64(1))}}},
				{Name: p("regex"), Match: &types.GrpcRouteMetadataMatchMethodMemberRegex{Value: "c"}},
				{Name: p("suffix"), Match: &types.GrpcRouteMetadataMatchMethodMemberSuffix{Value: "d"}},
				{Name: p("myMetadata")},
			},
			MethodName: p("get"), Port: p(int32(8080)), ServiceName: p("colour.Colour"),
		},
		RetryPolicy: &types.GrpcRetryPolicy{
			GrpcRetryEvents: types.GrpcRetryPolicyEvent("").Values(),
			HttpRetryEvents: []string{"server-error"}, MaxRetries: p(int64(3)), PerRetryTimeout: seconds(15),
			TcpRetryEvents: types.TcpRetryPolicyEvent("").Values(),
		},
		Timeout: &types.GrpcTimeout{Idle: seconds(1), PerRequest: millis(2)},
	}},
	&types.RouteSpec{TcpRoute: &types.TcpRoute{
		Action:  &types.TcpRouteAction{WeightedTargets: targets(1, 1)},
		Match:   &types.TcpRouteMatch{Port: p(int32(8080))},
		Timeout: &types.TcpTimeout{Idle: seconds(5)},
	}},
	&types.RouteSpec{TcpRoute: &types.TcpRoute{Action: &types.TcpRouteAction{WeightedTargets: targets(0)}}},
}

func gatewayTarget() *types.GatewayRouteTarget {
	return &types.GatewayRouteTarget{
		Port:           p(int32(8080)),
		VirtualService: &types.GatewayRouteVirtualService{VirtualServiceName: p("service")},
	}
}

// gatewayHeaders returns a matcher of each variant, in the types that gateway routes have.
func gatewayHeaders() (all []types.HttpGatewayRouteHeader) {
	for _, h := range headers() {
		all = append(all, types.HttpGatewayRouteHeader{Name: h.Name, Match: h.Match, Invert: h.Invert})
	}
	return all
}

var gatewayRouteSpecs = []any{
	&types.GatewayRouteSpec{Priority: p(int32(1000)), HttpRoute: &types.HttpGatewayRoute{
		Action: &types.HttpGatewayRouteAction{
			Rewrite: &types.HttpGatewayRouteRewrite{
				Hostname: &types.GatewayRouteHostnameRewrite{
					DefaultTargetHostname: types.DefaultGatewayRouteRewriteDisabled},
				Prefix: &types.HttpGatewayRoutePrefixRewrite{Value: p("/new/")},
			},
			Target: gatewayTarget(),
		},
		Match: &types.HttpGatewayRouteMatch{
			Headers: gatewayHeaders(), Hostname: &types.GatewayRouteHostnameMatch{Exact: p("www.example")},
			Method: types.HttpMethodGet, Port: p(int32(80)), Prefix: p("/old/"),
			QueryParameters: []types.HttpQueryParameter{{Name: p("q"),
				Match: &types.QueryParameterMatch{Exact: p("1")}}},
		},
	}},
	&types.GatewayRouteSpec{Http2Route: &types.HttpGatewayRoute{
		Action: &types.HttpGatewayRouteAction{
			Rewrite: &types.HttpGatewayRouteRewrite{Path: &types.HttpGatewayRoutePathRewrite{Exact: p("/new")}},
			Target:  gatewayTarget(),
		},
		Match: &types.HttpGatewayRouteMatch{Path: &types.HttpPathMatch{Exact: p("/old")}},
	}},
	&types.GatewayRouteSpec{Http2Route: &types.HttpGatewayRoute{
		Action: &types.HttpGatewayRouteAction{
			Rewrite: &types.HttpGatewayRouteRewrite{
				Prefix: &types.HttpGatewayRoutePrefixRewrite{DefaultPrefix: types.DefaultGatewayRouteRewriteEnabled},
			},
			Target: gatewayTarget(),
		},
		Match: &types.HttpGatewayRouteMatch{Hostname: &types.GatewayRouteHostnameMatch{Suffix: p(".example")},
			Prefix: p("/conor")},
	}},
	&types.GatewayRouteSpec{HttpRoute: &types.HttpGatewayRoute{
		Action: &types.HttpGatewayRouteAction{Target: gatewayTarget()},
		Match:  &types.HttpGatewayRouteMatch{Path: &types.HttpPathMatch{Regex: p("/.*")}},
	}},
	&types.GatewayRouteSpec{Priority: p(int32(0)), GrpcRoute: &types.GrpcGatewayRoute{
		Action: &types.GrpcGatewayRouteAction{
			Rewrite: &types.GrpcGatewayRouteRewrite{
				Hostname: &types.GatewayRouteHostnameRewrite{
					DefaultTargetHostname: types.DefaultGatewayRouteRewriteEnabled},
			},
			Target: gatewayTarget(),
		},
		Match: &types.GrpcGatewayRouteMatch{
			Hostname: &types.GatewayRouteHostnameMatch{Exact: p("grpc.example")},
			Metadata: []types.GrpcGatewayRouteMetadata{
				{Name: p("exact"), Match: &types.GrpcMetadataMatchMethodMemberExact{Value: "a"}, Invert: p(false)},
				{Name: p("prefix"), Match: &types.GrpcMetadataMatchMethodMemberPrefix{Value: "b"}},
				{Name: p("range"),
					Match: &types.GrpcMetadataMatchMethodMemberRange{Value: types.MatchRange{Start: p(int64(-7)),
						End: p(int64(-1))}}},
				{Name: p("regex"), Match: &types.GrpcMetadataMatchMethodMemberRegex{Value: "c"}},
				{Name: p("suffix"), Match: &types.GrpcMetadataMatchMethodMemberSuffix{Value: "d"}},
			},
			Port: p(int32(80)), ServiceName: p("colour.Colour"),
		},
	}},
}
