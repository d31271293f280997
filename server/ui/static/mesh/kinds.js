// The seven kinds of resources: everything that differs between them.

/** @typedef {{word: string, plural: string, collection: string, member: string, parent: string,
 *   icon: string, command: string, template: object}} Kind */

const listener = (port = 8080) => ({ listeners: [{ portMapping: { port, protocol: 'http' } }] })

/** @type {Object<string, Kind>} */
export const kinds = {
  mesh: {
    word: 'Mesh', plural: 'Meshes', collection: 'meshes', member: 'meshName', parent: '', command: 'mesh',
    templates: { 'Egress dropped': { egressFilter: { type: 'DROP_ALL' } }, 'Egress allowed': { egressFilter: { type: 'ALLOW_ALL' } } },
  },
  virtualGateway: {
    word: 'Virtual gateway', plural: 'Virtual gateways', collection: 'virtualGateways', member: 'virtualGatewayName', parent: 'mesh', command: 'virtual-gateway',
    templates: {
      HTTP: listener(),
      'HTTP with access log': { ...listener(), logging: { accessLog: { file: { path: '/dev/stdout' } } } },
      GRPC: { listeners: [{ portMapping: { port: 9090, protocol: 'grpc' } }] },
    },
  },
  gatewayRoute: {
    word: 'Gateway route', plural: 'Gateway routes', collection: 'gatewayRoutes', member: 'gatewayRouteName', parent: 'virtualGateway', command: 'gateway-route',
    templates: {
      'HTTP prefix': { httpRoute: { match: { prefix: '/' }, action: { target: { virtualService: { virtualServiceName: 'service.local' } } } } },
      'HTTP host': { priority: 10, httpRoute: { match: { hostname: { exact: 'www.example.com' } }, action: { target: { virtualService: { virtualServiceName: 'service.local' } } } } },
      GRPC: { grpcRoute: { match: { serviceName: 'package.Service' }, action: { target: { virtualService: { virtualServiceName: 'service.local' } } } } },
    },
  },
  virtualService: {
    word: 'Virtual service', plural: 'Virtual services', collection: 'virtualServices', member: 'virtualServiceName', parent: 'mesh', command: 'virtual-service',
    templates: {
      'Provided by a router': { provider: { virtualRouter: { virtualRouterName: 'router' } } },
      'Provided by a node': { provider: { virtualNode: { virtualNodeName: 'node' } } },
      'Without provider': {},
    },
  },
  virtualRouter: {
    word: 'Virtual router', plural: 'Virtual routers', collection: 'virtualRouters', member: 'virtualRouterName', parent: 'mesh', command: 'virtual-router',
    templates: { HTTP: listener(), GRPC: { listeners: [{ portMapping: { port: 8080, protocol: 'grpc' } }] }, TCP: { listeners: [{ portMapping: { port: 8080, protocol: 'tcp' } }] } },
  },
  route: {
    word: 'Route', plural: 'Routes', collection: 'routes', member: 'routeName', parent: 'virtualRouter', command: 'route',
    templates: {
      'HTTP prefix': { httpRoute: { match: { prefix: '/' }, action: { weightedTargets: [{ virtualNode: 'node', weight: 1 }] } } },
      'HTTP canary': { priority: 10, httpRoute: { match: { prefix: '/' }, action: { weightedTargets: [{ virtualNode: 'node-v1', weight: 90 }, { virtualNode: 'node-v2', weight: 10 }] } } },
      'HTTP header with retries': {
        priority: 5,
        httpRoute: {
          match: { prefix: '/', headers: [{ name: 'x-beta', match: { exact: 'true' } }] },
          action: { weightedTargets: [{ virtualNode: 'node', weight: 1 }] },
          retryPolicy: { maxRetries: 2, perRetryTimeout: { unit: 's', value: 1 }, httpRetryEvents: ['server-error'] },
        },
      },
      TCP: { tcpRoute: { action: { weightedTargets: [{ virtualNode: 'node', weight: 1 }] } } },
    },
  },
  virtualNode: {
    word: 'Virtual node', plural: 'Virtual nodes', collection: 'virtualNodes', member: 'virtualNodeName', parent: 'mesh', command: 'virtual-node',
    templates: {
      'HTTP found by DNS': { ...listener(), serviceDiscovery: { dns: { hostname: 'node.local' } } },
      'HTTP with health check': {
        listeners: [{
          portMapping: { port: 8080, protocol: 'http' },
          healthCheck: { protocol: 'http', path: '/health', healthyThreshold: 2, unhealthyThreshold: 3, intervalMillis: 5000, timeoutMillis: 2000 },
        }],
        serviceDiscovery: { dns: { hostname: 'node.local' } },
      },
      'With a backend': { ...listener(), serviceDiscovery: { dns: { hostname: 'node.local' } }, backends: [{ virtualService: { virtualServiceName: 'service.local' } }] },
      'Client only': { backends: [] },
    },
  },
}

export const kindNames = Object.keys(kinds)

/** depths has the number of names of each kind, with the mesh's. */
export const depths = Object.fromEntries(kindNames.map((kind) => [kind, kind === 'mesh' ? 1 : kinds[kind].parent === 'mesh' ? 2 : 3]))

/** refOf returns a reference such as mesh/shop/virtualGateway/ingress/gatewayRoute/cart. */
export function refOf(kind, names) {
  const mesh = 'mesh/' + names[0]
  if (kind === 'mesh') return mesh
  if (names.length === 2) return `${mesh}/${kind}/${names[1]}`
  return `${mesh}/${kinds[kind].parent}/${names[1]}/${kind}/${names[2]}`
}

/** resourcePath returns the path of a resource in the API, or that of a collection if names are
 * those of its parent. */
export function resourcePath(kind, names, collection = false) {
  const [mesh, ...below] = names.map(encodeURIComponent)
  if (kind === 'mesh') return '/meshes' + (collection ? '' : '/' + mesh)
  const { parent, collection: plural } = kinds[kind]
  const path = ['', 'meshes', mesh]
  if (parent !== 'mesh') path.push(parent, below.shift())
  path.push(plural)
  if (!collection) path.push(below.shift())
  return path.join('/')
}

/** inputOf returns the names of a resource as members of an operation's input. */
export function inputOf(kind, names) {
  const input = { meshName: names[0] }
  if (names.length === 3) input[kinds[kinds[kind].parent].member] = names[1]
  if (names.length > 1) input[kinds[kind].member] = names.at(-1)
  return input
}

/** arnOf returns the ARN of a resource. */
export function arnOf({ kind, names, region, meshOwner }) {
  const [mesh, ...below] = names
  let path = 'mesh/' + mesh
  if (names.length === 2) path += `/${kind}/${below[0]}`
  if (names.length === 3) path += `/${kinds[kind].parent}/${below[0]}/${kind}/${below[1]}`
  return `arn:aws:appmesh:${region}:${meshOwner}:${path}`
}
