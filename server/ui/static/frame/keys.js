// Keys that work everywhere.
import { html } from '../html.js'
import { closed, go, toView } from '../address.js'
import { state } from '../store.js'
import { Dialog, openDialog } from '../parts/dialog.js'

const places = { m: 'map', r: 'resources', t: 'test', i: 'findings', c: 'calls', a: 'faults', e: 'envoys', o: 'controls' }

const texts = [
  ['/', 'Search everything'],
  ['?', 'Show the keys'],
  ['Esc', 'Close the detail, the menu or the dialog'],
  ['g, then m r t i', 'Go to map, resources, test, findings'],
  ['g, then c a e o', 'Go to calls, faults, envoys, controls'],
  ['↑ ↓', 'Move in a table, a list or a menu'],
  ['← →', 'Close and open an entry of the outline; move between tabs'],
  ['f  +  −', 'Map: fit, zoom in, zoom out'],
  ['o', 'Map: show or hide the outline'],
  ['d', 'Map: show or hide dependencies'],
  ['Ctrl + Enter', 'Save in the editor'],
]

let goingUntil = 0

export function followKeys() {
  addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Escape' && !state.dialog) return closeDrawer()
    if (event.target.closest('input, textarea, select, dialog')) return
    if (event.timeStamp < goingUntil && places[event.key]) {
      goingUntil = 0
      const view = places[event.key]
      if (state.address.mesh || !['map', 'resources', 'test', 'findings'].includes(view)) go(toView(view))
    } else if (event.key === 'g') goingUntil = event.timeStamp + 1500
    else if (event.key === '?') showKeys()
    else if (event.key === '/') {
      event.preventDefault()
      document.getElementById('search').focus()
    }
  })
}

let opener = null

/** rememberOpener keeps what had the focus when the drawer opened. */
export function rememberOpener() {
  if (!document.activeElement?.closest('.drawer')) opener = document.activeElement
}

export function closeDrawer() {
  if (!state.address.kind && !state.address.call) return
  go(closed())
  if (opener?.isConnected) opener.focus()
}

export function showKeys() {
  openDialog(() => html`<${Dialog} title="Keys"><dl class="keys-list">${texts.map(([keys, text]) => html`<div key=${keys}><dt><kbd>${keys}</kbd></dt><dd>${text}</dd></div>`)}</dl><//>`)
}
