// The seven kinds of resources, in the order in which a request passes them.
import { words } from '../parts/text.js'

const listener = (protocol = 'http', port = 8080) => ({ listeners: [{ portMapping: { port, protocol } }] })
const toService = { target: { virtualService: { virtualServiceName: 'service.local' } } }
const toNode = { weightedTargets: [{ virtualNode: 'node', weight: 1 }] }
const canary = { weightedTargets: [{ virtualNode: 'node-v1', weight: 90 }, { virtualNode: 'node-v2', weight: 10 }] }
const beta = { prefix: '/', headers: [{ name: 'x-beta', match: { exact: 'true' } }] }
const retryPolicy = { maxRetries: 2, perRetryTimeout: { unit: 's', value: 1 }, httpRetryEvents: ['server-error'] }
const healthCheck = {
  protocol: 'http', path: '/health', healthyThreshold: 2, unhealthyThreshold: 3, intervalMillis: 5000, timeoutMillis: 2000,
}
const node = { ...listener(), serviceDiscovery: { dns: { hostname: 'node.local' } } }

/** The parent of each kind, and templates of its spec. */
const table = {
  mesh: ['', {
    'Egress dropped': { egressFilter: { type: 'DROP_ALL' } },
    'Egress allowed': { egressFilter: { type: 'ALLOW_ALL' } },
  }],
  virtualGateway: ['mesh', {
    HTTP: listener(),
    'HTTP with access log': { ...listener(), logging: { accessLog: { file: { path: '/dev/stdout' } } } },
    GRPC: listener('grpc', 9090),
  }],
  gatewayRoute: ['virtualGateway', {
    'HTTP prefix': { httpRoute: { match: { prefix: '/' }, action: toService } },
    'HTTP host': { priority: 10, httpRoute: { match: { hostname: { exact: 'www.example.com' } }, action: toService } },
    GRPC: { grpcRoute: { match: { serviceName: 'package.Service' }, action: toService } },
  }],
  virtualService: ['mesh', {
    'Provided by a router': { provider: { virtualRouter: { virtualRouterName: 'router' } } },
    'Provided by a node': { provider: { virtualNode: { virtualNodeName: 'node' } } },
    'Without provider': {},
  }],
  virtualRouter: ['mesh', { HTTP: listener(), GRPC: listener('grpc'), TCP: listener('tcp') }],
  route: ['virtualRouter', {
    'HTTP prefix': { httpRoute: { match: { prefix: '/' }, action: toNode } },
    'HTTP canary': { priority: 10, httpRoute: { match: { prefix: '/' }, action: canary } },
    'HTTP header with retries': { priority: 5, httpRoute: { match: beta, action: toNode, retryPolicy } },
    TCP: { tcpRoute: { action: toNode } },
  }],
  virtualNode: ['mesh', {
    'HTTP found by DNS': node,
    'HTTP with health check': { ...node, listeners: [{ ...node.listeners[0], healthCheck }] },
    'With a backend': { ...node, backends: [{ virtualService: { virtualServiceName: 'service.local' } }] },
    'Client only': { backends: [] },
  }],
}

/** @typedef {{word: string, plural: string, title: string, member: string, parent: string, depth: number,
 *   templates: object}} Kind */

/** @type {Object<string, Kind>} */
export const kinds = Object.fromEntries(Object.entries(table).map(([kind, [parent, templates]]) => [kind, {
  word: words(kind), // Virtual node
  plural: words(kind) + (kind === 'mesh' ? 'es' : 's'),
  title: kind[0].toUpperCase() + kind.slice(1), // VirtualNode
  member: kind + 'Name',
  depth: kind === 'mesh' ? 1 : parent === 'mesh' ? 2 : 3, // number of names, with the mesh's
  parent, templates,
}]))

export const kindNames = Object.keys(kinds)

/** refOf returns a reference such as mesh/shop/virtualGateway/ingress/gatewayRoute/cart. */
export function refOf(kind, names) {
  const [mesh, first, second] = names
  if (kind === 'mesh') return 'mesh/' + mesh
  return names.length === 2 ? `mesh/${mesh}/${kind}/${first}` : `mesh/${mesh}/${kinds[kind].parent}/${first}/${kind}/${second}`
}

/** resourcePath returns the path of a resource in the API, or that of a collection if names are
 * those of its parent. */
export function resourcePath(kind, names, collection = false) {
  const [mesh, ...below] = names.map(encodeURIComponent)
  const own = collection ? [] : [below.pop() ?? mesh]
  if (kind === 'mesh') return ['', 'meshes', ...own].join('/')
  const parent = below.length ? [kinds[kind].parent, below[0]] : []
  return ['', 'meshes', mesh, ...parent, kind + 's', ...own].join('/')
}

/** inputOf returns the input of the operation that creates a resource. */
export function inputOf({ kind, names, spec, tags }) {
  const { member, parent } = kinds[kind]
  const input = { meshName: names[0] }
  if (names.length === 3) input[kinds[parent].member] = names[1]
  return { ...input, [member]: names.at(-1), spec, ...(tags.length && { tags }) }
}

/** arnOf returns the ARN of a resource. */
export function arnOf({ ref, region, meshOwner, owner }) {
  const partition = region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
  const path = owner === meshOwner ? ref : ref.replace(/^mesh\/[^/]+/, (mesh) => mesh + '@' + meshOwner)
  return `arn:${partition}:appmesh:${region}:${owner}:${path}`
}
