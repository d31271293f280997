// Faults: the calls that fail on purpose.
import { html, useEffect, useState } from '../html.js'
import { attempt, notify, useStore } from '../store.js'
import { mock } from '../api.js'
import { every, readFaults } from '../live.js'
import { Button, Check, Choice, Empty, Field, Problem, useRead } from '../parts/basic.js'
import { Table } from '../parts/table.js'
import { count } from '../parts/text.js'

const pause = 2000 // ms between two reads of the counters

/** codes are the exceptions that a fault can have. */
export const codes = ['TooManyRequests', 'ServiceUnavailable', 'InternalServerError', 'LimitExceeded', 'AccessDenied', 'BadRequest', 'Conflict', 'Forbidden', 'NotFound', 'ResourceInUse', 'TooManyTags'].map((name) => name + 'Exception')

export function FaultsView() {
  const { faults } = useStore('faults')
  const { profiles = [] } = useRead(() => mock('GET', 'faults/profiles')).value || {}
  useEffect(() => (readFaults(), every(pause, readFaults)), [])
  const act = (method, path, done) => attempt(() => mock(method, path), done).then(readFaults)
  const columns = [
    { title: 'Name', style: 'mono', cell: (f) => f.name }, { title: 'What it does', style: 'wide', cell: describe },
    { title: 'Matched', style: 'number', cell: (f) => f.matched }, { title: 'Applied', style: 'number', cell: (f) => f.applied },
    { title: 'Action', cell: (f) => html`<${Button} aria-label=${`Remove ${f.name}`} onClick=${() => act('DELETE', 'faults/' + f.number, 'The fault was removed')}>Remove<//>` },
  ]
  return html`<section class="page list-view"><div class="bar"><h1>Faults</h1><span class="quiet space" role="status">${faults && count(faults.length, 'fault') + ' active'}</span>
      ${profiles.map((p) => html`<${Button} key=${p.name} title=${p.faults.map(describe).join('\n')} onClick=${() => act('POST', 'faults/profiles/' + p.name, `Profile ${p.name} is active`)}>Profile ${p.name}<//>`)}
      ${faults?.length > 0 && html`<${Button} tone="danger" onClick=${() => act('DELETE', 'faults', 'All faults were removed')}>Remove all<//>`}</div>
    ${faults?.length > 0 && html`<${Table} label="Faults" columns=${columns} rows=${faults} keyOf=${(f) => f.number} />`}
    ${faults?.length === 0 && html`<${Empty} icon="faults" title="No faults"><p>All calls get App Mesh's responses. Add a fault below, or choose a profile.</p><//>`}
    <${FaultForm} /></section>`
}

/** describe writes a fault as a sentence. */
function describe(f) {
  const cut = { before: 'connection cut before the response', middle: 'connection cut in the middle of the response' }[f.cut]
  const isSet = (delay) => delay && delay !== '0s'
  const upTo = isSet(f.delayUpTo) ? ' to ' + f.delayUpTo : ''
  const delay = (isSet(f.delay) || upTo) && `delay ${f.delay || '0s'}${upTo}`
  const outcome = [delay, f.code || (f.status && `status ${f.status}`) || cut].filter(Boolean).join(', then ')
  const of = [f.operation, f.mesh && 'mesh ' + f.mesh, f.resource && 'resource ' + f.resource, f.account && 'account ' + f.account, f.region].filter(Boolean).join(', ')
  const when = [
    f.nth && `only call ${f.nth}`, f.every && `every ${f.every}th call`, f.first && `the first ${f.first === 1 ? 'call' : f.first + ' calls'}`,
    f.share && `${Math.round(f.share * 1000) / 10} % of calls`, f.rate && `above ${f.rate} calls a second`,
  ].filter(Boolean).join(', ')
  return `${outcome} for ${of || 'all operations'}${when && ': ' + when}${f.after ? '; the operation is done first' : ''}`
}

/** outcomes has the field for the detail of each outcome, with what it begins with. */
const outcomes = {
  status: { title: 'HTTP status', first: '418', type: 'number', min: 200, max: 599 },
  delay: { title: 'Delay', first: '100ms', mono: true, hint: 'Such as 150ms or 2s' },
  cut: { title: 'Cut the connection', first: 'before' },
}
const message = { title: 'Message', first: '', hint: "Empty: App Mesh's own" }
const whens = [['all', 'All of them'], ['first', 'The first n'], ['nth', 'Only the nth'], ['every', 'Every nth'], ['share', 'A share, from 0 to 1'], ['rate', 'Above a rate a second']]
const blank = { name: '', operation: '', mesh: '', resource: '', outcome: codes[0], detail: '', when: 'all', n: '1', after: false }

function FaultForm() {
  const [form, setForm] = useState(blank)
  const [error, setError] = useState(null)
  const set = (name) => (value) => setForm({ ...form, [name]: value })
  const { outcome, detail, when, n, after, ...filter } = form
  const { title, first, ...field } = outcomes[outcome] || message
  const submit = async (event) => {
    event.preventDefault()
    const fault = Object.fromEntries(Object.entries(filter).filter(([, value]) => value))
    if (outcomes[outcome]) fault[outcome] = outcome === 'status' ? Number(detail) : detail
    else Object.assign(fault, { code: outcome, message: detail || undefined })
    if (when !== 'all') fault[when] = Number(n)
    if (after) fault.after = true
    try {
      await mock('POST', 'faults', { json: fault })
      notify('The fault is active')
      setForm(blank)
      setError(null)
      readFaults()
    } catch (e) {
      setError(e)
    }
  }
  return html`<form class="form boxed" aria-label="Add a fault" onSubmit=${submit}><h2>Add a fault</h2>
    <${Field} label="Operation" value=${form.operation} onInput=${set('operation')} mono placeholder="Update*,Delete*" hint="Patterns with *, separated by commas; empty means all" />
    <${Field} label="Mesh" value=${form.mesh} onInput=${set('mesh')} mono /><${Field} label="Resource" value=${form.resource} onInput=${set('resource')} mono />
    <${Choice} label="Outcome" value=${outcome} onInput=${(o) => setForm({ ...form, outcome: o, detail: (outcomes[o] || message).first })} options=${[...codes, ...Object.entries(outcomes).map(([o, { title: text }]) => [o, text])]} />
    ${outcome === 'cut' ? html`<${Choice} label="Cut" value=${detail} onInput=${set('detail')} options=${[['before', 'Before the response'], ['middle', 'In its middle']]} />` : html`<${Field} key=${title} label=${title} value=${detail} onInput=${set('detail')} ...${field} />`}
    <${Choice} label="Which calls" value=${when} onInput=${set('when')} options=${whens} />
    ${when !== 'all' && html`<${Field} label=${{ share: 'Share', rate: 'Rate' }[when] || 'n'} value=${n} onInput=${set('n')} type="number" step="any" min="0" required />`}
    <${Field} label="Name" value=${form.name} onInput=${set('name')} hint="For the journal" />
    <${Check} label="Do the operation first, and lose its response only" value=${after} onInput=${set('after')} />
    ${error && html`<${Problem} error=${error} what="Adding the fault" />`}
    <footer class="actions"><${Button} type="submit" tone="primary">Add the fault<//></footer></form>`
}
