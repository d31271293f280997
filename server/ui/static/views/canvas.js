// The drawing of a graph: SVG that can be moved and zoomed.
import { html, useEffect, useLayoutEffect, useMemo, useRef, useState } from '../html.js'
import { go, toResource } from '../address.js'
import { useKeys } from '../frame/keys.js'
import { layout } from '../mesh/layout.js'
import { Button } from '../parts/basic.js'
import { Icon } from '../parts/icon.js'
import { middle } from '../parts/text.js'
import { useZoom } from './zoom.js'

const mostBoxes = 2500 // with several groups open
const classes = (...names) => names.filter(Boolean).join(' ')
const sizeOf = (box) => (box.pill ? { width: 164, height: 36 } : { width: 188, height: 44 })

export function Canvas({ graph, label, name, selected, bright, way, reasons, dependencies, findings, onGroup, closeGroups }) {
  const boxes = useMemo(() => [...graph.boxes.values()].slice(0, mostBoxes), [graph])
  const placed = useLayout(graph, boxes, name)
  const changed = useChanged(boxes)
  const removed = useRemoved(boxes, placed)
  const frame = useRef(null)
  const drawing = useRef(null)
  const { zoom, fit, handlers } = useZoom(frame, drawing, placed, name)
  useKeys({ f: fit, '+': () => zoom(1.25), '-': () => zoom(0.8) })
  useEffect(() => drawing.current?.querySelector('.selected')?.scrollIntoView({ block: 'nearest', inline: 'nearest' }), [selected, placed])
  const choose = (box) => (box.count ? onGroup(box.id) : go(toResource(box.kind, box.names)))
  const faded = (...ids) => bright && !ids.every((id) => bright.has(id)) && 'faded'
  const at = (id) => placed?.boxes[id] && graph.boxes.has(id) && { ...placed.boxes[id], ...sizeOf(graph.boxes.get(id)) }
  const shown = (e) => e.kind !== 'backend' || dependencies || e.from === selected || e.to === selected
  const edges = graph.edges.filter((e) => at(e.from) && at(e.to) && shown(e))
  return html`<div class="canvas">
    <div class="scroll" ref=${frame} tabindex="0" role="region" aria-label="Map" ...${handlers}>
      ${placed ? html`<svg class="drawing" ref=${drawing} viewBox=${`0 0 ${placed.width} ${placed.height}`} role="img" aria-label=${label}>
        ${edges.map((e) => html`<${EdgeLine} key=${e.id} edge=${e} points=${placed.edges[e.id]} from=${at(e.from)} to=${at(e.to)}
          style=${classes(faded(e.from, e.to), e.kind !== 'backend' && way.has(e.from) && way.has(e.to) && 'lit')} />`)}
        ${boxes.filter((box) => at(box.id)).map((box) => html`
          <g key=${box.id} data-ref=${box.id} style=${{ transform: `translate(${at(box.id).x}px, ${at(box.id).y}px)` }} onClick=${() => choose(box)}
            class=${classes('box', 'kind-' + box.kind, box.pill && 'pill', box.missing && 'missing', box.count && 'group', box.id === selected && 'selected', faded(box.id), way.has(box.id) && 'lit', changed.has(box.id) && 'changed')}>
            <title>${[box.name, box.text, reasons.has(box.id) && 'not taken: ' + reasons.get(box.id)].filter(Boolean).join('\n')}</title>
            <${BoxShape} box=${box} problem=${findings.get(box.id)?.worst} /></g>`)}
        ${removed.map(({ box, x, y }) => html`<g key=${'removed ' + box.id} class=${'box removed kind-' + box.kind} style=${{ transform: `translate(${x}px, ${y}px)` }}><${BoxShape} box=${box} /></g>`)}</svg>` : html`<p class="waiting" role="status">Drawing the map…</p>`}
    </div>
    <div class="zoom" role="group" aria-label="Zoom">
      ${closeGroups && html`<${Button} onClick=${closeGroups}>Close groups<//>`}
      <${Button} icon="plus" label="Zoom in" onClick=${() => zoom(1.25)} /><${Button} icon="minus" label="Zoom out" onClick=${() => zoom(0.8)} />
      <${Button} icon="fit" label="Fit" onClick=${fit} /></div>
    ${graph.boxes.size > mostBoxes && html`<p class="remark over">${graph.boxes.size - mostBoxes} boxes are not drawn. Search for one, or close groups.</p>`}
  </div>`
}

/** useLayout returns the positions of boxes and edges, null until they are known. While a new
 * layout is made, the last one stays. */
function useLayout(graph, boxes, name) {
  const [result, setResult] = useState(null)
  useEffect(() => {
    let current = true
    const sized = boxes.map((box) => ({ id: box.id, column: box.column, ...sizeOf(box) }))
    const known = new Set(sized.map((box) => box.id))
    const flows = graph.edges.filter((e) => e.kind !== 'backend' && known.has(e.from) && known.has(e.to)).map(({ id, from, to }) => ({ id, from, to }))
    layout(sized, flows).then((placed) => current && setResult({ ...placed, name }))
    return () => (current = false)
  }, [graph])
  return result?.name === name ? result : null
}

/** useChanged returns the ids of the boxes whose resource has another version than before. */
function useChanged(boxes) {
  const before = useRef(new Map())
  return useMemo(() => {
    const versions = new Map(boxes.map(({ id, resource }) => [id, resource?.version]))
    const changed = boxes.filter(({ id }) => before.current.has(id) && before.current.get(id) !== versions.get(id))
    before.current = versions
    return new Set(changed.map((box) => box.id))
  }, [boxes])
}

const fade = 150 // ms, as in map.css
const none = []

/** useRemoved returns the boxes that have just been removed and their last positions, until they
 * have faded out. */
function useRemoved(boxes, placed) {
  const before = useRef(none)
  const [removed, setRemoved] = useState(none)
  useLayoutEffect(() => {
    const ids = new Set(boxes.map((box) => box.id))
    const gone = before.current.filter((box) => !ids.has(box.id) && placed?.boxes[box.id])
    before.current = boxes
    setRemoved(gone.length ? gone.map((box) => ({ box, ...placed.boxes[box.id] })) : none)
    const timer = setTimeout(() => setRemoved(none), fade)
    return () => clearTimeout(timer)
  }, [boxes])
  return removed
}

const character = 7.3 // pixels of one in the monospace font of 12 pixels
const small = 6.4 // the same of 10.5 pixels

/** BoxShape draws a box, its upper left corner at the origin. */
function BoxShape({ box, problem }) {
  const { pill, missing, kind, tls, count } = box
  const { width, height } = sizeOf(box)
  const tags = box.tags > 0 && !pill
  const lower = missing ? 'missing' : box.text || (kind === 'virtualService' ? '' : 'no listener')
  const right = width - 22 - (problem ? 18 : 0) // of the lock
  const letters = (right - 16 + (tls ? 0 : 16) - 12) / (pill ? small : character)
  return html`
    ${count && html`<rect class="behind" x="4" y="4" width=${width} height=${height} rx="6" />`}
    <rect class="body" width=${width} height=${height} rx=${pill ? height / 2 : 6} />
    <${Icon} name=${kind} x=${pill ? 11 : 8} y=${pill ? 10 : lower || tags ? 7 : 14} size="15" />
    <text class="name" x="30" y=${pill ? 15 : lower || tags ? 19 : 26}>${middle(box.name, Math.floor(letters))}</text>
    ${lower && html`<text class=${missing ? 'text word' : 'text'} x="30" y=${pill ? 28 : 35}>${middle(lower, Math.floor((width - 42 - (tags ? 38 : 0)) / small))}</text>`}
    ${tls && html`<${Icon} name="lock" x=${right} y="6" size="13" />`}
    ${problem && html`<g class=${'mark ' + problem}><${Icon} name=${problem} x=${width - 22} y=${pill ? 10 : 6} size="15" /></g>`}
    ${tags && html`<text class="text" x=${width - 9} y="35" text-anchor="end">${box.tags + ' tag' + (box.tags > 1 ? 's' : '')}</text>`}`
}

function EdgeLine({ edge, points = [], from, to, style }) {
  const start = { x: from.x + from.width, y: from.y + from.height / 2 }
  const end = { x: to.x, y: to.y + to.height / 2 }
  const path = edge.kind === 'backend' ? backendPath(from, to) : edgePath([start, ...bends(points, start, end), end])
  return html`<g class=${classes('edge-group', style)}>
    <path class=${classes('edge', edge.kind, edge.share === 0 && 'zero')} d=${path} style=${{ strokeWidth: edge.share == null ? 1.25 : 1 + 3 * edge.share }} />
    ${edge.label && edge.share < 1 && html`<text class="edge-label" x=${(start.x + end.x) / 2} y=${(start.y + end.y) / 2 + 3.5} text-anchor="middle">${edge.label}</text>`}</g>`
}

/** bends returns the points at which an edge passes boxes of columns between its ends. */
const bends = (points, start, end) => (points.length > 3 ? points.slice(1, -1).filter((p) => p.x > start.x + 30 && p.x < end.x - 30) : [])

/** edgePath returns a curve through points that is horizontal at each. */
function edgePath([start, ...stops]) {
  let { x, y } = start
  let path = `M${x} ${y}`
  for (const b of stops) {
    const half = Math.max(20, (b.x - x) / 2)
    path += ` C${x + half} ${y} ${b.x - half} ${b.y} ${b.x} ${b.y}`
    ;({ x, y } = b)
  }
  return path
}

/** backendPath returns a curve from a node back to a service. */
function backendPath(from, to) {
  const [x1, y1] = [from.x + 20, from.y + from.height]
  const [x2, y2] = [to.x + to.width - 20, to.y + to.height]
  const drop = 40 + Math.abs(from.y - to.y) / 6
  return `M${x1} ${y1} C${x1 - 60} ${y1 + drop} ${x2 + 60} ${y2 + drop} ${x2} ${y2}`
}
