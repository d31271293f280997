// The state of the server, from the document of GET /_mock/state.
import { kindNames, refOf } from './kinds.js'

// Returns the resources of a document by tenant, whose key is account/region.
export function worldOf({ resources }) {
	const saved = Map.groupBy(resources, (r) => r.meshOwner + '/' + r.region)
	const built = new Map()
	return {
		total: resources.length,
		tenants: new Map([...saved].map(([key, own]) => [key, own.length])), // with the number of resources
		of(key) {
			if (!built.has(key)) built.set(key, tenantOf(saved.get(key) || []))
			return built.get(key)
		},
	}
}

function tenantOf(saved) {
	const all = saved.map((r) => ({ spec: {}, tags: [], ...r, mesh: r.names[0], name: r.names.at(-1), ref: refOf(r.kind, r.names) }))
	const byMesh = [...Map.groupBy(all, (r) => r.mesh)].sort(([a], [b]) => (a < b ? -1 : 1))
	const meshOf = (name, own) => ({ name, all: own, byKind: { ...emptyKinds, ...Object.groupBy(own, (r) => r.kind) } })
	return {
		meshes: new Map(byMesh.map(([name, own]) => [name, meshOf(name, own)])),
		byRef: new Map(all.map((r) => [r.ref, r])),
	}
}

const emptyKinds = Object.fromEntries(kindNames.map((kind) => [kind, []]))
