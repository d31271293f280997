import { html, useEffect, state, go, meshViews, toView, closeDrawer, Dialog, openDialog } from '../page.js'

const places = { m: 'map', r: 'resources', t: 'test', i: 'findings', c: 'calls', a: 'faults', e: 'envoys', o: 'controls' }

const texts = {
	'/': 'Search everything',
	'?': 'Show the keys',
	Esc: 'Close the detail, the menu or the dialog',
	'g, then m r t i': 'Go to map, resources, test, findings',
	'g, then c a e o': 'Go to calls, faults, envoys, controls',
	'f + −': 'Map: fit, zoom in, zoom out',
	o: 'Map: show or hide the outline',
	d: 'Map: show or hide dependencies',
	'Ctrl + Enter': 'Save in the editor',
}

const everywhere = {
	Escape: () => state.dialog || document.querySelector(':popover-open') || closeDrawer(),
	'?': showKeys,
	'/': (event) => (event.preventDefault(), document.getElementById('search').focus()),
}
const active = new Set([everywhere])
const pause = 1500 // ms in which a second key follows g
let goingUntil = 0

addEventListener('keydown', (event) => {
	const { key, timeStamp, target } = event
	if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
	if (target.closest('input, textarea, select, dialog') && key !== 'Escape') return
	const view = timeStamp < goingUntil && places[key]
	goingUntil = key === 'g' ? timeStamp + pause : 0
	if (!view) for (const actions of active) actions[key]?.(event)
	else if (state.address.mesh || !meshViews.includes(view)) go(toView(view))
})

// Runs actions when their keys are pressed outside of fields and dialogs.
export function useKeys(actions) {
	useEffect(() => {
		active.add(actions)
		return () => active.delete(actions)
	})
}

export function showKeys() {
	openDialog(() => html`<${Dialog} title="Keys"><dl class="facts">${Object.entries(texts).map(([keys, text]) => html`
		<div key=${keys}><dt><kbd>${keys}</kbd></dt><dd>${text}</dd></div>`)}</dl><//>`)
}
