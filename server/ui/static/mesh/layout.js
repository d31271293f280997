// Positions of the boxes of a graph. Small graphs are laid out at once, large ones in a worker,
// so that the page stays responsive.
import { layoutOf } from './dagre-layout.js'

const atOnce = 120 // boxes

let worker = null
let number = 0
const waiting = new Map()

/** layout returns a promise of positions: see layoutOf. */
export function layout(boxes, edges) {
  if (boxes.length <= atOnce) return Promise.resolve(layoutOf(boxes, edges))
  if (!worker) {
    worker = new Worker(new URL('layout-worker.js', import.meta.url), { type: 'module' })
    worker.onmessage = ({ data }) => {
      waiting.get(data.number)(data.result)
      waiting.delete(data.number)
    }
  }
  return new Promise((resolve) => {
    waiting.set(++number, resolve)
    worker.postMessage({ number, boxes, edges })
  })
}
