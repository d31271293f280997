// The state of the page: one object, changed by update only.
import { useLayoutEffect, useState } from './html.js'

export const state = {
	address: null,
	theme: 'auto',
	world: null, // the state of the server
	worldError: null,
	live: 'connecting', // connecting, live, busy or lost
	defaults: { account: '', region: '' }, // of the server
	health: null,
	clock: null, // {now, running, readAt}
	restarts: 0, // of the stream, after it was lost
	failures: 0, // refused calls that the user has not seen
	findings: null, // of all meshes, or an Error
	faults: null,
	envoys: null,
	rules: null,
	notices: [],
	dialog: null, // a function that renders it
}

const users = new Set() // pairs of names of members and a function that renders

// Changes members of the state, and renders what uses them.
export function update(changes) {
	const changed = Object.keys(changes).filter((name) => state[name] !== changes[name])
	Object.assign(state, changes)
	for (const [names, render] of users) if (names.some((name) => changed.includes(name))) render({})
}

// Returns the state, and renders again when one of the named members changes.
export function useStore(...names) {
	const [, render] = useState()
	useLayoutEffect(() => {
		const user = [names, render]
		users.add(user)
		return () => users.delete(user)
	}, [])
	return state
}

let lastNotice = 0

// Shows a text for a while: tone is done or error.
export function notify(text, tone = 'done') {
	const number = ++lastNotice
	update({ notices: [...state.notices.slice(-3), { number, text, tone }] })
	setTimeout(dismiss, tone === 'error' ? 12000 : 4000, number)
}

export const dismiss = (number) => update({ notices: state.notices.filter((n) => n.number !== number) })

// Runs an action, shows how it went, and returns whether it succeeded.
export async function attempt(action, done) {
	try {
		await action()
		if (done) notify(done)
		return true
	} catch ({ code = '', message }) {
		notify(`${code} ${message}`.trim(), 'error')
		return false
	}
}
