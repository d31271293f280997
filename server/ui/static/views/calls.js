// The journal: the last calls as they come.
import { html, useEffect, useState } from '../html.js'
import { attempt, useStore } from '../store.js'
import { format, go, toView, withQuery } from '../address.js'
import { mock } from '../api.js'
import { seenFailures, serverNow } from '../live.js'
import { matcher } from '../frame/search.js'
import { confirm } from '../parts/dialog.js'
import { Button, Empty, Problem } from '../parts/basic.js'
import { Table } from '../parts/table.js'
import { clockTime, count, duration, iso, relative } from '../parts/text.js'

const every = 1000 // ms between two reads
const everyBusy = 5000 // the same while calls come faster than they can be read
const busyFrom = 200 // calls in one read
const most = 1000 // calls that the page keeps

export const failed = (call) => call.status < 200 || call.status > 299

export function messageOf(call) {
  try {
    return JSON.parse(call.response).message || ''
  } catch {
    return ''
  }
}

/** patterns returns a pattern for texts that contain a text. A text with * is a pattern already. */
const patterns = (text = '') => (!text || /[*,]/.test(text) ? text : `*${text}*`)

/** useCalls follows the journal, and returns the calls that the server's filters select. */
function useCalls({ operation, code, mesh, account }, paused) {
  const [result, setResult] = useState({ calls: [] })
  const [cleared, setCleared] = useState(0)
  const filters = { operation: patterns(operation), code, mesh: patterns(mesh), account: patterns(account) }
  const key = JSON.stringify([filters, cleared])
  useEffect(() => setResult({ calls: [] }), [key])
  useEffect(() => {
    if (paused) return
    let calls = result.key === key ? result.calls : []
    let timer
    let stopped = false
    const read = async () => {
      let pause = every
      try {
        const since = calls.at(-1)?.number
        const fresh = document.hidden ? [] : (await mock('GET', 'calls', { query: { ...filters, since } })).calls
        if (stopped) return
        calls = [...calls, ...fresh].slice(-most)
        if (fresh.length) seenFailures(fresh.at(-1).number)
        if (fresh.length > busyFrom && since) pause = everyBusy
        setResult((last) => (fresh.length || last.key !== key || last.error ? { calls, key } : last))
      } catch (error) {
        if (!stopped) setResult({ calls, error, key })
        pause = everyBusy
      }
      if (!stopped) timer = setTimeout(read, pause)
    }
    read()
    return () => {
      stopped = true
      clearTimeout(timer)
    }
  }, [paused, key])
  return { ...result, read: result.key === key, clear: () => setCleared((n) => n + 1) }
}

const target = (call) => [call.mesh, call.resource].filter(Boolean).join(' / ') || call.path

/** CallList is a table of calls. */
export function CallList({ calls, query = {}, selected }) {
  const now = serverNow()
  const columns = [
    { title: 'Time', cell: ({ time }) => html`<time class="mono" title=${`${iso(time)}, ${relative(Date.parse(time), now)}`}>${clockTime(time)}</time>` },
    { title: 'Operation', cell: (c) => c.operation || html`<span class="quiet">${c.method} (no operation)</span>` },
    { title: 'Target', style: 'wide', cell: (c) => html`<span class="mono cut" title=${target(c)}>${target(c)}</span>${failed(c) && html`<span class="call-message" title=${messageOf(c)}>${c.code} ${messageOf(c)}</span>`}` },
    { title: 'Status', style: 'number', cell: (c) => html`<span class=${failed(c) ? 'bad' : ''}>${c.status || 'cut'}</span>` },
    { title: 'Took', style: 'number minor', cell: (c) => duration(c.durationSeconds) },
    { title: 'Marks', style: 'minor', cell: ({ rule, fault, ignored }) => html`<span class="tags">
      ${rule > 0 && html`<span class="tag" title="The rule that was broken">rule ${rule}</span>`}
      ${fault && html`<span class="tag warn" title=${fault}>fault</span>`}
      ${ignored && html`<span class="tag warn" title=${'Members that were ignored: ' + ignored.join(', ')}>${ignored.length} ignored</span>`}</span>` },
  ]
  return html`<${Table} label="Calls" columns=${columns} rows=${calls} keyOf=${(c) => c.number} selected=${selected}
    linkOf=${(c) => format({ view: 'calls', call: c.number, query })} classOf=${(c) => failed(c) && 'failed'} />`
}

const results = [['', 'All results'], ['-', 'Successes'], ['*Exception', 'Refused']]

export function CallsView() {
  const { query, call } = useStore('address').address
  const [paused, setPaused] = useState(false)
  const { calls, read, error, clear } = useCalls(query, paused)
  const fits = matcher(query.text || '')
  const shown = calls.filter((c) => fits(JSON.stringify(c))).reverse()
  const set = (name) => (event) => go(withQuery({ [name]: event.target.value }), true)
  const filter = (name, title, placeholder = title) => html`<input type="search" aria-label=${title} placeholder=${placeholder} value=${query[name] || ''} onInput=${set(name)} />`
  const filtered = ['text', 'operation', 'code', 'mesh', 'account'].some((name) => query[name])
  const codes = [...new Set([...calls.map((c) => c.code), query.code])].filter((code) => code && !results.some(([known]) => known === code)).sort()
  const empty = () => confirm({
    title: 'Clear the journal?', action: 'Clear', effects: ['All calls are removed from the journal, for everyone.', 'Resources and faults stay.'],
    run: async () => (await attempt(() => mock('DELETE', 'calls'))) && clear(),
  })
  return html`<section class="page list-view"><div class="bar"><h1>Calls</h1>
      <span class="quiet space" role="status">${count(shown.length, 'call')}</span>
      <${Button} icon=${paused ? 'play' : 'pause'} aria-pressed=${String(paused)} onClick=${() => setPaused(!paused)}>${paused ? 'Continue' : 'Pause'}<//>
      <${Button} onClick=${empty}>Clear<//></div>
    <div class="bar filters">
      ${filter('text', 'Text', 'Text anywhere')}${filter('operation', 'Operation')}
      <select aria-label="Result" value=${query.code || ''} onChange=${set('code')}>${[...results, ...codes.map((code) => [code, code])].map(([value, text]) => html`
        <option key=${value} value=${value} selected=${value === (query.code || '')}>${text}</option>`)}</select>
      ${filter('mesh', 'Mesh')}${filter('account', 'Account')}
      ${filtered && html`<${Button} onClick=${() => go(toView('calls'), true)}>No filter<//>`}</div>
    ${error && html`<${Problem} error=${error} what="Reading the calls" />`}
    ${shown.length > 0 && html`<${CallList} calls=${shown} query=${query} selected=${call} />`}
    ${read && !error && !shown.length && html`<${Empty} icon="calls" title=${filtered ? 'No call fits the filter' : 'No calls yet'}>
      <p>${filtered ? 'Change the filter to see more.' : 'What clients ask of App Mesh appears here at once. The journal keeps the last calls only.'}</p><//>`}
  </section>`
}
