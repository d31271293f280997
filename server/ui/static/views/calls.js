// The journal: the last calls as they come, and the detail of one.
import { html, useEffect, useMemo, useRef, useState } from '../html.js'
import { useStore, notify } from '../store.js'
import { format, go, toView, withQuery } from '../address.js'
import { mock } from '../api.js'
import { readFaults, seenFailures, serverNow } from '../live.js'
import { callAsCommand, callAsCurl } from '../copy/aws.js'
import { confirm } from '../parts/dialog.js'
import { Drawer } from '../parts/drawer.js'
import { Empty, Menu, Problem, copy } from '../parts/form.js'
import { Icon } from '../parts/icon.js'
import { Json, dotted, pretty, violationsOf } from '../parts/json.js'
import { RuleText } from '../parts/rule.js'
import { Table } from '../parts/table.js'
import { clockTime, count, duration, iso, relative } from '../parts/text.js'

const every = 1000 // ms between two reads
const everyBusy = 5000 // the same while calls come faster than they can be read
const busyFrom = 200 // calls in one read
const most = 1000 // calls that the page keeps

const filterNames = ['text', 'operation', 'code', 'mesh', 'account']
const failed = (call) => call.status < 200 || call.status > 299

/** useCalls follows the journal. lost is the number of calls that came too fast to be read. */
function useCalls(paused) {
  const [result, setResult] = useState({ calls: [], lost: 0, read: false, error: null })
  const latest = useRef(result)
  const clear = () => setResult((latest.current = { ...latest.current, calls: [], lost: 0 }))
  useEffect(() => {
    if (paused) return
    let stopped = false
    let timer
    const read = async () => {
      const { calls } = latest.current
      let pause = every
      if (!document.hidden) {
        try {
          const since = calls.at(-1)?.number
          const fresh = (await mock('GET', 'calls', { query: { since } })).calls
          if (stopped) return
          const lost = since && fresh.length ? Math.max(0, fresh[0].number - since - 1) : 0
          if (fresh.length || !latest.current.read || latest.current.error) {
            const from = latest.current.calls === calls ? calls : []
            latest.current = { calls: [...from, ...fresh].slice(-most), lost: latest.current.lost + lost, read: true, error: null }
            setResult(latest.current)
            if (fresh.length) seenFailures(fresh.at(-1).number)
          }
          if (fresh.length > busyFrom && since) pause = everyBusy
        } catch (error) {
          if (!stopped) setResult((latest.current = { ...latest.current, read: true, error }))
          pause = everyBusy
        }
      }
      if (!stopped) timer = setTimeout(read, pause)
    }
    read()
    return () => {
      stopped = true
      clearTimeout(timer)
    }
  }, [paused])
  return { ...result, clear }
}

/** glob reports whether a text fits a pattern with * as in the journal's filters. */
function glob(pattern, text) {
  return pattern.split(',').some((each) => {
    const parts = each.trim().toLowerCase().split('*')
    const rest = text.toLowerCase()
    if (parts.length === 1) return rest.includes(parts[0])
    let at = 0
    for (const [i, part] of parts.entries()) {
      const found = rest.indexOf(part, at)
      if (found < 0 || (i === 0 && found > 0)) return false
      at = found + part.length
    }
    return parts.at(-1) === '' || rest.endsWith(parts.at(-1))
  })
}

function fits(call, query) {
  if (query.operation && !glob(query.operation, call.operation)) return false
  if (query.code === '-' ? failed(call) : query.code && (!failed(call) || !glob(query.code, call.code || String(call.status)))) return false
  if (query.mesh && !glob(query.mesh, call.mesh || '')) return false
  if (query.account && !glob(query.account, call.account)) return false
  return !query.text || JSON.stringify(call).toLowerCase().includes(query.text.toLowerCase())
}

const target = (call) => [call.mesh, call.resource].filter(Boolean).join(' / ') || call.path

const messageOf = (call) => {
  try {
    return JSON.parse(call.answer).message || ''
  } catch {
    return ''
  }
}

/** detailOf returns the address of a call's detail. */
const detailOf = (call, query) => format({ view: 'calls', call: call.number, query })

/** CallList is a table of calls. */
export function CallList({ calls, query = {}, selected }) {
  const now = serverNow()
  const columns = [
    { name: 'time', title: 'Time', cell: (c) => html`<time class="mono" title=${`${iso(c.time)}, ${relative(Date.parse(c.time), now)}`}>${clockTime(c.time)}</time>` },
    { name: 'operation', title: 'Operation', cell: (c) => c.operation || html`<span class="quiet">${c.method} (no operation)</span>` },
    { name: 'target', title: 'Target', wide: true, cell: (c) => html`<span class="mono cut" title=${target(c)}>${target(c)}</span>` },
    { name: 'status', title: 'Status', number: true, cell: (c) => html`<span class=${failed(c) ? 'bad' : ''}>${c.status || 'cut'}</span>` },
    { name: 'took', title: 'Took', number: true, cell: (c) => duration(c.durationSeconds) },
    { name: 'marks', title: 'Marks', cell: (c) => html`<span class="tags">${c.rule > 0 && html`<span class="tag" title="The rule that was broken">rule ${c.rule}</span>`}${c.fault && html`<span class="tag warn" title=${c.fault}>fault</span>`}${c.ignored?.length > 0 && html`<span class="tag warn" title=${'Members that were ignored: ' + c.ignored.join(', ')}>${c.ignored.length} ignored</span>`}</span>` },
  ]
  const below = { column: 2, cell: (c) => failed(c) && (c.code || messageOf(c)) && html`<span class="call-message" title=${messageOf(c)}>${c.code} ${messageOf(c)}</span>` }
  return html`<${Table} label="Calls" columns=${columns} rows=${calls} keyOf=${(c) => c.number} linkOf=${(c) => detailOf(c, query)} selected=${selected} classOf=${(c) => (failed(c) ? 'failed' : '')} below=${below} />`
}

export function CallsView() {
  const address = useStore((s) => s.address)
  const [paused, setPaused] = useState(false)
  const { calls, lost, read, error, clear } = useCalls(paused)
  const { query } = address
  const shown = useMemo(() => calls.filter((c) => fits(c, query)).reverse(), [calls, query])
  const set = (name) => (event) => go(withQuery({ [name]: event.target.value }), true)
  const filtered = filterNames.some((name) => query[name])
  const empty = () => confirm({
    title: 'Clear the journal?', action: 'Clear', effects: [`${count(calls.length, 'call')} and all others of the journal are removed, for everyone.`, 'Resources and faults stay.'],
    run: async () => {
      try {
        await mock('DELETE', 'calls')
        clear()
      } catch (e) {
        notify(e.message, 'error')
      }
    },
  })
  return html`<section class="page list-view"><div class="bar"><h1>Calls</h1>
      <span class="quiet" role="status">${filtered ? `${shown.length} of ${calls.length}` : count(calls.length, 'call')}${lost > 0 ? `, ${lost.toLocaleString('en')} came too fast to be read` : ''}</span>
      <span class="space"></span>
      <button type="button" class="button" aria-pressed=${paused ? 'true' : 'false'} onClick=${() => setPaused(!paused)}><${Icon} name=${paused ? 'play' : 'pause'} />${paused ? 'Continue' : 'Pause'}</button>
      <button type="button" class="button" onClick=${empty}>Clear</button></div>
    <div class="bar filters">
      <input type="search" aria-label="Text" placeholder="Text anywhere" value=${query.text || ''} onInput=${set('text')} />
      <input type="search" aria-label="Operation" placeholder="Operation" value=${query.operation || ''} onInput=${set('operation')} />
      <select aria-label="Result" value=${query.code || ''} onChange=${set('code')}>${[['', 'All results'], ['-', 'Successes'], ['*', 'Refused'], ...codesOf(calls)].map(([value, text]) => html`<option key=${value} value=${value} selected=${value === (query.code || '')}>${text}</option>`)}</select>
      <input type="search" aria-label="Mesh" placeholder="Mesh" value=${query.mesh || ''} onInput=${set('mesh')} />
      <input type="search" aria-label="Account" placeholder="Account" value=${query.account || ''} onInput=${set('account')} />
      ${filtered && html`<button type="button" class="button" onClick=${() => go(toView('calls'), true)}>No filter</button>`}</div>
    ${error && html`<${Problem} error=${error} what="Reading the calls" />`}
    ${shown.length ? html`<${CallList} calls=${shown} query=${query} selected=${address.call} />` : read && !error && html`<${Empty} icon="calls" title=${calls.length ? 'No call fits the filter' : 'No calls yet'}><p>${calls.length ? 'Change the filter to see more.' : 'What clients ask of App Mesh appears here at once. The journal keeps the last calls only.'}</p><//>`}
  </section>`
}

const codesOf = (calls) => [...new Set(calls.map((c) => c.code).filter(Boolean))].sort().map((code) => [code, code])

export function CallDrawer() {
  const address = useStore((s) => s.address)
  const [result, setResult] = useState(null)
  useEffect(() => {
    mock('GET', 'calls', { query: { since: address.call - 1 } }).then(({ calls }) => setResult({ call: calls.find((c) => c.number === address.call) }), (error) => setResult({ error }))
  }, [address.call])
  if (!result) return html`<${Drawer} label="Call" title=${'Call ' + address.call}><p class="waiting" role="status">Reading…</p><//>`
  if (result.error) return html`<${Drawer} label="Call" title=${'Call ' + address.call}><${Problem} error=${result.error} what="Reading the call" /><//>`
  const { call } = result
  if (!call) return html`<${Drawer} label="Call" title=${'Call ' + address.call}><${Empty} icon="calls" title="Not in the journal"><p>The journal keeps the last calls only, or it was cleared.</p><//><//>`
  return html`<${Drawer} label="Call" title=${call.operation || call.method + ' ' + call.path} actions=${html`<${CallActions} call=${call} />`}><${CallDetail} call=${call} /><//>`
}

function CallActions({ call }) {
  const endpoint = location.origin
  const command = callAsCommand(call, endpoint)
  const again = async () => {
    try {
      await mock('POST', 'faults', { json: { operation: call.operation, ...(call.mesh && { mesh: call.mesh }), ...(call.resource && { resource: call.resource }), account: call.account, region: call.region, ...outcomeOf(call), first: 1 } })
      notify(`The next ${call.operation} like this will fail`)
      readFaults()
    } catch (error) {
      notify(error.message, 'error')
    }
  }
  return html`<${Menu} label="Copy" icon="copy" items=${[
      ...(command ? [{ text: 'aws command', run: () => copy(command, 'aws command') }] : []),
      { text: 'curl command', run: () => copy(callAsCurl(call, endpoint), 'curl command') },
      { text: 'JSON', run: () => copy(JSON.stringify(call, null, 2), 'Call') },
      { text: 'Link', run: () => copy(location.href, 'Link') },
    ]} />
    ${call.operation && html`<button type="button" class="button" title="Puts a fault in place for the next call of this operation on this resource" onClick=${again}><${Icon} name="faults" />Fail the next one</button>`}`
}

/** outcomeOf returns the outcome of a fault like a call's: its exception, else that the service
 * is unavailable. */
const outcomeOf = (call) => (call.code?.endsWith('Exception') && declared.includes(call.code) ? { code: call.code } : { code: 'ServiceUnavailableException' })

const declared = ['BadRequestException', 'ConflictException', 'ForbiddenException', 'InternalServerErrorException', 'LimitExceededException', 'NotFoundException', 'ResourceInUseException', 'ServiceUnavailableException', 'TooManyRequestsException', 'TooManyTagsException', 'AccessDeniedException']

function CallDetail({ call }) {
  const message = messageOf(call)
  const request = call.requestBase64 ? `(not text, as base64)\n${call.requestBase64}` : pretty(call.request || '')
  const answer = call.answerBase64 ? `(not text, as base64)\n${call.answerBase64}` : pretty(call.answer || '')
  const remarks = [
    ...(failed(call) ? violationsOf(message) : []),
    ...(call.ignored || []).map((path) => ({ path: dotted(path), message: 'ignored', tone: 'warning' })),
  ]
  return html`<div class="panel">
    <dl class="facts">
      <div><dt>Status</dt><dd class=${failed(call) ? 'bad' : ''}>${call.status || 'connection cut'} ${call.code}</dd></div>
      <div><dt>Time</dt><dd><time title=${relative(Date.parse(call.time), serverNow())}>${call.time}</time></dd></div>
      <div><dt>Took</dt><dd>${duration(call.durationSeconds)}</dd></div>
      <div><dt>Request</dt><dd class="mono break">${call.method} ${call.path}</dd></div>
      <div><dt>Caller</dt><dd class="mono">${call.account} · ${call.region}</dd></div>
      <div><dt>Request id</dt><dd class="mono break">${call.requestId}</dd></div>
      ${call.fault && html`<div><dt>Fault</dt><dd>${call.fault}</dd></div>`}
      ${call.ignored?.length > 0 && html`<div><dt>Ignored</dt><dd class="mono break">${call.ignored.join(', ')}</dd></div>`}
    </dl>
    ${call.hint && html`<p class="hint"><${Icon} name="info" /><span>${call.hint}</span></p>`}
    ${call.rule > 0 && html`<${RuleText} number=${call.rule} />`}
    <div class="sides">
      <section aria-label="Request"><h3>Request</h3>${request ? html`<${Json} text=${request} remarks=${remarks} label="Body of the request" />` : html`<p class="quiet">No body</p>`}</section>
      <section aria-label="Response"><h3>Response</h3>${answer ? html`<${Json} text=${answer} label="Body of the response" />` : html`<p class="quiet">No body</p>`}</section>
    </div></div>`
}
