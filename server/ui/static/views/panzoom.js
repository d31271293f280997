import { useEffect, useLayoutEffect, useRef } from '../html.js'

const least = 0.08
const most = 2.5
const readable = 0.5 // a smaller scale cannot be read
const beginning = 0.75 // the scale of a drawing that is too large to fit
const dragFrom = 4 // pixels: less is a click

/** usePanZoom moves and zooms the layer of a drawing by pointer, wheel and keys. It changes the
 * layer's transform itself, so that nothing is rendered while the drawing moves. The area that is
 * selected is brought into view. */
export function usePanZoom(frame, placed, name, selected) {
  const layer = useRef(null)
  const at = useRef({ x: 0, y: 0, scale: 1, name: '', moved: false, touched: false, size: null, listeners: new Set() })
  const current = at.current
  current.selected = selected
  current.size = placed && { width: placed.width, height: placed.height }

  const apply = () => {
    layer.current?.setAttribute('transform', `translate(${current.x} ${current.y}) scale(${current.scale})`)
    for (const listener of current.listeners) listener()
  }
  const schedule = () => {
    current.frame ||= requestAnimationFrame(() => {
      current.frame = 0
      apply()
    })
  }
  const room = () => frame.current.getBoundingClientRect()
  const zoomAt = (factor, x, y) => {
    const scale = Math.min(most, Math.max(least, current.scale * factor))
    current.x = x - ((x - current.x) * scale) / current.scale
    current.y = y - ((y - current.y) * scale) / current.scale
    current.scale = scale
    current.touched = true
    schedule()
  }
  const reveal = () => {
    const { selected: area, scale } = current
    if (!area || !frame.current) return
    const { width, height } = room()
    const into = (at, length, whole, before) => Math.min(Math.max(at, before), Math.max(before, whole - length - 24)) - at
    current.x += into(current.x + area.x * scale, area.width * scale, width, 24)
    current.y += into(current.y + area.y * scale, area.height * scale, height, 48)
    schedule()
  }
  const zoom = (factor) => zoomAt(factor, room().width / 2, room().height / 2)
  const fit = () => {
    current.touched = false
    if (!frame.current || !current.size) return
    const { width, height } = room()
    const { size } = current
    current.scale = Math.min(1.1, Math.max(least, Math.min(width / size.width, (height - 48) / size.height)))
    // A drawing that is too small to be read when it fits begins at its upper left.
    if (current.scale < readable) current.scale = beginning
    current.x = Math.max(0, (width - size.width * current.scale) / 2)
    current.y = Math.max(44, (height - size.height * current.scale) / 2)
    schedule()
  }

  useLayoutEffect(() => {
    if (!placed) return
    if (current.name !== name) {
      current.name = name
      fit()
    }
    apply()
  }, [placed, name])

  useEffect(reveal, [selected?.id, selected?.x, selected?.y])

  useEffect(() => {
    const element = frame.current
    if (!element || !placed) return
    let from = null
    const down = (event) => {
      if (event.button !== 0 || event.target.closest('button, .minimap')) return
      from = { x: event.clientX, y: event.clientY, left: current.x, top: current.y }
      current.moved = false
    }
    const move = (event) => {
      if (!from) return
      const [dx, dy] = [event.clientX - from.x, event.clientY - from.y]
      if (!current.moved && Math.hypot(dx, dy) < dragFrom) return
      if (!current.moved) element.setPointerCapture(event.pointerId)
      current.moved = current.touched = true
      current.x = from.left + dx
      current.y = from.top + dy
      schedule()
    }
    const up = () => {
      from = null
      setTimeout(() => (current.moved = false)) // after the click
    }
    const wheel = (event) => {
      event.preventDefault()
      const { left, top } = room()
      zoomAt(Math.exp(-event.deltaY / 400), event.clientX - left, event.clientY - top)
    }
    const keys = (event) => {
      if (event.target.closest('input, textarea, select, dialog') || event.ctrlKey || event.metaKey || event.altKey) return
      if (event.key === 'f') fit()
      if (event.key === '+' || event.key === '=') zoom(1.25)
      if (event.key === '-') zoom(0.8)
    }
    element.addEventListener('pointerdown', down)
    element.addEventListener('pointermove', move)
    element.addEventListener('pointerup', up)
    element.addEventListener('pointercancel', up)
    element.addEventListener('wheel', wheel, { passive: false })
    addEventListener('keydown', keys)
    const resized = new ResizeObserver(() => {
      if (!current.touched) fit()
      reveal()
    })
    resized.observe(element)
    return () => {
      resized.disconnect()
      element.removeEventListener('pointerdown', down)
      element.removeEventListener('pointermove', move)
      element.removeEventListener('pointerup', up)
      element.removeEventListener('pointercancel', up)
      element.removeEventListener('wheel', wheel)
      removeEventListener('keydown', keys)
    }
  }, [!placed])

  return {
    layer, zoom, fit,
    moved: () => current.moved,
    /** seen returns the part of the drawing that is in view. */
    seen: () => {
      const { width, height } = room()
      return { x: -current.x / current.scale, y: -current.y / current.scale, width: width / current.scale, height: height / current.scale }
    },
    /** center moves a point of the drawing to the middle. */
    center: (x, y) => {
      const { width, height } = room()
      current.x = width / 2 - x * current.scale
      current.y = height / 2 - y * current.scale
      schedule()
    },
    /** follow calls a function when the view moves, until the function it returns is called. */
    follow: (listener) => {
      current.listeners.add(listener)
      return () => current.listeners.delete(listener)
    },
  }
}
