// Faults: the calls that fail on purpose.
import { html, useEffect, useState } from '../html.js'
import { useStore, notify } from '../store.js'
import { mock } from '../api.js'
import { readFaults } from '../live.js'
import { Choice, Empty, Field, Problem, Check } from '../parts/form.js'
import { count } from '../parts/text.js'

const every = 2000 // ms between two reads of the counters

const codes = ['TooManyRequestsException', 'ServiceUnavailableException', 'InternalServerErrorException', 'LimitExceededException', 'AccessDeniedException', 'BadRequestException', 'ConflictException', 'ForbiddenException', 'NotFoundException', 'ResourceInUseException', 'TooManyTagsException']

export function FaultsView() {
  const faults = useStore((s) => s.faults)
  const [profiles, setProfiles] = useState([])
  useEffect(() => {
    readFaults()
    mock('GET', 'faults/profiles').then((answer) => setProfiles(answer.profiles), () => {})
    const timer = setInterval(() => document.hidden || readFaults(), every)
    return () => clearInterval(timer)
  }, [])
  const act = async (method, path, done) => {
    try {
      await mock(method, path)
      notify(done)
    } catch (error) {
      notify(error.message, 'error')
    }
    readFaults()
  }
  return html`<section class="page list-view"><div class="bar"><h1>Faults</h1><span class="quiet" role="status">${faults ? count(faults.length, 'fault') + ' in place' : ''}</span><span class="space"></span>
      ${profiles.map((p) => html`<button key=${p.name} type="button" class="button" title=${p.faults.map(describe).join('\n')} onClick=${() => act('POST', 'faults/profiles/' + encodeURIComponent(p.name), `Profile ${p.name} is in place`)}>Profile ${p.name}</button>`)}
      ${faults?.length > 0 && html`<button type="button" class="button danger" onClick=${() => act('DELETE', 'faults', 'All faults were removed')}>Remove all</button>`}</div>
    ${faults?.length ? html`<div class="table-scroll"><table class="table" aria-label="Faults"><thead><tr><th scope="col">Name</th><th scope="col" class="wide">What it does</th><th scope="col" class="number">Fitted</th><th scope="col" class="number">Hit</th><th scope="col"><span class="hidden">Action</span></th></tr></thead>
      <tbody>${faults.map((f) => html`<tr key=${f.number}><td class="mono">${f.name || 'fault ' + f.number}</td><td class="wide">${describe(f)}</td><td class="number">${f.fits}</td><td class="number">${f.hits}</td><td><button type="button" class="button" aria-label=${`Remove ${f.name || 'fault ' + f.number}`} onClick=${() => act('DELETE', 'faults/' + f.number, 'The fault was removed')}>Remove</button></td></tr>`)}</tbody></table></div>`
      : faults && html`<${Empty} icon="faults" title="No faults"><p>All calls are answered as App Mesh answers them. Add a fault below, or put a profile in place.</p><//>`}
    <${FaultForm} /></section>`
}

/** describe writes a fault as a sentence. */
export function describe(f) {
  const outcome = f.code || (f.status ? `status ${f.status}` : f.cut ? `connection cut ${f.cut === 'middle' ? 'in the middle of' : 'before'} the response` : '')
  const delay = f.delay && f.delay !== '0s' || f.delayUpTo && f.delayUpTo !== '0s' ? `delay ${f.delay || '0s'}${f.delayUpTo && f.delayUpTo !== '0s' ? ' to ' + f.delayUpTo : ''}` : ''
  const when = [f.nth && `only call ${f.nth}`, f.every && `every ${f.every}th call`, f.first && `the first ${f.first === 1 ? 'call' : f.first + ' calls'}`, f.share && `${Math.round(f.share * 1000) / 10} % of calls`, f.rate && `above ${f.rate} calls a second`].filter(Boolean).join(', ')
  const of = [f.operation, f.mesh && 'mesh ' + f.mesh, f.resource && 'resource ' + f.resource, f.account && 'account ' + f.account, f.region].filter(Boolean).join(', ')
  return `${[delay, outcome].filter(Boolean).join(', then ')} for ${of || 'all operations'}${when ? ': ' + when : ''}${f.after ? '; the operation is done first' : ''}`
}

const blank = { name: '', operation: '', mesh: '', resource: '', outcome: codes[0], message: '', status: '418', delay: '100ms', when: 'all', n: '1', after: false }
const outcomes = [...codes.map((c) => [c, c]), ['status', 'HTTP status'], ['cut', 'Cut the connection'], ['delay', 'Delay only']]
const whens = [['all', 'All of them'], ['first', 'The first n'], ['nth', 'Only the nth'], ['every', 'Every nth'], ['share', 'A share, from 0 to 1'], ['rate', 'Above a rate a second']]

function FaultForm() {
  const [form, setForm] = useState(blank)
  const [error, setError] = useState(null)
  const set = (name) => (value) => setForm({ ...form, [name]: value })
  const submit = async (event) => {
    event.preventDefault()
    setError(null)
    const { name, operation, mesh, resource, outcome, message, status, delay, when, n, after } = form
    const fault = Object.fromEntries(Object.entries({ name, operation, mesh, resource }).filter(([, v]) => v))
    if (outcome === 'status') fault.status = Number(status)
    else if (outcome === 'cut') fault.cut = 'before'
    else if (outcome === 'delay') fault.delay = delay
    else Object.assign(fault, { code: outcome }, message && { message })
    if (when !== 'all') fault[when] = Number(n)
    if (after) fault.after = true
    try {
      await mock('POST', 'faults', { json: fault })
      notify('The fault is in place')
      setForm(blank)
      readFaults()
    } catch (e) {
      setError(e)
    }
  }
  return html`<form class="form boxed" aria-label="Add a fault" onSubmit=${submit}><h2>Add a fault</h2>
    <${Field} label="Operation" value=${form.operation} onInput=${set('operation')} mono=${true} placeholder="Update*,Delete*" hint="Patterns with *, separated by commas; empty means all" />
    <${Field} label="Mesh" value=${form.mesh} onInput=${set('mesh')} mono=${true} />
    <${Field} label="Resource" value=${form.resource} onInput=${set('resource')} mono=${true} />
    <${Choice} label="Outcome" value=${form.outcome} onInput=${set('outcome')} options=${outcomes} />
    ${form.outcome === 'status' ? html`<${Field} label="HTTP status" value=${form.status} onInput=${set('status')} type="number" min="200" max="599" />` : form.outcome === 'delay' ? html`<${Field} label="Delay" value=${form.delay} onInput=${set('delay')} mono=${true} hint="Such as 150ms or 2s" />` : form.outcome === 'cut' ? '' : html`<${Field} label="Message" value=${form.message} onInput=${set('message')} hint="Empty: App Mesh's own" />`}
    <${Choice} label="Which calls" value=${form.when} onInput=${set('when')} options=${whens} />
    ${form.when !== 'all' && html`<${Field} label=${form.when === 'share' ? 'Share' : form.when === 'rate' ? 'Rate' : 'n'} value=${form.n} onInput=${set('n')} type="number" step="any" min="0" required=${true} />`}
    <${Field} label="Name" value=${form.name} onInput=${set('name')} hint="For the journal" />
    <${Check} label="Do the operation first, and lose its response only" value=${form.after} onInput=${set('after')} />
    ${error && html`<${Problem} error=${error} what="Adding the fault" />`}
    <footer class="actions"><button class="button primary">Add the fault</button></footer></form>`
}
