// The drawing of a graph: SVG that can be moved and zoomed.
import { html, useEffect, useLayoutEffect, useMemo, useRef, useState } from '../html.js'
import { go, toResource } from '../address.js'
import { layout } from '../mesh/layout.js'
import { Icon } from '../parts/icon.js'
import { usePanZoom } from './panzoom.js'
import { BoxShape, sizeOf } from './box.js'
import { Minimap } from './minimap.js'

const minimapFrom = 60 // boxes
const mostBoxes = 2500 // with several groups open

export function Canvas({ graph, label, name, selected, bright, way, reasons, dependencies, findings, onGroup, closeGroups }) {
  const boxes = useMemo(() => [...graph.boxes.values()].slice(0, mostBoxes), [graph])
  const placed = useLayoutOf(graph, boxes, name)
  const frame = useRef(null)
  const view = usePanZoom(frame, placed, name, selectedArea(placed, graph, selected))
  const { fresh, changed, gone } = useChanges(boxes, placed, name)
  if (!placed) return html`<div class="canvas"><p class="waiting" role="status">Drawing the map…</p></div>`
  const position = (id) => placed.boxes[id]
  const choose = (box) => (box.count ? onGroup(box.id) : go(toResource(box.kind, box.resource ? box.resource.names : namesOf(box))))
  const faded = (id) => bright && !bright.has(id)
  const flows = graph.edges.filter((e) => e.kind === 'flow' && placed.edges[e.id])
  const backends = graph.edges.filter((e) => e.kind === 'backend' && position(e.from) && position(e.to) && (dependencies || e.from === selected || e.to === selected))
  return html`<div class="canvas" ref=${frame}>
    <svg class="drawing" role="img" aria-label=${label}>
      <g ref=${view.layer} class="layer">
        ${flows.map((e) => html`<${EdgeLine} key=${e.id} edge=${e} points=${placed.edges[e.id]} from=${ends(graph, placed, e.from)} to=${ends(graph, placed, e.to)} faded=${faded(e.from) || faded(e.to)} lit=${way?.has(e.from) && way.has(e.to)} />`)}
        ${backends.map((e) => html`<path key=${e.id} class=${'edge backend' + (faded(e.from) || faded(e.to) ? ' faded' : '')} d=${backendPath(ends(graph, placed, e.from), ends(graph, placed, e.to))} />`)}
        ${gone.map(({ box, at }) => html`<g key=${'gone ' + box.id} class="box gone" transform=${`translate(${at.x} ${at.y})`}><${BoxShape} box=${box} /></g>`)}
        ${boxes.map((box) => position(box.id) && html`<g key=${box.id} data-ref=${box.id} class=${['box', 'kind-' + box.kind, box.pill && 'pill', box.missing && 'missing', box.count && 'group', box.id === selected && 'selected', faded(box.id) && 'faded', way?.has(box.id) && 'lit', fresh.has(box.id) && 'fresh', changed.has(box.id) && 'changed'].filter(Boolean).join(' ')}
          style=${{ transform: `translate(${position(box.id).x}px, ${position(box.id).y}px)` }} onClick=${() => view.moved() || choose(box)}>
          <title>${[box.name, box.text, reasons?.has(box.id) && 'not taken: ' + reasons.get(box.id)].filter(Boolean).join('\n')}</title><${BoxShape} box=${box} finding=${findings.get(box.id)} /></g>`)}
      </g>
    </svg>
    <div class="zoom" role="group" aria-label="Zoom">
      ${closeGroups && html`<button type="button" class="button" onClick=${closeGroups}>Close groups</button>`}
      <button type="button" class="button" aria-label="Zoom in" title="Zoom in (+)" onClick=${() => view.zoom(1.25)}><${Icon} name="plus" /></button>
      <button type="button" class="button" aria-label="Zoom out" title="Zoom out (-)" onClick=${() => view.zoom(0.8)}><${Icon} name="minus" /></button>
      <button type="button" class="button" aria-label="Fit" title="Fit (f)" onClick=${view.fit}><${Icon} name="fit" /></button>
    </div>
    ${boxes.length >= minimapFrom && html`<${Minimap} boxes=${boxes} placed=${placed} view=${view} />`}
    ${graph.boxes.size > mostBoxes && html`<p class="remark over">${graph.boxes.size - mostBoxes} boxes are not drawn. Search for one, or close groups.</p>`}
  </div>`
}

/** selectedArea returns where the selected box is, null if there is none. */
function selectedArea(placed, graph, selected) {
  if (!placed?.boxes[selected] || !graph.boxes.has(selected)) return null
  return { id: selected, ...placed.boxes[selected], ...sizeOf(graph.boxes.get(selected)) }
}

/** namesOf returns the names of a box that stands for a missing resource. */
const namesOf = (box) => [box.id.split('/')[1], box.name]

/** useLayoutOf returns the positions of boxes and edges, null until they are known. While a new
 * layout is made, the last one stays. */
function useLayoutOf(graph, boxes, name) {
  const [result, setResult] = useState(null)
  useEffect(() => {
    let current = true
    const sized = boxes.map((box) => ({ id: box.id, column: box.column, ...sizeOf(box) }))
    const known = new Set(sized.map((box) => box.id))
    const flows = graph.edges.filter((e) => e.kind === 'flow' && known.has(e.from) && known.has(e.to))
    layout(sized, flows.map(({ id, from, to }) => ({ id, from, to }))).then((placed) => current && setResult({ ...placed, name }))
    return () => (current = false)
  }, [graph])
  return result?.name === name ? result : null
}

const animation = 1000 // ms that a change stands out

/** useChanges returns which boxes are new, which changed and which are gone since the last time. */
function useChanges(boxes, placed, name) {
  const last = useRef({ name: '', versions: new Map(), boxes: new Map(), placed: null })
  const [changes, setChanges] = useState({ fresh: new Set(), changed: new Set(), gone: [] })
  useLayoutEffect(() => {
    if (!placed) return
    const before = last.current
    const versions = new Map(boxes.map((box) => [box.id, box.resource ? box.resource.uid + box.resource.version : '']))
    last.current = { name, versions, boxes: new Map(boxes.map((box) => [box.id, box])), placed }
    if (before.name !== name || before.versions.size === 0) return
    const fresh = new Set(boxes.filter((box) => !before.versions.has(box.id)).map((box) => box.id))
    const changed = new Set(boxes.filter((box) => before.versions.has(box.id) && before.versions.get(box.id) !== versions.get(box.id)).map((box) => box.id))
    const gone = [...before.boxes.values()].filter((box) => !versions.has(box.id) && before.placed.boxes[box.id]).map((box) => ({ box, at: before.placed.boxes[box.id] }))
    if (!fresh.size && !changed.size && !gone.length) return
    if (fresh.size + gone.length > 200) return
    setChanges({ fresh, changed, gone })
    const timer = setTimeout(() => setChanges({ fresh: new Set(), changed: new Set(), gone: [] }), animation)
    return () => clearTimeout(timer)
  }, [placed, boxes])
  return changes
}

/** ends returns where edges leave and enter a box. */
function ends(graph, placed, id) {
  const { x, y } = placed.boxes[id]
  const { width, height } = sizeOf(graph.boxes.get(id))
  return { left: x, right: x + width, top: y, bottom: y + height, middle: y + height / 2 }
}

function EdgeLine({ edge, points, from, to, faded, lit }) {
  const width = edge.share == null ? 1.25 : 1 + 3 * edge.share
  const inner = points.slice(1, -1)
  const path = edgePath({ x: from.right, y: from.middle }, inner.length > 1 ? inner : [], { x: to.left, y: to.middle })
  return html`<g class=${'edge-group' + (faded ? ' faded' : '') + (lit ? ' lit' : '')}>
    <path class=${'edge' + (edge.share === 0 ? ' zero' : '')} d=${path} style=${{ strokeWidth: width }} />
    ${edge.label && edge.share < 1 && html`<text class="edge-label" x=${(from.right + to.left) / 2} y=${(from.middle + to.middle) / 2 + 3.5} text-anchor="middle">${edge.label}</text>`}
  </g>`
}

/** edgePath returns a curve that leaves and enters horizontally, through the inner points. */
function edgePath(start, inner, end) {
  const stops = [start, ...inner.filter((p) => p.x > start.x + 30 && p.x < end.x - 30), end]
  let path = `M${start.x} ${start.y}`
  for (let i = 1; i < stops.length; i++) {
    const [a, b] = [stops[i - 1], stops[i]]
    const half = Math.max(20, (b.x - a.x) / 2)
    path += ` C${a.x + half} ${a.y} ${b.x - half} ${b.y} ${b.x} ${b.y}`
  }
  return path
}

/** backendPath returns a curve from a node back to a service. */
function backendPath(from, to) {
  const drop = 40 + Math.abs(from.middle - to.middle) / 6
  return `M${from.left + 20} ${from.bottom} C${from.left - 40} ${from.bottom + drop} ${to.right + 40} ${to.bottom + drop} ${to.right - 20} ${to.bottom}`
}
