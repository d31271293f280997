// Specs to begin with, by kind and name.
const listener = (protocol = 'http', port = 8080) => ({ listeners: [{ portMapping: { port, protocol } }] })
const prefix = '/'
const toService = { target: { virtualService: { virtualServiceName: 'service.local' } } }
const toNode = { weightedTargets: [{ virtualNode: 'node', weight: 1 }] }
const canary = { weightedTargets: [{ virtualNode: 'node-v1', weight: 90 }, { virtualNode: 'node-v2', weight: 10 }] }
const beta = { prefix, headers: [{ name: 'x-beta', match: { exact: 'true' } }] }
const retryPolicy = { maxRetries: 2, perRetryTimeout: { unit: 's', value: 1 }, httpRetryEvents: ['server-error'] }
const healthCheck = {
	protocol: 'http', path: '/health', healthyThreshold: 2, unhealthyThreshold: 3, intervalMillis: 5000, timeoutMillis: 2000,
}
const node = { ...listener(), serviceDiscovery: { dns: { hostname: 'node.local' } } }

export const templates = {
	mesh: {
		'Egress dropped': { egressFilter: { type: 'DROP_ALL' } },
		'Egress allowed': { egressFilter: { type: 'ALLOW_ALL' } },
	},
	virtualGateway: {
		HTTP: listener(),
		'HTTP with access log': { ...listener(), logging: { accessLog: { file: { path: '/dev/stdout' } } } },
		GRPC: listener('grpc', 9090),
	},
	gatewayRoute: {
		'HTTP prefix': { httpRoute: { match: { prefix }, action: toService } },
		'HTTP host': { priority: 10, httpRoute: { match: { hostname: { exact: 'www.example.com' } }, action: toService } },
		GRPC: { grpcRoute: { match: { serviceName: 'package.Service' }, action: toService } },
	},
	virtualService: {
		'Provided by a router': { provider: { virtualRouter: { virtualRouterName: 'router' } } },
		'Provided by a node': { provider: { virtualNode: { virtualNodeName: 'node' } } },
		'Without provider': {},
	},
	virtualRouter: { HTTP: listener(), GRPC: listener('grpc'), TCP: listener('tcp') },
	route: {
		'HTTP prefix': { httpRoute: { match: { prefix }, action: toNode } },
		'HTTP canary': { priority: 10, httpRoute: { match: { prefix }, action: canary } },
		'HTTP header with retries': { priority: 5, httpRoute: { match: beta, action: toNode, retryPolicy } },
		TCP: { tcpRoute: { action: toNode } },
	},
	virtualNode: {
		'HTTP found by DNS': node,
		'HTTP with health check': { ...node, listeners: [{ ...node.listeners[0], healthCheck }] },
		'With a backend': { ...node, backends: [{ virtualService: { virtualServiceName: 'service.local' } }] },
		'Client only': { backends: [] },
	},
}
