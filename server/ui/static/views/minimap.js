import { html, useEffect, useRef } from '../html.js'
import { sizeOf } from './box.js'

const width = 150
const tallest = 110

/** Minimap shows the whole drawing and the part that is in view; a click moves there. */
export function Minimap({ boxes, placed, view }) {
  const seen = useRef(null)
  const scale = Math.min(width / placed.width, tallest / placed.height)
  useEffect(() => {
    const show = () => {
      const part = view.seen()
      for (const name of ['x', 'y', 'width', 'height']) seen.current?.setAttribute(name, part[name] * scale)
    }
    show()
    return view.follow(show)
  }, [placed])
  const jump = (event) => {
    const { left, top } = event.currentTarget.getBoundingClientRect()
    view.center((event.clientX - left) / scale, (event.clientY - top) / scale)
  }
  return html`<svg class="minimap" aria-hidden="true" width=${placed.width * scale} height=${placed.height * scale} onPointerDown=${jump}>
    ${boxes.map((box) => placed.boxes[box.id] && html`<rect key=${box.id} class=${'kind-' + box.kind} x=${placed.boxes[box.id].x * scale} y=${placed.boxes[box.id].y * scale} width=${sizeOf(box).width * scale} height=${Math.max(1, sizeOf(box).height * scale)} />`)}
    <rect ref=${seen} class="seen" /></svg>`
}
