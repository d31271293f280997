import { Graph, layout } from '../vendor/dagre.js'

const columnGap = 48
const rowGap = 14
const margin = 24

// Returns the size of a drawing, the upper left corner of each box, and the points of each edge.
// A box's column is given: dagre orders the boxes of a column so that few edges cross.
function layoutOf(boxes, edges) {
	const g = new Graph({ multigraph: true })
	g.setGraph({ nodesep: rowGap, ranksep: columnGap, edgesep: 8, marginx: margin, marginy: margin, rankdir: 'LR', ranker: rankRoot })
	g.setDefaultEdgeLabel(() => ({}))
	const columns = [...Map.groupBy(boxes, (box) => box.column)].sort(([a], [b]) => a - b)
	columns.forEach(([, column], i) => {
		// dagre doubles the length of the edges before it ranks, to make room for labels.
		for (const { id, width, height } of column) g.setNode(id, { rank: 2 * i, width, height })
	})
	for (const { id, from, to } of edges) if (from !== to) g.setEdge(from, to, {}, id)
	layout(g)
	const { width = 0, height = 0 } = g.graph()
	const result = { width, height, boxes: {}, edges: {} }
	let x = margin // all boxes of a column are aligned at their left
	for (const [, column] of columns) {
		for (const { id, height: own } of column) result.boxes[id] = { x, y: g.node(id).y - own / 2 }
		x += Math.max(...column.map((box) => box.width)) + columnGap
	}
	for (const e of g.edges()) result.edges[e.name] = g.edge(e).points
	return result
}

// Ranks the node that dagre adds; all others have their rank from their column.
function rankRoot(g) {
	for (const id of g.nodes()) g.node(id).rank ??= -1
}

onmessage = ({ data }) => postMessage(layoutOf(...data))
