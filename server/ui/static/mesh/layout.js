// The layout is made in a worker, so that the page stays responsive.
const worker = new Worker(new URL('layout-worker.js', import.meta.url), { type: 'module' })
const waiting = [] // for the results, which come in order
worker.onmessage = ({ data }) => waiting.shift()(data)

// Returns a promise of positions: see layoutOf.
export function layout(boxes, edges) {
	worker.postMessage([boxes, edges])
	return new Promise((resolve) => waiting.push(resolve))
}
