package sdkgo

import (
	"github.com/aws/aws-sdk-go-v2/service/appmesh/types"
)

// The specs of the lifecycle tests. Together they set each member and each variant of each union, as
// TestSpecsSetEveryMember checks. They refer to the virtual node "node" and the virtual service
// "service".

func p[T any](v T) *T { return &v }

func seconds(n int64) *types.Duration {
	return &types.Duration{Unit: types.DurationUnitS, Value: &n}
}

func millis(n int64) *types.Duration {
	return &types.Duration{Unit: types.DurationUnitMs, Value: &n}
}

const (
	certificate = "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012"
	authority   = "arn:aws:acm-pca:us-east-1:123456789012:certificate-authority/12345678-1234-1234-1234-123456789012"
)

func names(exact ...string) *types.SubjectAlternativeNames {
	return &types.SubjectAlternativeNames{Match: &types.SubjectAlternativeNameMatchers{Exact: exact}}
}

var meshSpecs = []any{
	&types.MeshSpec{
		EgressFilter:     &types.EgressFilter{Type: types.EgressFilterTypeAllowAll},
		ServiceDiscovery: &types.MeshServiceDiscovery{IpPreference: types.IpPreferenceIPv6Preferred},
	},
	&types.MeshSpec{EgressFilter: &types.EgressFilter{Type: types.EgressFilterTypeDropAll}},
	&types.MeshSpec{},
}

var gatewaySpecs = []any{
	&types.VirtualGatewaySpec{
		BackendDefaults: &types.VirtualGatewayBackendDefaults{ClientPolicy: &types.VirtualGatewayClientPolicy{
			Tls: &types.VirtualGatewayClientPolicyTls{
				Certificate: &types.VirtualGatewayClientTlsCertificateMemberFile{
					Value: types.VirtualGatewayListenerTlsFileCertificate{CertificateChain: p("/c.pem"),
						PrivateKey: p("/k.pem")},
				},
				Enforce: p(false),
				Ports:   []int32{443, 1, 65535},
				Validation: &types.VirtualGatewayTlsValidationContext{
					SubjectAlternativeNames: names("b.example", "a.example"),
					Trust: &types.VirtualGatewayTlsValidationContextTrustMemberAcm{
						Value: types.VirtualGatewayTlsValidationContextAcmTrust{
							CertificateAuthorityArns: []string{authority}},
					},
				},
			},
		}},
		Listeners: []types.VirtualGatewayListener{
			{
				PortMapping: &types.VirtualGatewayPortMapping{Port: p(int32(8080)),
					Protocol: types.VirtualGatewayPortProtocolHttp},
				ConnectionPool: &types.VirtualGatewayConnectionPoolMemberHttp{
					Value: types.VirtualGatewayHttpConnectionPool{MaxConnections: p(int32(7)),
						MaxPendingRequests: p(int32(2147483647))},
				},
				HealthCheck: &types.VirtualGatewayHealthCheckPolicy{
					HealthyThreshold: p(int32(2)), IntervalMillis: p(int64(5000)), Path: p("/ping <&> ü"),
					Port:     p(int32(8080)),
					Protocol: types.VirtualGatewayPortProtocolHttp, TimeoutMillis: p(int64(2000)),
					UnhealthyThreshold: p(int32(10)),
				},
				Tls: &types.VirtualGatewayListenerTls{
					Certificate: &types.VirtualGatewayListenerTlsCertificateMemberAcm{
						Value: types.VirtualGatewayListenerTlsAcmCertificate{CertificateArn: p(certificate)},
					},
					Mode: types.VirtualGatewayListenerTlsModePermissive,
					Validation: &types.VirtualGatewayListenerTlsValidationContext{
						SubjectAlternativeNames: names("client.example"),
						Trust: &types.VirtualGatewayListenerTlsValidationContextTrustMemberFile{
							Value: types.VirtualGatewayTlsValidationContextFileTrust{CertificateChain: p("/ca.pem")},
						},
					},
				},
			},
			{
				PortMapping: &types.VirtualGatewayPortMapping{Port: p(int32(8081)),
					Protocol: types.VirtualGatewayPortProtocolHttp2},
				ConnectionPool: &types.VirtualGatewayConnectionPoolMemberHttp2{
					Value: types.VirtualGatewayHttp2ConnectionPool{MaxRequests: p(int32(9))},
				},
				Tls: &types.VirtualGatewayListenerTls{
					Certificate: &types.VirtualGatewayListenerTlsCertificateMemberFile{
						Value: types.VirtualGatewayListenerTlsFileCertificate{CertificateChain: p("/c.pem"),
							PrivateKey: p("/k.pem")},
					},
					Mode: types.VirtualGatewayListenerTlsModeStrict,
					Validation: &types.VirtualGatewayListenerTlsValidationContext{
						Trust: &types.VirtualGatewayListenerTlsValidationContextTrustMemberSds{
							Value: types.VirtualGatewayTlsValidationContextSdsTrust{SecretName: p("trusted")},
						},
					},
				},
			},
			{
				PortMapping: &types.VirtualGatewayPortMapping{Port: p(int32(8082)),
					Protocol: types.VirtualGatewayPortProtocolGrpc},
				ConnectionPool: &types.VirtualGatewayConnectionPoolMemberGrpc{
					Value: types.VirtualGatewayGrpcConnectionPool{MaxRequests: p(int32(11))},
				},
				Tls: &types.VirtualGatewayListenerTls{
					Certificate: &types.VirtualGatewayListenerTlsCertificateMemberSds{
						Value: types.VirtualGatewayListenerTlsSdsCertificate{SecretName: p("own")},
					},
					Mode: types.VirtualGatewayListenerTlsModeDisabled,
				},
			},
		},
		Logging: &types.VirtualGatewayLogging{AccessLog: &types.VirtualGatewayAccessLogMemberFile{
			Value: types.VirtualGatewayFileAccessLog{
				Path: p("/dev/stdout"),
				Format: &types.LoggingFormatMemberJson{Value: []types.JsonFormatRef{
					{Key: p("start"), Value: p("%START_TIME%")}, {Key: p("flags"), Value: p("%RESPONSE_FLAGS%")},
				}},
			},
		}},
	},
	&types.VirtualGatewaySpec{
		BackendDefaults: &types.VirtualGatewayBackendDefaults{ClientPolicy: &types.VirtualGatewayClientPolicy{
			Tls: &types.VirtualGatewayClientPolicyTls{
				Certificate: &types.VirtualGatewayClientTlsCertificateMemberSds{
					Value: types.VirtualGatewayListenerTlsSdsCertificate{SecretName: p("own")},
				},
				Enforce: p(true),
				Validation: &types.VirtualGatewayTlsValidationContext{
					Trust: &types.VirtualGatewayTlsValidationContextTrustMemberFile{
						Value: types.VirtualGatewayTlsValidationContextFileTrust{CertificateChain: p("/ca.pem")},
					}},
			},
		}},
		Listeners: gatewayListeners(80),
		Logging: &types.VirtualGatewayLogging{AccessLog: &types.VirtualGatewayAccessLogMemberFile{
			Value: types.VirtualGatewayFileAccessLog{Path: p("/dev/stdout"),
				Format: &types.LoggingFormatMemberText{Value: "%PROTOCOL% \"ü\"\n"}},
		}},
	},
	&types.VirtualGatewaySpec{
		BackendDefaults: &types.VirtualGatewayBackendDefaults{ClientPolicy: &types.VirtualGatewayClientPolicy{
			Tls: &types.VirtualGatewayClientPolicyTls{
				Ports: []int32{},
				Validation: &types.VirtualGatewayTlsValidationContext{
					Trust: &types.VirtualGatewayTlsValidationContextTrustMemberSds{
						Value: types.VirtualGatewayTlsValidationContextSdsTrust{SecretName: p("trusted")},
					}},
			},
		}},
		Listeners: gatewayListeners(80),
	},
	&types.VirtualGatewaySpec{
		BackendDefaults: &types.VirtualGatewayBackendDefaults{ClientPolicy: &types.VirtualGatewayClientPolicy{}},
		Listeners:       gatewayListeners(80),
		Logging:         &types.VirtualGatewayLogging{},
	},
}

// gatewayListeners returns a plain http listener for each port.
func gatewayListeners(ports ...int32) (listeners []types.VirtualGatewayListener) {
	for _, port := range ports {
		listeners = append(listeners, types.VirtualGatewayListener{
			PortMapping: &types.VirtualGatewayPortMapping{Port: &port, Protocol: types.VirtualGatewayPortProtocolHttp},
		})
	}
	return listeners
}

var nodeSpecs = []any{
	&types.VirtualNodeSpec{
		BackendDefaults: &types.BackendDefaults{ClientPolicy: &types.ClientPolicy{Tls: &types.ClientPolicyTls{
			Certificate: &types.ClientTlsCertificateMemberFile{
				Value: types.ListenerTlsFileCertificate{CertificateChain: p("/c.pem"), PrivateKey: p("/k.pem")},
			},
			Enforce: p(false),
			Ports:   []int32{8443},
			Validation: &types.TlsValidationContext{
				SubjectAlternativeNames: names("backend.example"),
				Trust: &types.TlsValidationContextTrustMemberAcm{
					Value: types.TlsValidationContextAcmTrust{CertificateAuthorityArns: []string{authority, authority,
						authority}},
				},
			},
		}}},
		Backends: []types.Backend{
			&types.BackendMemberVirtualService{Value: types.VirtualServiceBackend{
				VirtualServiceName: p("later.example"),
				ClientPolicy: &types.ClientPolicy{Tls: &types.ClientPolicyTls{
					Certificate: &types.ClientTlsCertificateMemberSds{
						Value: types.ListenerTlsSdsCertificate{SecretName: p("own")}},
					Validation: &types.TlsValidationContext{Trust: &types.TlsValidationContextTrustMemberFile{
						Value: types.TlsValidationContextFileTrust{CertificateChain: p("/ca.pem")},
					}},
				}},
			}},
			&types.BackendMemberVirtualService{Value: types.VirtualServiceBackend{
				VirtualServiceName: p("another.example"),
				ClientPolicy: &types.ClientPolicy{Tls: &types.ClientPolicyTls{
					Validation: &types.TlsValidationContext{Trust: &types.TlsValidationContextTrustMemberSds{
						Value: types.TlsValidationContextSdsTrust{SecretName: p("trusted")},
					}},
				}},
			}},
		},
		Listeners: []types.Listener{
			{
				PortMapping: &types.PortMapping{Port: p(int32(8080)), Protocol: types.PortProtocolHttp},
				ConnectionPool: &types.VirtualNodeConnectionPoolMemberHttp{
					Value: types.VirtualNodeHttpConnectionPool{MaxConnections: p(int32(5)),
						MaxPendingRequests: p(int32(6))},
				},
				HealthCheck: &types.HealthCheckPolicy{
					HealthyThreshold: p(int32(10)), IntervalMillis: p(int64(300000)), Path: p("/ping"),
					Port:     p(int32(8080)),
					Protocol: types.PortProtocolHttp, TimeoutMillis: p(int64(60000)), UnhealthyThreshold: p(int32(2)),
				},
				OutlierDetection: &types.OutlierDetection{
					BaseEjectionDuration: seconds(30), Interval: millis(0), MaxEjectionPercent: p(int32(0)),
					MaxServerErrors: p(int64(1)),
				},
				Timeout: &types.ListenerTimeoutMemberHttp{Value: types.HttpTimeout{Idle: seconds(0),
					PerRequest: millis(9007199254740993)}},
				Tls: &types.ListenerTls{
					Certificate: &types.ListenerTlsCertificateMemberAcm{
						Value: types.ListenerTlsAcmCertificate{CertificateArn: p(certificate)}},
					Mode: types.ListenerTlsModeStrict,
					Validation: &types.ListenerTlsValidationContext{
						SubjectAlternativeNames: names("client.example"),
						Trust: &types.ListenerTlsValidationContextTrustMemberFile{
							Value: types.TlsValidationContextFileTrust{CertificateChain: p("/ca.pem")},
						},
					},
				},
			},
			{
				PortMapping: &types.PortMapping{Port: p(int32(8081)), Protocol: types.PortProtocolHttp2},
				ConnectionPool: &types.VirtualNodeConnectionPoolMemberHttp2{
					Value: types.VirtualNodeHttp2ConnectionPool{MaxRequests: p(int32(3))}},
				Timeout: &types.ListenerTimeoutMemberHttp2{Value: types.HttpTimeout{Idle: seconds(4)}},
				Tls: &types.ListenerTls{
					Certificate: &types.ListenerTlsCertificateMemberFile{
						Value: types.ListenerTlsFileCertificate{CertificateChain: p("/c.pem"), PrivateKey: p("/k.pem")},
					},
					Mode: types.ListenerTlsModePermissive,
					Validation: &types.ListenerTlsValidationContext{
						Trust: &types.ListenerTlsValidationContextTrustMemberSds{
							Value: types.TlsValidationContextSdsTrust{SecretName: p("trusted")}},
					},
				},
			},
			{
				PortMapping: &types.PortMapping{Port: p(int32(8082)), Protocol: types.PortProtocolGrpc},
				ConnectionPool: &types.VirtualNodeConnectionPoolMemberGrpc{
					Value: types.VirtualNodeGrpcConnectionPool{MaxRequests: p(int32(2))}},
				Timeout: &types.ListenerTimeoutMemberGrpc{Value: types.GrpcTimeout{Idle: seconds(1),
					PerRequest: seconds(2)}},
				Tls: &types.ListenerTls{
					Certificate: &types.ListenerTlsCertificateMemberSds{
						Value: types.ListenerTlsSdsCertificate{SecretName: p("own")}},
					Mode: types.ListenerTlsModeDisabled,
				},
			},
			{
				PortMapping: &types.PortMapping{Port: p(int32(8083)), Protocol: types.PortProtocolTcp},
				ConnectionPool: &types.VirtualNodeConnectionPoolMemberTcp{
					Value: types.VirtualNodeTcpConnectionPool{MaxConnections: p(int32(1))}},
				Timeout: &types.ListenerTimeoutMemberTcp{Value: types.TcpTimeout{Idle: millis(5)}},
			},
		},
		Logging: &types.Logging{AccessLog: &types.AccessLogMemberFile{Value: types.FileAccessLog{
			Path: p("/dev/stdout"), Format: &types.LoggingFormatMemberText{Value: "%PROTOCOL%"},
		}}},
		ServiceDiscovery: &types.ServiceDiscoveryMemberAwsCloudMap{Value: types.AwsCloudMapServiceDiscovery{
			Attributes: []types.AwsCloudMapInstanceAttribute{{Key: p("stack"), Value: p("blue")},
				{Key: p("az"), Value: p("a")}},
			IpPreference:  types.IpPreferenceIPv4Preferred,
			NamespaceName: p("local"), ServiceName: p("colours"),
		}},
	},
	&types.VirtualNodeSpec{
		Backends:  []types.Backend{},
		Listeners: nodeListeners(8080),
		Logging: &types.Logging{AccessLog: &types.AccessLogMemberFile{Value: types.FileAccessLog{
			Path:   p("/dev/stdout"),
			Format: &types.LoggingFormatMemberJson{Value: []types.JsonFormatRef{{Key: p("k"), Value: p("v")}}},
		}}},
		ServiceDiscovery: &types.ServiceDiscoveryMemberDns{Value: types.DnsServiceDiscovery{
			Hostname: p("node.example"), IpPreference: types.IpPreferenceIPv6Only,
			ResponseType: types.DnsResponseTypeEndpoints,
		}},
	},
	&types.VirtualNodeSpec{},
}

// nodeListeners returns a plain http listener for each port.
func nodeListeners(ports ...int32) (listeners []types.Listener) {
	for _, port := range ports {
		listeners = append(listeners, types.Listener{
			PortMapping: &types.PortMapping{Port: &port, Protocol: types.PortProtocolHttp},
		})
	}
	return listeners
}

// routerListeners returns a plain http listener for each port.
func routerListeners(ports ...int32) (listeners []types.VirtualRouterListener) {
	for _, port := range ports {
		listeners = append(listeners, types.VirtualRouterListener{
			PortMapping: &types.PortMapping{Port: &port, Protocol: types.PortProtocolHttp},
		})
	}
	return listeners
}

var routerSpecs = []any{
	&types.VirtualRouterSpec{Listeners: []types.VirtualRouterListener{
		{PortMapping: &types.PortMapping{Port: p(int32(65535)), Protocol: types.PortProtocolGrpc}},
		{PortMapping: &types.PortMapping{Port: p(int32(1)), Protocol: types.PortProtocolHttp2}},
		{PortMapping: &types.PortMapping{Port: p(int32(80)), Protocol: types.PortProtocolTcp}},
	}},
	&types.VirtualRouterSpec{Listeners: routerListeners(8080)},
	&types.VirtualRouterSpec{},
}

var serviceSpecs = []any{
	&types.VirtualServiceSpec{Provider: &types.VirtualServiceProviderMemberVirtualNode{
		Value: types.VirtualNodeServiceProvider{VirtualNodeName: p("node")},
	}},
	&types.VirtualServiceSpec{Provider: &types.VirtualServiceProviderMemberVirtualRouter{
		Value: types.VirtualRouterServiceProvider{VirtualRouterName: p("parent")},
	}},
	&types.VirtualServiceSpec{},
}
