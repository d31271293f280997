// The state of the page: one object, changed by update only.
import { useEffect, useState } from './html.js'

/** @typedef {{kind: string, names: string[], mesh: string, name: string, ref: string, spec: object,
 *   tags: {key: string, value: string}[], version: number, created: number, updated: number,
 *   uid: string, owner: string, meshOwner: string, region: string}} Resource */

export const state = {
  address: null, // of the page: see address.js
  theme: 'auto',
  world: null, // the state of the server: see mesh/world.js
  worldError: null, // why it could not be read
  live: 'connecting', // connecting, live, busy or lost
  defaults: { account: '', region: '' },
  health: null,
  clock: null, // {now, running, readAt}
  failures: 0, // calls that were refused since the journal was last looked at
  findings: null, // of all meshes; null until read, an Error if they cannot be
  faults: null,
  envoys: null,
  rules: null, // Map from number
  notices: [],
  dialog: null, // a function that renders the open dialog
}

const listeners = new Set()
let scheduled = false

/** update changes members of the state, and renders once what uses them. */
export function update(changes) {
  Object.assign(state, changes)
  if (scheduled) return
  scheduled = true
  queueMicrotask(() => {
    scheduled = false
    for (const listener of [...listeners]) listener()
  })
}

/** useStore returns the state, and renders again when one of the named members changes. */
export function useStore(...names) {
  const [, render] = useState(0)
  let last = names.map((name) => state[name])
  useEffect(() => {
    const listener = () => {
      if (names.every((name, i) => state[name] === last[i])) return
      last = names.map((name) => state[name])
      render((n) => n + 1)
    }
    listeners.add(listener)
    listener()
    return () => listeners.delete(listener)
  }, [])
  return state
}

let noticeNumber = 0

/** notify shows a text for a while: tone is done or error. */
export function notify(text, tone = 'done') {
  const number = ++noticeNumber
  update({ notices: [...state.notices.slice(-3), { number, text, tone }] })
  setTimeout(() => dismiss(number), tone === 'error' ? 12000 : 4000)
}

export function dismiss(number) {
  update({ notices: state.notices.filter((n) => n.number !== number) })
}

/** attempt runs an action, shows how it went, and returns whether it succeeded. */
export async function attempt(action, done) {
  try {
    await action()
    if (done) notify(done)
    return true
  } catch (error) {
    notify(`${error.code || ''} ${error.message}`.trim(), 'error')
    return false
  }
}
