// Large graphs are laid out in a worker: the page stays responsive.
import { layoutOf } from './dagre-layout.js'

const atOnce = 120 // boxes
const waiting = [] // for the results of the worker, which come in order
let worker

// Returns a promise of positions: see layoutOf.
export function layout(boxes, edges) {
	if (boxes.length <= atOnce) return Promise.resolve(layoutOf(boxes, edges))
	if (!worker) {
		worker = new Worker(new URL('layout-worker.js', import.meta.url), { type: 'module' })
		worker.onmessage = ({ data }) => waiting.shift()(data)
	}
	worker.postMessage([boxes, edges])
	return new Promise((resolve) => waiting.push(resolve))
}
