// A mesh as a graph: boxes in columns, and edges from left to right.
// The id of a box is its reference; the kind of an edge is flow, part or backend.
import { matchText, listenersText, routeOf, targetsOf, percent, usesTLS } from './match.js'
import { kindNames, kinds, refOf } from './kinds.js'

export const columns = kindNames.slice(1) // without the mesh
const graphs = new WeakMap()

// Returns the graph of a mesh, with boxes for missing resources too. down and up are Maps of the
// edges from and to each box.
export function graphFor(mesh) {
	if (!graphs.has(mesh)) graphs.set(mesh, graphOf(mesh))
	return graphs.get(mesh)
}

function graphOf({ name: mesh, all, byKind }) {
	const boxes = new Map(columns.flatMap((kind) => byKind[kind].map((resource) => [resource.ref, boxOf(resource)])))
	const edges = new Map()
	const link = (from, kind, name, as = 'flow', share = null) => {
		if (!name) return
		const names = [mesh, name]
		const to = refOf(kind, names)
		if (!boxes.has(to)) boxes.set(to, { ...boxOf({ kind, ref: to, name, names, spec: {}, tags: [] }), resource: null, missing: true })
		const edge = connect(edges, from, to, as)
		if (share == null) return
		edge.share += share
		edge.label = percent(edge.share)
	}
	for (const { kind, names, ref, spec } of all) {
		if (names.length === 3) connect(edges, refOf(kinds[kind].parent, names), ref, 'part')
		link(ref, 'virtualService', routeOf(spec).action?.target?.virtualService?.virtualServiceName)
		link(ref, 'virtualRouter', spec.provider?.virtualRouter?.virtualRouterName)
		link(ref, 'virtualNode', spec.provider?.virtualNode?.virtualNodeName)
		for (const { name, share } of targetsOf(spec)) link(ref, 'virtualNode', name, 'flow', share)
		for (const { virtualService } of spec.backends || []) link(ref, 'virtualService', virtualService?.virtualServiceName, 'backend')
	}
	const list = [...edges.values()]
	return { boxes, edges: list, down: Map.groupBy(list, (e) => e.from), up: Map.groupBy(list, (e) => e.to) }
}

function connect(edges, from, to, kind) {
	const id = [from, to, kind].join('\n')
	if (!edges.has(id)) edges.set(id, { id, from, to, kind, share: null, label: '' })
	return edges.get(id)
}

function boxOf(resource) {
	const { kind, names, name, spec, tags, ref } = resource
	const pill = names.length === 3 // a route or a gateway route
	const priority = spec.priority == null ? '' : `#${spec.priority} `
	return {
		id: ref, kind, names, name, resource, pill, column: columns.indexOf(kind), tls: usesTLS(spec), tags: tags.length,
		text: pill ? priority + matchText(routeOf(spec).match) : listenersText(spec) || (kind === 'virtualService' ? '' : 'no listener'),
	}
}

// Returns the ids of some boxes and of all upstream and downstream. Backends count for one step only.
export function lineage({ down, up }, ids) {
	const found = new Set(ids)
	for (const [edges, end] of [[down, 'to'], [up, 'from']]) {
		const seen = new Set(ids)
		for (const id of seen) {
			for (const e of edges.get(id) || []) {
				if (e.kind !== 'backend') seen.add(e[end])
				else if (ids.includes(id)) found.add(e[end])
			}
		}
		for (const id of seen) found.add(id)
	}
	return found
}

export const collapseFrom = 300 // boxes
const groupsPerKind = 12

// Returns a graph in which boxes stand together by the pattern of their names, except those in
// shown and in open groups.
export function collapsed(graph, shown, open) {
	const groups = groupsOf([...graph.boxes.values()].filter((box) => !shown.has(box.id)))
	const boxes = new Map()
	const ids = new Map() // of the box or the group that stands for a box
	for (const box of graph.boxes.values()) {
		const group = groups.get(box)
		const stands = !group || open.has(group.id) ? box : boxes.get(group.id) ||
			{ ...group, kind: box.kind, column: box.column, names: box.names, count: 0 }
		ids.set(box.id, stands.id)
		boxes.set(stands.id, stands)
		if (stands !== box) stands.text = `${(++stands.count).toLocaleString('en')} together`
	}
	const edges = new Map()
	for (const e of graph.edges) {
		const [from, to] = [ids.get(e.from), ids.get(e.to)]
		if (from === e.from && to === e.to) edges.set(e.id, e)
		else connect(edges, from, to, e.kind)
	}
	return { boxes, edges: [...edges.values()] }
}

function groupsOf(boxes) {
	const groups = new Map()
	for (const [kind, ofKind] of Map.groupBy(boxes, (box) => box.kind)) {
		const patterns = [...Map.groupBy(ofKind, patternOf)].sort(([, a], [, b]) => b.length - a.length)
		patterns.forEach(([pattern, members], i) => {
			const alone = members.length === 1
			if (alone && patterns.length <= groupsPerKind) return
			const name = alone || i >= groupsPerKind ? 'others' : pattern
			for (const box of members) groups.set(box, { id: ['group', kind, name].join('\n'), name })
		})
	}
	return groups
}

// Returns the domain of a service, or the name up to its number or last word, of a route that of its parent.
function patternOf({ kind, name, pill, names }) {
	if (kind === 'virtualService') return '*.' + name.split('.').slice(1).join('.')
	return (pill ? names[1] : name).replace(/[-_.]?(v?\d+|[a-z]+\d*)$/i, '').replace(/[-_.]?\d+$/, '') + '-*'
}
