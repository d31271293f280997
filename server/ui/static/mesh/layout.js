// Positions of the boxes of a graph. The column of a box is given. The boxes of a column are ordered
// so that few edges cross, and stand as near to their neighbours as the boxes around them allow.

const columnGap = 60
const rowGap = 14
const margin = 24
const sweeps = 8 // over all columns, to the right and back
const bendHeight = 2 // of the place that an edge takes in a column that it passes

/** @typedef {{column: number, width: number, height: number, y: number, order: number, left: Item[], right: Item[]}} Item
 * is a box, or the place where an edge passes a column; y is its middle. */

/** layoutOf returns the upper left corner of each box, and the points at which an edge enters and
 * leaves the columns between its ends.
 * @param {{id: string, column: number, width: number, height: number}[]} boxes
 * @param {{id: string, from: string, to: string}[]} edges from left to right
 * @returns {{width: number, height: number, boxes: Object<string, {x: number, y: number}>, edges: Object<string, {x: number, y: number}[]>}} */
export function layoutOf(boxes, edges) {
  const used = [...new Set(boxes.map((box) => box.column))].sort((a, b) => a - b)
  const columns = used.map(() => [])
  const add = (column, width, height) => {
    const item = { column, width, height, y: 0, order: columns[column].length, left: [], right: [] }
    columns[column].push(item)
    return item
  }
  const items = new Map(boxes.map(({ id, column, width, height }) => [id, add(used.indexOf(column), width, height)]))
  const bends = new Map(edges.map(({ id, from, to }) => [id, connect(items.get(from), items.get(to), add)]))
  order(columns)
  place(columns)

  let right = margin
  const lefts = columns.map((column) => {
    const left = right
    right += Math.max(...column.map((item) => item.width)) + columnGap
    return left
  })
  const all = columns.flat()
  const top = all.reduce((least, { y, height }) => Math.min(least, y - height / 2), Infinity) - margin
  const bottom = all.reduce((most, { y, height }) => Math.max(most, y + height / 2), 0) + margin
  const corner = ({ column, y, height }) => ({ x: lefts[column], y: y - height / 2 - top })
  const bend = ({ column, y }) => [lefts[column], lefts[column + 1] - columnGap].map((x) => ({ x, y: y - top }))
  return {
    width: all.length ? right - columnGap + margin : 0, height: all.length ? bottom - top : 0,
    boxes: Object.fromEntries([...items].map(([id, item]) => [id, corner(item)])),
    edges: Object.fromEntries([...bends].map(([id, passed]) => [id, passed.flatMap(bend)])),
  }
}

/** connect makes two boxes neighbours, by way of an item in each column between them. It returns
 * those items. */
function connect(from, to, add) {
  const passed = []
  for (let column = from.column + 1; column < to.column; column++) passed.push(add(column, 0, bendHeight))
  const path = [from, ...passed, to]
  for (let i = 1; i < path.length; i++) {
    path[i - 1].right.push(path[i])
    path[i].left.push(path[i - 1])
  }
  return passed
}

/** order sorts the items of each column by the mean order of their neighbours, and keeps the best
 * order of several sweeps. */
function order(columns) {
  follow(columns)
  let best = { crossings: crossingsOf(columns), columns: columns.map((column) => [...column]) }
  for (let i = 0; i < sweeps && best.crossings; i++) {
    const side = i % 2 ? 'right' : 'left'
    for (const column of i % 2 ? columns.toReversed() : columns) {
      const wanted = new Map(column.map((item) => [item, item[side].length ? mean(item[side], 'order') : item.order]))
      number(column.sort((a, b) => wanted.get(a) - wanted.get(b)))
    }
    const crossings = crossingsOf(columns)
    if (crossings < best.crossings) best = { crossings, columns: columns.map((column) => [...column]) }
  }
  best.columns.forEach((column, i) => number((columns[i] = column)))
}

/** follow orders the items as a walk from the left meets them, so that trees stay together. */
function follow(columns) {
  const seen = new Set()
  const walk = (item) => {
    if (seen.has(item)) return
    seen.add(item)
    item.right.forEach(walk)
  }
  columns.flat().forEach(walk)
  const met = new Map([...seen].map((item, i) => [item, i]))
  for (const column of columns) number(column.sort((a, b) => met.get(a) - met.get(b)))
}

const number = (column) => column.forEach((item, i) => (item.order = i))
const mean = (items, member) => items.reduce((sum, item) => sum + item[member], 0) / items.length

/** crossingsOf counts the pairs of edges that cross, with a Fenwick tree for each column. */
function crossingsOf(columns) {
  let crossings = 0
  columns.slice(1).forEach((column, i) => {
    const tree = new Array(column.length + 1).fill(0) // how many edges end at an item or above it
    let ends = 0
    for (const item of columns[i]) {
      for (const { order: end } of item.right) {
        crossings += ends
        for (let k = end + 1; k > 0; k -= k & -k) crossings -= tree[k]
      }
      for (const { order: end } of item.right) {
        ends++
        for (let k = end + 1; k <= column.length; k += k & -k) tree[k]++
      }
    }
  })
  return crossings
}

/** place sets the middle of each item: the columns are visited from left to right and back, and at
 * the end with the neighbours of both sides. */
function place(columns) {
  for (const column of columns) settle(column, (item) => item.y)
  for (let i = 0; i < sweeps; i++) {
    const side = i % 2 ? 'left' : 'right'
    for (const column of i % 2 ? columns : columns.toReversed()) {
      settle(column, (item) => (item[side].length ? mean(item[side], 'y') : item.y))
    }
  }
  for (const column of columns) settle(column, ({ left, right, y }) => (left.length + right.length ? mean([...left, ...right], 'y') : y))
}

/** settle moves the items of a column as near as possible to where they are wanted, by the sum of
 * the squares, in their order and with gaps between them. Items that touch move as one block. */
function settle(column, wantedOf) {
  const offsets = [] // of each item from the first one, if all touch
  const blocks = []
  column.forEach((item, i) => {
    offsets.push(i ? offsets[i - 1] + (column[i - 1].height + item.height) / 2 + rowGap : 0)
    let block = { count: 1, sum: wantedOf(item) - offsets[i] }
    while (blocks.length && start(blocks.at(-1)) >= start(block)) {
      const above = blocks.pop()
      block = { count: above.count + block.count, sum: above.sum + block.sum }
    }
    blocks.push(block)
  })
  const starts = blocks.flatMap((block) => new Array(block.count).fill(start(block)))
  column.forEach((item, i) => (item.y = starts[i] + offsets[i]))
}

const start = ({ sum, count }) => sum / count
