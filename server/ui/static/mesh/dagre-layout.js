import { Graph, layout } from '../vendor/dagre.js'

const columnGap = 48
const rowGap = 14
const margin = 24

/** layoutOf returns the upper left corner of each box and the points of each edge. A box's
 * column is given: dagre orders the boxes of a column so that few edges cross.
 * @param {{id: string, column: number, width: number, height: number}[]} boxes
 * @param {{id: string, from: string, to: string}[]} edges
 * @returns {{width: number, height: number, boxes: Object<string, {x: number, y: number}>, edges: Object<string, {x: number, y: number}[]>}} */
export function layoutOf(boxes, edges) {
  const g = new Graph({ multigraph: true })
  const used = [...new Set(boxes.map((box) => box.column))].sort((a, b) => a - b)
  g.setGraph({ rankdir: 'LR', nodesep: rowGap, ranksep: columnGap, edgesep: 8, marginx: margin, marginy: margin, ranker: rankRoot })
  g.setDefaultEdgeLabel(() => ({}))
  // dagre doubles the length of the edges before it ranks, to make room for labels.
  const rankOf = (column) => 2 * used.indexOf(column)
  for (const { id, column, width, height } of boxes) g.setNode(id, { rank: rankOf(column), width, height })
  for (const { id, from, to } of edges) if (from !== to) g.setEdge(from, to, {}, id)
  layout(g)
  const result = { width: g.graph().width || 0, height: g.graph().height || 0, boxes: {}, edges: {} }
  const left = lefts(boxes, used)
  for (const { id, column, height } of boxes) result.boxes[id] = { x: left.get(column), y: g.node(id).y - height / 2 }
  for (const e of g.edges()) result.edges[e.name] = g.edge(e).points
  return result
}

/** rankRoot ranks the node that dagre adds; all others have their rank from their column. */
function rankRoot(g) {
  for (const id of g.nodes()) g.node(id).rank ??= -1
}

/** lefts returns where each column begins: all boxes of a column are aligned at their left. */
function lefts(boxes, used) {
  const left = new Map()
  let x = margin
  for (const column of used) {
    left.set(column, x)
    const widest = boxes.reduce((most, box) => (box.column === column ? Math.max(most, box.width) : most), 0)
    x += widest + columnGap
  }
  return left
}
