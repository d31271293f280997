import { useLayoutEffect, useRef } from '../html.js'

const least = 0.08
const most = 2.5
const readable = 0.5 // a smaller scale cannot be read
const beginning = 0.75 // the scale of a drawing that is too large to fit
const room = 24 // pixels around the drawing
const dragFrom = 4 // pixels: less is a click

// Returns functions that zoom a drawing, and the handlers of its frame, which scrolls. It changes the
// size of the drawing itself: nothing is rendered. The drawing fits the frame until it is zoomed.
export function useZoom(frame, drawing, size, name) {
	const at = useRef({ scale: 1, fits: true, drag: null }).current
	const show = (scale) => {
		at.scale = Math.min(most, Math.max(least, scale))
		for (const side of ['width', 'height']) drawing.current.setAttribute(side, size[side] * at.scale)
	}
	const fit = () => {
		if (!size) return
		const { clientWidth, clientHeight } = frame.current
		const scale = Math.min(1.1, (clientWidth - room) / size.width, (clientHeight - 2 * room) / size.height)
		show(scale < readable ? beginning : scale)
		at.fits = true
	}
	// Keeps the point at x and y of the frame where it is.
	const zoom = (factor, x = frame.current.clientWidth / 2, y = frame.current.clientHeight / 2) => {
		if (!size) return
		const { scrollLeft, scrollTop } = frame.current
		const before = at.scale
		show(before * factor)
		at.fits = false
		const grown = at.scale / before
		frame.current.scrollTo((scrollLeft + x) * grown - x, (scrollTop + y) * grown - y)
	}

	useLayoutEffect(() => {
		if (at.name !== name) at.fits = true
		if (!size) return
		at.name = name
		at.fits ? fit() : show(at.scale)
		const resized = new ResizeObserver(() => at.fits && fit())
		resized.observe(frame.current)
		return () => resized.disconnect()
	}, [size, name])

	const release = () => (at.drag = null)
	return { zoom, fit, handlers: {
		onWheel: (event) => {
			event.preventDefault()
			const { left, top } = frame.current.getBoundingClientRect()
			zoom(Math.exp(-event.deltaY / 400), event.clientX - left, event.clientY - top)
		},
		onPointerDown: ({ button, pointerType, clientX, clientY, target }) => {
			if (button || pointerType !== 'mouse' || target.closest('button')) return // a finger scrolls by itself
			at.drag = { x: clientX + frame.current.scrollLeft, y: clientY + frame.current.scrollTop, clientX, clientY }
		},
		onPointerMove: ({ clientX, clientY, pointerId }) => {
			if (!at.drag || Math.hypot(clientX - at.drag.clientX, clientY - at.drag.clientY) < dragFrom) return
			at.drag.clientX = -Infinity // from now on each move counts
			frame.current.setPointerCapture(pointerId) // so that the end of the drag is no click on a box
			frame.current.scrollTo(at.drag.x - clientX, at.drag.y - clientY)
		},
		onPointerUp: release,
		onPointerCancel: release,
	} }
}
