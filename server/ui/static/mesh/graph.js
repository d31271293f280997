// A mesh as a graph: boxes in columns, and edges from left to right.
import { matchText, listenersText, routeOf, targetsOf, percent, usesTLS } from './match.js'
import { refOf } from './kinds.js'

export const columns = ['virtualGateway', 'gatewayRoute', 'virtualService', 'virtualRouter', 'route', 'virtualNode']
const pills = ['gatewayRoute', 'route']

/** @typedef {{id: string, kind: string, column: number, name: string, text: string, resource: object|null,
 *   missing: boolean, pill: boolean, tls: boolean, tags: number, count?: number}} Box */
/** @typedef {{id: string, from: string, to: string, kind: 'flow'|'backend', share: number|null, label: string}} Edge */

/** graphOf returns the graph of a mesh. What a spec names and is not there is a box as well.
 * @returns {{boxes: Map<string, Box>, edges: Edge[]}} */
export function graphOf(mesh) {
  const boxes = new Map()
  const edges = new Map()
  for (const kind of columns) for (const resource of mesh.byKind[kind]) boxes.set(resource.ref, boxOf(resource))
  const link = (from, kind, name, more = {}) => {
    const to = refOf(kind, [mesh.name, name])
    if (!boxes.has(to)) boxes.set(to, { ...boxOf({ kind, ref: to, name, spec: {}, tags: [] }), resource: null, missing: true })
    const id = `${from}\n${to}\n${more.kind || 'flow'}`
    const same = edges.get(id)
    if (same && more.share != null) {
      same.share += more.share
      same.label = percent(same.share)
    } else if (!same) edges.set(id, { id, from, to, kind: 'flow', share: null, label: '', ...more })
  }
  for (const r of mesh.byKind.gatewayRoute) {
    edge(edges, refOf('virtualGateway', r.names.slice(0, 2)), r.ref)
    const service = routeOf(r.spec).route.action?.target?.virtualService?.virtualServiceName
    if (service) link(r.ref, 'virtualService', service)
  }
  for (const r of mesh.byKind.virtualService) {
    const provider = r.spec.provider || {}
    if (provider.virtualRouter) link(r.ref, 'virtualRouter', provider.virtualRouter.virtualRouterName)
    if (provider.virtualNode) link(r.ref, 'virtualNode', provider.virtualNode.virtualNodeName)
  }
  for (const r of mesh.byKind.route) {
    edge(edges, refOf('virtualRouter', r.names.slice(0, 2)), r.ref)
    for (const target of targetsOf(r.spec)) link(r.ref, 'virtualNode', target.name, { share: target.share, label: percent(target.share) })
  }
  for (const r of mesh.byKind.virtualNode) {
    for (const backend of r.spec.backends || []) {
      const service = backend.virtualService?.virtualServiceName
      if (service) link(r.ref, 'virtualService', service, { kind: 'backend' })
    }
  }
  return { boxes, edges: [...edges.values()] }
}

function edge(edges, from, to) {
  edges.set(from + '\n' + to, { id: from + '\n' + to, from, to, kind: 'flow', share: null, label: '' })
}

function boxOf(resource) {
  const { kind, spec } = resource
  const pill = pills.includes(kind)
  const priority = pill && spec.priority != null ? `#${spec.priority} ` : ''
  return {
    id: resource.ref, kind, column: columns.indexOf(kind), name: resource.name, resource, missing: false, pill,
    text: pill ? priority + matchText(routeOf(spec).route.match) : listenersText(spec),
    tls: usesTLS(spec), tags: resource.tags.length,
  }
}

/** lineage returns the ids upstream and downstream of some boxes, with their own. Backends of
 * a node count as its downstream for one step only. */
export function lineage(graph, ids) {
  const found = new Set(ids)
  const walk = (start, next) => {
    const seen = new Set(start)
    for (const id of seen) for (const other of next.get(id) || []) seen.add(other)
    for (const id of seen) found.add(id)
  }
  const down = new Map()
  const up = new Map()
  const add = (map, from, to) => (map.has(from) ? map.get(from).push(to) : map.set(from, [to]))
  for (const e of graph.edges) {
    if (e.kind !== 'flow') continue
    add(down, e.from, e.to)
    add(up, e.to, e.from)
  }
  walk(ids, down)
  walk(ids, up)
  for (const e of graph.edges) {
    if (e.kind === 'backend' && (ids.includes(e.from) || ids.includes(e.to))) found.add(e.from).add(e.to)
  }
  return found
}

export const collapseFrom = 300 // boxes

/** collapsed returns a graph in which boxes that are not shown one by one stand together, by
 * kind and by the pattern of their names. shown has the ids that stand alone, open the groups
 * whose boxes do. */
export function collapsed(graph, shown, open) {
  const groups = groupsOf(graph, shown)
  const boxes = new Map()
  const home = new Map()
  for (const box of graph.boxes.values()) {
    const group = groups.get(box.id)
    if (!group || open.has(group.id)) {
      boxes.set(box.id, box)
      home.set(box.id, box.id)
      continue
    }
    home.set(box.id, group.id)
    if (!boxes.has(group.id)) {
      boxes.set(group.id, { ...box, id: group.id, name: group.name, text: '', resource: null, missing: false, pill: false, tls: false, tags: 0, count: 0 })
    }
    boxes.get(group.id).count++
  }
  const edges = new Map()
  for (const e of graph.edges) {
    const from = home.get(e.from)
    const to = home.get(e.to)
    const alone = from === e.from && to === e.to
    const id = alone ? e.id : `${from}\n${to}\n${e.kind}`
    if (!edges.has(id)) edges.set(id, alone ? e : { id, from, to, kind: e.kind, share: null, label: '' })
  }
  for (const box of boxes.values()) if (box.count) box.text = `${box.count.toLocaleString('en')} together`
  return { boxes, edges: [...edges.values()] }
}

const groupsPerKind = 12

/** groupsOf returns the group of each box that does not stand alone. */
function groupsOf(graph, shown) {
  const byPattern = new Map()
  for (const box of graph.boxes.values()) {
    if (shown.has(box.id)) continue
    const key = box.kind + '\n' + pattern(box)
    byPattern.has(key) ? byPattern.get(key).push(box) : byPattern.set(key, [box])
  }
  const large = new Map()
  for (const [key, members] of byPattern) {
    const kind = members[0].kind
    if (!large.has(kind)) large.set(kind, [])
    large.get(kind).push({ key, members })
  }
  const groups = new Map()
  for (const [kind, all] of large) {
    all.sort((a, b) => b.members.length - a.members.length)
    all.forEach(({ key, members }, i) => {
      if (members.length === 1 && all.length <= groupsPerKind) return
      const rest = i >= groupsPerKind || members.length === 1
      const group = rest ? { id: `group\n${kind}\nothers`, name: 'others' } : { id: 'group\n' + key, name: key.split('\n')[1] }
      for (const box of members) groups.set(box.id, group)
    })
  }
  return groups
}

/** pattern returns what names that belong together have in common: a service's domain, and for
 * the others the name up to its number or last word. Routes are grouped by their parent's. */
function pattern(box) {
  if (box.kind === 'virtualService') return '*.' + box.name.split('.').slice(1).join('.')
  const name = box.pill ? box.resource.names[1] : box.name
  return name.replace(/[-_.]?(v?\d+|[a-z]+\d*)$/i, '').replace(/[-_.]?\d+$/, '') + '-*'
}
