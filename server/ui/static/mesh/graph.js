// A mesh as a graph: boxes in columns, and edges from left to right.
import { matchText, listenersText, routeOf, targetsOf, percent, usesTLS } from './match.js'
import { kindNames, refOf } from './kinds.js'

export const columns = kindNames.slice(1) // without the mesh

/** @typedef {{id: string, kind: string, column: number, name: string, names: string[], text: string,
 *   resource: object|null, missing: boolean, pill: boolean, tls: boolean, tags: number, count?: number}} Box */
/** @typedef {{id: string, from: string, to: string, kind: 'flow'|'backend'|'part', share: number|null, label: string}} Edge */

const graphs = new WeakMap()

/** graphFor returns the graph of a mesh, which is cached. Resources that a spec names and that do
 * not exist have boxes too. down and up have the edges from and to each box.
 * @returns {{boxes: Map<string, Box>, edges: Edge[], down: Map<string, Edge[]>, up: Map<string, Edge[]>}} */
export function graphFor(mesh) {
  if (!graphs.has(mesh)) graphs.set(mesh, graphOf(mesh))
  return graphs.get(mesh)
}

function graphOf(mesh) {
  const boxes = new Map()
  const edges = new Map()
  for (const kind of columns) for (const resource of mesh.byKind[kind]) boxes.set(resource.ref, boxOf(resource))
  const link = (from, kind, name, { share = null, as = 'flow' } = {}) => {
    if (!name) return
    const names = [mesh.name, name]
    const to = refOf(kind, names)
    if (!boxes.has(to)) boxes.set(to, { ...boxOf({ kind, ref: to, name, names, spec: {}, tags: [] }), resource: null, missing: true })
    const edge = connect(edges, from, to, as)
    if (share == null) return
    edge.share += share
    edge.label = percent(edge.share)
  }
  for (const { names, ref, spec } of mesh.byKind.gatewayRoute) {
    connect(edges, refOf('virtualGateway', names.slice(0, 2)), ref, 'part')
    link(ref, 'virtualService', routeOf(spec).route.action?.target?.virtualService?.virtualServiceName)
  }
  for (const { ref, spec } of mesh.byKind.virtualService) {
    link(ref, 'virtualRouter', spec.provider?.virtualRouter?.virtualRouterName)
    link(ref, 'virtualNode', spec.provider?.virtualNode?.virtualNodeName)
  }
  for (const { names, ref, spec } of mesh.byKind.route) {
    connect(edges, refOf('virtualRouter', names.slice(0, 2)), ref, 'part')
    for (const { name, share } of targetsOf(spec)) link(ref, 'virtualNode', name, { share })
  }
  for (const { ref, spec } of mesh.byKind.virtualNode) {
    for (const backend of spec.backends || []) link(ref, 'virtualService', backend.virtualService?.virtualServiceName, { as: 'backend' })
  }
  const all = [...edges.values()]
  return { boxes, edges: all, down: Map.groupBy(all, (e) => e.from), up: Map.groupBy(all, (e) => e.to) }
}

/** connect returns the edge between two boxes. It adds the edge if there is none. */
function connect(edges, from, to, kind) {
  const id = [from, to, kind].join('\n')
  if (!edges.has(id)) edges.set(id, { id, from, to, kind, share: null, label: '' })
  return edges.get(id)
}

function boxOf(resource) {
  const { kind, names, name, spec, tags, ref } = resource
  const pill = kind === 'route' || kind === 'gatewayRoute'
  const priority = spec.priority == null ? '' : `#${spec.priority} `
  return {
    id: ref, kind, names, name, resource, pill, column: columns.indexOf(kind), missing: false, tls: usesTLS(spec), tags: tags.length,
    text: pill ? priority + matchText(routeOf(spec).route.match) : listenersText(spec),
  }
}

/** lineage returns the ids upstream and downstream of some boxes, with their own. Backends of
 * a node count as its downstream for one step only. */
export function lineage({ down, up }, ids) {
  const found = new Set(ids)
  for (const [edges, end] of [[down, 'to'], [up, 'from']]) {
    const seen = new Set(ids)
    for (const id of seen) {
      for (const e of edges.get(id) || []) if (e.kind !== 'backend' || ids.includes(id)) (e.kind === 'backend' ? found : seen).add(e[end])
    }
    for (const id of seen) found.add(id)
  }
  return found
}

export const collapseFrom = 300 // boxes
const groupsPerKind = 12

/** collapsed returns a graph in which boxes stand together by the pattern of their names. The ids
 * in shown stand alone, and so do the boxes of open groups. */
export function collapsed(graph, shown, open) {
  const groups = groupsOf([...graph.boxes.values()].filter((box) => !shown.has(box.id)))
  const boxes = new Map()
  const idOf = new Map() // of the box or the group that stands for a box
  for (const box of graph.boxes.values()) {
    const group = groups.get(box)
    const id = group && !open.has(group.id) ? group.id : box.id
    idOf.set(box.id, id)
    if (id === box.id) boxes.set(id, box)
    else if (boxes.has(id)) boxes.get(id).count++
    else boxes.set(id, { ...box, ...group, count: 1, resource: null, missing: false, pill: false, tls: false, tags: 0 })
  }
  for (const box of boxes.values()) if (box.count) box.text = `${box.count.toLocaleString('en')} together`
  const edges = new Map()
  for (const e of graph.edges) {
    const [from, to] = [idOf.get(e.from), idOf.get(e.to)]
    if (from === e.from && to === e.to) edges.set(e.id, e)
    else connect(edges, from, to, e.kind)
  }
  return { boxes, edges: [...edges.values()] }
}

/** groupsOf returns the group of each box that does not stand alone. The groups of a kind beyond
 * the largest are one. */
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

/** patternOf returns the pattern of the names of a group: the domain of a service, or the name up to
 * its number or last word. Routes are grouped by the name of their parent. */
function patternOf({ kind, name, pill, names }) {
  if (kind === 'virtualService') return '*.' + name.split('.').slice(1).join('.')
  return (pill ? names[1] : name).replace(/[-_.]?(v?\d+|[a-z]+\d*)$/i, '').replace(/[-_.]?\d+$/, '') + '-*'
}
