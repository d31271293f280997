// Keeps the page up to date: the requests that the page sends by itself.
//
// The page must not slow the server: changes are collected before the state is read again, a
// stream with many events is left for a while, reading never takes more than a small share of
// the time, and a hidden page reads nothing.
import { mock } from './api.js'
import { state, update } from './store.js'
import { worldOf } from './mesh/world.js'

const collect = 120 // ms to wait for more changes after one
const manyEvents = 20 // in a second: the stream is left
const busyPause = 5000 // ms without a stream
const leastPause = 1000 // ms between two reads of the state
const pausePerResource = 0.5 // ms between two reads of the state: some 60 times what the server needs for a resource
const failuresEvery = 10000 // ms: the server looks at the whole journal
const clockEvery = 30000 // ms

let stream = null
let reading = false
let dirty = false
let readTimer = 0
let resumeTimer = 0
let notBefore = 0
let counted = { since: 0, events: 0 }
let lastFailure = 0
let analyses = 0

export function start() {
  readClock()
  readFailures(true)
  readFindings()
  readFaults()
  readEnvoys()
  readInto('health', (health) => ({ health }))
  readInto('tenants', (tenants) => ({ defaults: tenants.default }))
  readInto('rules', ({ rules }) => ({ rules: new Map(rules.map((rule) => [rule.number, rule])) }))
  resume()
  document.addEventListener('visibilitychange', () => (document.hidden ? pause() : resume()))
  every(failuresEvery, readFailures)
  every(clockEvery, readClock)
}

/** every calls a function periodically while the page is visible. It returns a function that ends this. */
export function every(milliseconds, run) {
  const timer = setInterval(() => document.hidden || run(), milliseconds)
  return () => clearInterval(timer)
}

/** readInto updates the state from the response of a route. It ignores errors. */
async function readInto(path, changes) {
  try {
    update(changes(await mock('GET', path)))
  } catch {} // readState reports that the server does not respond
}

export const readClock = () => readInto('clock', (clock) => ({ clock: { ...clock, readAt: Date.now() } }))
export const readFaults = () => readInto('faults', ({ faults }) => ({ faults: faults || [] }))
export const readEnvoys = () => readInto('envoys', ({ envoys }) => ({ envoys: envoys || [] }))

function resume() {
  if (document.hidden) return
  openStream()
  readState(true)
}

function pause() {
  clearTimeout(resumeTimer)
  clearTimeout(readTimer)
  stream?.close()
  stream = null
  update({ live: 'connecting' })
}

function openStream() {
  stream?.close()
  counted = { since: Date.now(), events: 0 }
  stream = new EventSource('/_mock/events')
  stream.onopen = () => update({ live: 'live' })
  stream.onerror = () => {
    update({ live: 'lost' })
    if (stream?.readyState === EventSource.CLOSED) later(busyPause)
  }
  for (const name of ['created', 'updated', 'deleted', 'tagged', 'reset']) stream.addEventListener(name, changed)
  stream.addEventListener('end', () => later(busyPause))
}

/** later closes the stream, and opens it again after a pause. */
function later(milliseconds) {
  stream?.close()
  stream = null
  clearTimeout(resumeTimer)
  resumeTimer = setTimeout(resume, milliseconds)
}

function changed() {
  const now = Date.now()
  if (now - counted.since > 1000) counted = { since: now, events: 0 }
  if (++counted.events <= manyEvents) return readState()
  update({ live: 'busy' })
  later(Math.max(busyPause, notBefore - now))
}

/** readState reads the state soon, or at once if the user waits for it. */
export function readState(atOnce = false) {
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
    later(busyPause)
  }
  notBefore = Date.now() + Math.max(leastPause, pausePerResource * (state.world?.total || 0))
  reading = false
  if (dirty) readState()
}

/** readFailures counts the calls that were refused since the calls were last looked at. */
async function readFailures(first = false) {
  if (state.address.view === 'calls') return
  const { calls } = await mock('GET', 'calls', { query: { code: '*Exception', since: lastFailure || '' } }).catch(() => ({ calls: [] }))
  if (!calls.length) return
  lastFailure = calls.at(-1).number
  update({ failures: calls.length + (first ? 0 : state.failures) })
}

export function seenFailures(upTo) {
  lastFailure = Math.max(lastFailure, upTo)
  if (state.failures) update({ failures: 0 })
}

/** readFindings analyzes all meshes of the tenant. */
export async function readFindings() {
  const number = ++analyses
  const found = mock('GET', 'analyze', { query: tenantQuery() }).then(({ findings }) => findings || [])
  const findings = await found.catch((error) => error)
  if (number === analyses) update({ findings })
}

/** serverNow returns the time by the server's clock, in milliseconds. */
export function serverNow() {
  const { clock } = state
  if (!clock) return Date.now()
  return Date.parse(clock.now) + (clock.running ? Date.now() - clock.readAt : 0)
}

/** tenantQuery returns account and region for admin routes, empty for the server's own. */
export function tenantQuery() {
  const [account = '', region = ''] = (state.address.query.as || '').split('/')
  return { account, region }
}
