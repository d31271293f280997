// The seven kinds of resources, in the order in which a request passes them.
import { words } from '../parts/text.js'

const parents = {
	mesh: '', virtualGateway: 'mesh', gatewayRoute: 'virtualGateway', virtualService: 'mesh',
	virtualRouter: 'mesh', route: 'virtualRouter', virtualNode: 'mesh',
}
const chainOf = (kind) => (kind ? [...chainOf(parents[kind]), kind] : [])
const pluralOf = (word) => word + (word.endsWith('sh') ? 'es' : 's')

export const kindNames = Object.keys(parents)

export const kinds = { __proto__: null, ...Object.fromEntries(kindNames.map((kind) => [kind, {
	word: words(kind), // Virtual node
	noun: words(kind).toLowerCase(),
	plural: pluralOf(words(kind)),
	title: kind[0].toUpperCase() + kind.slice(1), // VirtualNode
	parent: parents[kind],
	chain: chainOf(kind), // the kinds from the mesh to this one: mesh, virtualRouter, route
}])) }

// Returns a reference such as mesh/shop/virtualGateway/ingress/gatewayRoute/cart.
export const refOf = (kind, names) => kinds[kind].chain.map((each, i) => each + '/' + names[i]).join('/')

export const resourcePath = (kind, names) =>
	kinds[kind].chain.map((each, i) => `/${pluralOf(each)}/${encodeURIComponent(names[i])}`).join('')

export function arnOf({ ref, region, meshOwner, resourceOwner }) {
	const partition = region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
	const path = resourceOwner === meshOwner ? ref : ref.replace(/^mesh\/[^/]+/, (mesh) => mesh + '@' + meshOwner)
	return `arn:${partition}:appmesh:${region}:${resourceOwner}:${path}`
}
