import { html, useEffect, useLayoutEffect, useMemo, useRef, useState, attempt, go, toResource, Button, Icon, Waiting, classes, middle } from '../page.js'
import { useKeys } from '../frame/keys.js'
import { layout } from '../mesh/layout.js'
import { useZoom } from './zoom.js'

const mostBoxes = 2500 // with several groups open
const sizeOf = (box) => (box.pill ? { width: 164, height: 36 } : { width: 188, height: 44 })
const moved = ({ x, y }) => ({ transform: `translate(${x}px, ${y}px)` })

export function Canvas({ graph, label, name, selected, bright, way, reasons, dependencies, findings, onGroup, closeGroups }) {
	const boxes = useMemo(() => [...graph.boxes.values()].slice(0, mostBoxes), [graph])
	const placed = useLayout(graph, boxes, name)
	const removed = useRemoved(boxes, placed)
	const frame = useRef(null)
	const drawing = useRef(null)
	const { zoom, fit, handlers } = useZoom(frame, drawing, placed, name)
	const [zoomIn, zoomOut] = [() => zoom(1.25), () => zoom(0.8)]
	useKeys({ f: fit, '+': zoomIn, '-': zoomOut })
	useEffect(() => drawing.current?.querySelector('.selected')?.scrollIntoView({ block: 'nearest', inline: 'nearest' }), [selected, placed])
	const choose = (box) => (box.count ? onGroup(box.id) : go(toResource(box.kind, box.names)))
	const faded = (...ids) => bright && !ids.every((id) => bright.has(id)) && 'faded'
	const at = (id) => placed?.boxes[id] && graph.boxes.has(id) && { ...placed.boxes[id], ...sizeOf(graph.boxes.get(id)) }
	const shown = ({ kind, from, to }) => at(from) && at(to) && (kind !== 'backend' || dependencies || from === selected || to === selected)
	const lit = (e) => e.kind !== 'backend' && way.has(e.from) && way.has(e.to) && 'lit'
	return html`<div class="canvas">
		<div class="scroll" ref=${frame} tabindex="0" role="region" aria-label="Map" ...${handlers}>
			${placed ? html`<svg class="drawing" ref=${drawing} viewBox=${`0 0 ${placed.width} ${placed.height}`} role="img" aria-label=${label}>
				${graph.edges.filter(shown).map((e) => html`<${EdgeLine} key=${e.id} edge=${e} points=${placed.edges[e.id]} from=${at(e.from)} to=${at(e.to)}
					style=${classes(faded(e.from, e.to), lit(e))} />`)}
				${boxes.filter((box) => at(box.id)).map((box) => html`
					<g key=${box.id + box.resource?.version} data-ref=${box.id} style=${moved(at(box.id))} onClick=${() => choose(box)}
						class=${classes('box', 'kind-' + box.kind, box.pill && 'pill', box.missing && 'missing', box.count && 'group', box.id === selected && 'selected',
							faded(box.id), way.has(box.id) && 'lit')}>
						<title>${[box.name, box.text, reasons.has(box.id) && 'not taken: ' + reasons.get(box.id)].filter(Boolean).join('\n')}</title>
						<${BoxShape} box=${box} problem=${findings.get(box.id)?.worst} /></g>`)}
				${removed.map((box) => html`
					<g key=${'removed ' + box.id} class=${'box removed kind-' + box.kind} style=${moved(box)}><${BoxShape} box=${box} /></g>`)}</svg>`
				: html`<${Waiting}>Drawing the map…<//>`}
		</div>
		<div class="zoom" role="group" aria-label="Zoom">
			${closeGroups && html`<${Button} onClick=${closeGroups}>Close groups<//>`}
			<${Button} icon="plus" label="Zoom in" onClick=${zoomIn} /><${Button} icon="minus" label="Zoom out" onClick=${zoomOut} />
			<${Button} icon="fit" label="Fit" onClick=${fit} /></div>
		${graph.boxes.size > mostBoxes && html`<p class="remark over">${graph.boxes.size - mostBoxes} boxes are not drawn. Search for one, or close groups.</p>`}
	</div>`
}

function useLayout(graph, boxes, name) {
	const [result, setResult] = useState(null)
	useEffect(() => {
		let current = true
		const sized = boxes.map((box) => ({ id: box.id, column: box.column, ...sizeOf(box) }))
		const known = new Set(boxes.map((box) => box.id))
		const flows = graph.edges.filter((e) => e.kind !== 'backend' && known.has(e.from) && known.has(e.to))
		attempt(() => layout(sized, flows).then((placed) => current && setResult({ ...placed, name })))
		return () => (current = false)
	}, [graph])
	return result?.name === name ? result : null
}

const fade = 150 // ms, as in map.css
const none = []

// Returns removed boxes with their last positions, until they have faded out.
function useRemoved(boxes, placed) {
	const before = useRef(none)
	const [removed, setRemoved] = useState(none)
	useLayoutEffect(() => {
		const ids = new Set(boxes.map((box) => box.id))
		const gone = before.current.filter(({ id }) => !ids.has(id) && placed?.boxes[id])
		before.current = boxes
		setRemoved(gone.length ? gone.map((box) => ({ ...box, ...placed.boxes[box.id] })) : none)
		const timer = setTimeout(setRemoved, fade, none)
		return () => clearTimeout(timer)
	}, [boxes])
	return removed
}

const character = 7.3 // pixels of one in the monospace font of 12 pixels
const small = 6.4 // the same of 10.5 pixels

function BoxShape({ box, problem }) {
	const { pill, missing, kind, tls, count, name } = box
	const { width, height } = sizeOf(box)
	const tags = box.tags > 0 && !pill
	const lower = missing ? 'missing' : box.text
	const right = width - 22 - (problem ? 18 : 0) // of the lock
	const letters = (right - (tls ? 28 : 12)) / (pill ? small : character)
	const two = lower || tags
	const text = (style, x, y, content, rest) => content && html`<text class=${style} x=${x} y=${y} ...${rest}>${content}</text>`
	const icon = (iconName, x, y, size = 15) => html`<${Icon} name=${iconName} x=${x} y=${y} size=${size} />`
	return html`
		${count && html`<rect x="4" y="4" width=${width} height=${height} rx="6" />`}
		<rect width=${width} height=${height} rx=${pill ? height / 2 : 6} />
		${icon(kind, pill ? 11 : 8, pill ? 10 : two ? 7 : 14)}
		${text('name', 30, pill ? 15 : two ? 19 : 26, middle(name, Math.floor(letters)))}
		${text(missing ? 'text word' : 'text', 30, pill ? 28 : 35, middle(lower, Math.floor((width - (tags ? 80 : 42)) / small)))}
		${tls && icon('lock', right, 6, 13)}
		${problem && html`<g class=${'mark ' + problem}>${icon(problem, width - 22, pill ? 10 : 6)}</g>`}
		${tags && text('text', width - 9, 35, box.tags + (box.tags > 1 ? ' tags' : ' tag'), { 'text-anchor': 'end' })}`
}

function EdgeLine({ edge: { kind, share, label }, points = [], from, to, style }) {
	const start = { x: from.x + from.width, y: from.y + from.height / 2 }
	const end = { x: to.x, y: to.y + to.height / 2 }
	const bends = points.length > 3 ? points.slice(1, -1).filter((p) => p.x > start.x + 30 && p.x < end.x - 30) : []
	const path = kind === 'backend' ? backendPath(from, to) : edgePath([start, ...bends, end])
	return html`<g class=${style}>
		<path class=${classes('edge', kind, share === 0 && 'zero')} d=${path} style=${{ strokeWidth: share == null ? 1.25 : 1 + 3 * share }} />
		${label && share < 1 && html`<text class="edge-label" x=${end.x - 4} y=${end.y - 5} text-anchor="end">${label}</text>`}</g>`
}

// A curve through points that is horizontal at each.
const edgePath = (points) => points.reduce((path, { x, y }, i) => {
	if (!i) return `M${x} ${y}`
	const last = points[i - 1]
	const half = Math.max(20, (x - last.x) / 2)
	return `${path} C${last.x + half} ${last.y} ${x - half} ${y} ${x} ${y}`
}, '')

// A curve from a node back to a service.
function backendPath(from, to) {
	const [x1, y1] = [from.x + 20, from.y + from.height]
	const [x2, y2] = [to.x + to.width - 20, to.y + to.height]
	const drop = 40 + Math.abs(from.y - to.y) / 6
	return `M${x1} ${y1} C${x1 - 60} ${y1 + drop} ${x2 + 60} ${y2 + drop} ${x2} ${y2}`
}
