import { html } from '../html.js'

const circle = 'M8 2a6 6 0 100 12A6 6 0 008 2z'
const paths = {
	mesh: 'M8 1.8l5.4 3.1v6.2L8 14.2l-5.4-3.1V4.9zM8 8l5.4-3.1M8 8v6.2M8 8L2.6 4.9',
	virtualGateway: 'M6 2.5h7.5v11H6M1.5 8h8M7 5.2L9.8 8 7 10.8',
	gatewayRoute: 'M2 8h11M10 5l3 3-3 3M2 4.5v7',
	virtualService: 'M8 2.2a5.8 5.8 0 100 11.6A5.8 5.8 0 008 2.2zM8 5.6a2.4 2.4 0 100 4.8 2.4 2.4 0 000-4.8z',
	virtualRouter: 'M2 8h4l3-4.5h5M6 8l3 4.5h5M12 1.7l2 1.8-2 1.8M12 10.7l2 1.8-2 1.8',
	route: 'M3 12.5c6 0 4-9 9.7-9M10.5 1.5l2.2 2-2.2 2',
	virtualNode: 'M2.5 3h11v4h-11zM2.5 9h11v4h-11zM5 5h.1M5 11h.1',
	search: 'M7 2.5a4.5 4.5 0 100 9 4.5 4.5 0 000-9zM10.3 10.3l3.7 3.7',
	clock: circle + 'M8 4.6V8l2.4 1.6',
	calls: 'M2 4h12M2 8h12M2 12h7',
	faults: 'M9 1.5L3.5 9H8l-1 5.5L12.5 7H8z',
	envoys: 'M8 2v12M2.8 5l10.4 6M13.2 5L2.8 11',
	controls: 'M2 4.5h12M2 11.5h12M10.5 2.5v4M5.5 9.5v4',
	close: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
	plus: 'M8 3v10M3 8h10',
	minus: 'M3 8h10',
	fit: 'M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10',
	copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
	lock: 'M3.5 7h9v6.5h-9zM5.5 7V5a2.5 2.5 0 015 0v2',
	warning: 'M8 2l6.3 11.5H1.7zM8 6.5v3.2M8 11.5v.1',
	error: circle + 'M8 4.8v4M8 11v.1',
	info: circle + 'M8 7.4v4M8 5v.1',
	done: 'M3 8.5l3.4 3.4L13 4.6',
	down: 'M4 6l4 4 4-4',
	right: 'M6 4l4 4-4 4',
	theme: circle + 'M8 2v12',
	key: 'M2.5 4h11v8h-11zM5 9.8h6M5 6.6h.1M8 6.6h.1M11 6.6h.1',
	pause: 'M5.5 3v10M10.5 3v10',
	play: 'M4.5 2.8l8 5.2-8 5.2z',
}

// Draws an icon of 16 pixels. What it means stands beside it in words.
export const Icon = ({ name, size = 16, x, y }) =>
	html`<svg class=${'icon icon-' + name} width=${size} height=${size} x=${x} y=${y} viewBox="0 0 16 16" aria-hidden="true"><path d=${paths[name]} /></svg>`
