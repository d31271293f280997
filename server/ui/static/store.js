// The state of the page: one object, changed by update only.
import { useEffect, useState } from './html.js'

/** @typedef {{kind: string, names: string[], mesh: string, name: string, ref: string, spec: object,
 *   tags: {key: string, value: string}[], version: number, created: number, updated: number,
 *   uid: string, owner: string, meshOwner: string, region: string}} Resource */

const initial = {
  address: null, // of the page: see address.js
  theme: 'auto',
  world: null, // the state of the server: see mesh/world.js
  worldError: '', // why it could not be read
  live: 'connecting', // connecting, live, busy or lost
  defaults: { account: '', region: '' },
  health: null,
  clock: null, // {now, running, readAt}
  failures: 0, // calls that were refused since the journal was last looked at
  findings: null, // of all meshes; null until read
  faults: null,
  envoys: null,
  rules: null, // Map from number
  notices: [],
  dialog: null, // a function that renders the open dialog
}

export const state = { ...initial }

const listeners = new Set()
let scheduled = false

/** update changes members of the state; those who use them are rendered once. */
export function update(changes) {
  Object.assign(state, changes)
  if (scheduled) return
  scheduled = true
  queueMicrotask(() => {
    scheduled = false
    for (const listener of [...listeners]) listener()
  })
}

/** useStore returns what select returns for the state, and renders again when that changes. */
export function useStore(select) {
  const [, render] = useState(0)
  const value = select(state)
  useEffect(() => {
    let last = value
    const listener = () => {
      const next = select(state)
      if (!Object.is(next, last)) {
        last = next
        render((n) => n + 1)
      }
    }
    listeners.add(listener)
    listener()
    return () => listeners.delete(listener)
  }, [])
  return value
}

let noticeNumber = 0

/** notify shows a text for a while: tone is done or error. */
export function notify(text, tone = 'done') {
  const notice = { number: ++noticeNumber, text, tone }
  update({ notices: [...state.notices.slice(-3), notice] })
  setTimeout(() => dismiss(notice.number), tone === 'error' ? 12000 : 4000)
}

export function dismiss(number) {
  update({ notices: state.notices.filter((n) => n.number !== number) })
}
