// The layout is made in a worker, so that the page stays responsive.
const worker = new Worker(new URL('layout-worker.js', import.meta.url), { type: 'module' })
const waiting = [] // pairs of functions for the results, which come in order
worker.onmessage = ({ data }) => waiting.shift()[0](data)
worker.onerror = ({ message }) => waiting.shift()?.[1](new Error('The map cannot be drawn: ' + message))

// Returns a promise of positions: see layoutOf.
export function layout(boxes, edges) {
	worker.postMessage([boxes, edges])
	return new Promise((...pair) => waiting.push(pair))
}
