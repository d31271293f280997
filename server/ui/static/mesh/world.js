// The state of the server, from the document of GET /_mock/state.
import { kindNames, refOf } from './kinds.js'

/** @typedef {{name: string, resource: import('../store.js').Resource, count: number,
 *   all: import('../store.js').Resource[], byKind: Object<string, import('../store.js').Resource[]>}} Mesh */

/** worldOf returns the resources of a document by tenant.
 * @returns {{tenants: {account: string, region: string, resources: number}[], of: (account: string, region: string) => Tenant}} */
export function worldOf(document) {
  const tenants = new Map()
  for (const saved of document.resources) {
    const key = saved.meshOwner + '/' + saved.region
    if (!tenants.has(key)) tenants.set(key, [])
    tenants.get(key).push(resourceOf(saved))
  }
  const built = new Map()
  return {
    total: document.resources.length,
    tenants: [...tenants].map(([key, all]) => ({ account: key.split('/')[0], region: key.split('/')[1], resources: all.length })),
    of(account, region) {
      const key = account + '/' + region
      if (!built.has(key)) built.set(key, tenantOf(tenants.get(key) || []))
      return built.get(key)
    },
  }
}

function resourceOf(saved) {
  const { kind, names, spec = {}, tags = [], version, uid, meshOwner, region } = saved
  return {
    kind, names, spec, tags, version, uid, meshOwner, region, owner: saved.resourceOwner, mesh: names[0], name: names.at(-1),
    ref: refOf(kind, names), created: saved.createdAtMillis, updated: saved.lastUpdatedAtMillis,
  }
}

/** @typedef {{meshes: Map<string, Mesh>, byRef: Map<string, import('../store.js').Resource>}} Tenant */

function tenantOf(resources) {
  const meshes = new Map()
  const byRef = new Map()
  for (const resource of resources) {
    byRef.set(resource.ref, resource)
    let mesh = meshes.get(resource.mesh)
    if (!mesh) {
      mesh = { name: resource.mesh, resource: null, all: [], byKind: Object.fromEntries(kindNames.map((kind) => [kind, []])) }
      meshes.set(resource.mesh, mesh)
    }
    if (resource.kind === 'mesh') mesh.resource = resource
    mesh.byKind[resource.kind].push(resource)
    mesh.all.push(resource)
  }
  return { meshes: new Map([...meshes].sort(([a], [b]) => (a < b ? -1 : 1))), byRef }
}
