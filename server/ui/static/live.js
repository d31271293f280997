// The requests that the page sends by itself. The README says how they spare the server.
import { tenant } from './address.js'
import { mock } from './api.js'
import { worldOf } from './mesh/world.js'
import { state, update } from './store.js'

// Times in ms.
const collect = 120 // to wait for more changes after one
const manyEvents = 20 // in a second: the stream is left
const busyPause = 5000 // without a stream
const leastPause = 1000 // between two reads of the state
const pausePerResource = 0.5 // the same: some 60 times what the server needs for a resource
const failuresEvery = 10000 // the server looks at the whole journal
const clockEvery = 30000

let stream = null
let reading = false
let dirty = false // the state changed while it was read
let readTimer = 0
let resumeTimer = 0
let notBefore = 0 // when the state may be read again
let counted = { since: 0, events: 0 }
let lastFailure = 0
let analyses = 0

export function start() {
	for (const run of [readClock, readFaults, readEnvoys, resume]) run()
	readFailures(true)
	readInto('health', (health) => ({ health }))
	readInto('tenants', (tenants) => ({ defaults: tenants.default }))
	readInto('rules', ({ rules }) => ({ rules: new Map(rules.map((rule) => [rule.number, rule])) }))
	document.addEventListener('visibilitychange', () => (document.hidden ? pause() : resume()))
	every(failuresEvery, readFailures)
	every(clockEvery, readClock)
}

// Calls a function periodically while the page is visible, and returns one that ends this.
export function every(milliseconds, run) {
	const timer = setInterval(() => document.hidden || run(), milliseconds)
	return () => clearInterval(timer)
}

// Updates the state from a route. readState shows errors.
const readInto = (path, changes) => mock('GET', path).then((value) => update(changes(value)), () => {})

export const readClock = () => readInto('clock', (clock) => ({ clock: { ...clock, readAt: Date.now() } }))
export const readFaults = () => readInto('faults', ({ faults }) => ({ faults: faults || [] }))
export const readEnvoys = () => readInto('envoys', ({ envoys }) => ({ envoys: envoys || [] }))

function resume() {
	if (document.hidden) return
	openStream()
	readState(true)
}

function pause() {
	clearTimeout(readTimer)
	close()
	update({ live: 'connecting' })
}

function openStream() {
	close()
	counted = { since: Date.now(), events: 0 }
	stream = new EventSource('/_mock/events')
	stream.onopen = () => {
		if (state.live === 'lost') restarted()
		update({ live: 'live' })
	}
	stream.onerror = () => {
		update({ live: 'lost' })
		if (stream?.readyState === EventSource.CLOSED) resumeIn(busyPause)
	}
	for (const name of ['created', 'updated', 'deleted', 'tagged', 'reset']) stream.addEventListener(name, changed)
	stream.addEventListener('end', () => (update({ live: 'lost' }), resumeIn(busyPause)))
}

// Forgets the numbers of calls: the server may be another one, which counts from 1.
function restarted() {
	lastFailure = 0
	update({ restarts: state.restarts + 1, failures: 0 })
	readState()
}

function close() {
	clearTimeout(resumeTimer)
	stream?.close()
	stream = null
}

function resumeIn(milliseconds) {
	close()
	resumeTimer = setTimeout(resume, milliseconds)
}

function changed() {
	const now = Date.now()
	if (now - counted.since > 1000) counted = { since: now, events: 0 }
	if (++counted.events <= manyEvents) return readState()
	update({ live: 'busy' })
	resumeIn(Math.max(busyPause, notBefore - now))
}

// Reads the state soon, or at once if the user waits for it.
export function readState(atOnce) {
	dirty = true
	if (reading) return
	clearTimeout(readTimer)
	readTimer = setTimeout(read, atOnce ? 0 : Math.max(collect, notBefore - Date.now()))
}

async function read() {
	reading = true
	dirty = false
	try {
		update({ world: worldOf(await mock('GET', 'state')), worldError: null })
		if (state.findings) await readFindings()
		if (state.live === 'lost') openStream()
	} catch (error) {
		update({ worldError: error, live: 'lost' })
		resumeIn(busyPause)
	}
	notBefore = Date.now() + Math.max(leastPause, pausePerResource * (state.world?.total || 0))
	reading = false
	if (dirty) readState()
}

// Counts the refused calls since the user last looked at calls.
async function readFailures(first) {
	if (state.address.view === 'calls') return
	const { calls } = await mock('GET', 'calls', { query: { code: '*Exception', since: lastFailure } }).catch(() => ({ calls: [] }))
	if (!calls.length) return
	lastFailure = calls.at(-1).number
	update({ failures: calls.length + (first ? 0 : state.failures) })
}

export function seenFailures(upTo) {
	lastFailure = Math.max(lastFailure, upTo)
	update({ failures: 0 })
}

export async function readFindings() {
	const number = ++analyses
	const findings = await mock('GET', 'analyze', { query: tenant() }).then((result) => result.findings || [], (error) => error)
	if (number === analyses) update({ findings })
}

export function serverNow() {
	const { clock } = state
	if (!clock) return Date.now()
	return Date.parse(clock.now) + (clock.running ? Date.now() - clock.readAt : 0)
}
