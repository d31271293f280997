// What keeps the page up to date. All timers and requests that nobody asked for are here.
//
// The page must not slow the server: changes are collected before the state is read again, a
// stream with many events is left for a while, reading never takes more than a small share of
// the time, and a hidden page reads nothing.
import { mock } from './api.js'
import { state, update, notify } from './store.js'
import { worldOf } from './mesh/world.js'

const collect = 120 // ms to wait for more changes after one
const manyEvents = 60 // in a second: the stream is left
const busyPause = 3000 // ms without a stream
const pausePerResource = 0.5 // ms between two reads of the state: some 60 times what the server needs for one resource
const failuresEvery = 5000 // ms
const clockEvery = 30000 // ms

let stream = null
let reading = false
let dirty = false
let readTimer = 0
let resumeTimer = 0
let notBefore = 0
let counted = { since: 0, events: 0 }

export function start() {
  readOnce()
  resume()
  document.addEventListener('visibilitychange', () => (document.hidden ? pause() : resume()))
  setInterval(() => document.hidden || readFailures(), failuresEvery)
  setInterval(() => document.hidden || readClock(), clockEvery)
}

async function readOnce() {
  readClock()
  readFailures(true)
  readFindings()
  readFaults()
  mock('GET', 'health').then((health) => update({ health }), ignore)
  mock('GET', 'tenants').then((answer) => update({ defaults: answer.default }), ignore)
  mock('GET', 'rules').then(({ rules }) => update({ rules: new Map(rules.map((rule) => [rule.number, rule])) }), ignore)
  mock('GET', 'envoys').then(({ envoys }) => update({ envoys }), ignore)
}

function ignore() {} // a page without it is of use, and the view that needs it says so

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
  if (++counted.events > manyEvents) {
    update({ live: 'busy' })
    later(Math.max(busyPause, notBefore - now))
    return
  }
  readState()
}

/** readState reads the state: soon, and at once if a person waits for it. */
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
    const document = await mock('GET', 'state')
    update({ world: worldOf(document), worldError: '' })
    if (state.findings) await readFindings()
    if (state.live === 'lost') openStream()
  } catch (error) {
    update({ worldError: error.message, live: 'lost' })
    later(busyPause)
  }
  notBefore = Date.now() + pausePerResource * (state.world?.total || 0)
  reading = false
  if (dirty) readState()
}

let lastFailure = 0

/** readFailures counts the calls that were refused since the calls were last looked at. */
async function readFailures(first = false) {
  if (state.address?.view === 'calls') return
  try {
    const { calls } = await mock('GET', 'calls', { query: { code: '*Exception', since: lastFailure || '' } })
    if (!calls.length) return
    lastFailure = calls.at(-1).number
    update({ failures: first ? calls.length : state.failures + calls.length })
  } catch {} // the next time may do better
}

export function seenFailures(upTo) {
  lastFailure = Math.max(lastFailure, upTo)
  if (state.failures) update({ failures: 0 })
}

export async function readClock() {
  try {
    const clock = await mock('GET', 'clock')
    update({ clock: { ...clock, readAt: Date.now() } })
  } catch {} // the frame shows no time
}

/** serverNow returns the time by the server's clock, in milliseconds. */
export function serverNow() {
  const { clock } = state
  if (!clock) return Date.now()
  return Date.parse(clock.now) + (clock.running ? Date.now() - clock.readAt : 0)
}

export async function readFaults() {
  try {
    update({ faults: (await mock('GET', 'faults')).faults || [] })
  } catch (error) {
    notify(error.message, 'error')
  }
}

let findingsBegun = 0

/** readFindings analyzes all meshes of the tenant. findings is an Error if the server cannot. */
export async function readFindings() {
  const begun = ++findingsBegun
  if (state.findings instanceof Error && state.findings.absent) return
  let findings
  try {
    findings = (await mock('GET', 'analyze', { query: tenantQuery() })).findings || []
  } catch (error) {
    findings = error
  }
  if (begun === findingsBegun) update({ findings })
}

/** tenantQuery returns account and region for admin routes, empty for the server's own. */
export function tenantQuery() {
  const [account = '', region = ''] = (state.address?.query.as || '').split('/')
  return { account, region }
}
