// Clock, checkpoints, data and reset.
import { html, useEffect, useState } from '../html.js'
import { useStore, notify, state, update } from '../store.js'
import { go, tenant, toView } from '../address.js'
import { mock } from '../api.js'
import { readClock, readFaults, readFindings, readState, serverNow } from '../live.js'
import { refOf, kinds } from '../mesh/kinds.js'
import { confirm, Dialog, openDialog } from '../parts/dialog.js'
import { Diff } from '../parts/diff.js'
import { Field, Problem, download } from '../parts/form.js'
import { count, iso, relative } from '../parts/text.js'
import { FileDrop, loadExample } from './import.js'

export function ControlsView() {
  return html`<section class="page controls"><h1>Controls</h1><div class="boxes"><${Clock} /><${Checkpoints} /><${Data} /><${Reset} /><${Server} /></div></section>`
}

/** attempt runs an action and says how it went. */
async function attempt(action, done) {
  try {
    await action()
    if (done) notify(done)
    return true
  } catch (error) {
    notify(error.message, 'error')
    return false
  }
}

function Clock() {
  const clock = useStore((s) => s.clock)
  const [advance, setAdvance] = useState('1h')
  const [now, setNow] = useState('')
  useEffect(() => {
    readClock()
  }, [])
  const put = async (change, done) => {
    await attempt(() => mock('PUT', 'clock', { json: change }), done)
    readClock()
  }
  return html`<section class="boxed" aria-labelledby="clock-title"><h2 id="clock-title">Clock</h2>
    ${clock && html`<p><span class="mono">${iso(serverNow())}</span> <span class="badge">${clock.running ? 'runs' : 'frozen'}</span></p>`}
    <p class="quiet">All times that the server shows come from this clock.</p>
    <div class="bar">${clock?.running ? html`<button type="button" class="button" onClick=${() => put({ frozen: true }, 'The clock is frozen')}>Freeze</button>` : html`<button type="button" class="button" onClick=${() => put({ frozen: false }, 'The clock runs')}>Let it run</button>`}</div>
    <form class="line" onSubmit=${(e) => (e.preventDefault(), put({ advance }, `The clock was moved by ${advance}`))}><${Field} label="Advance by" value=${advance} onInput=${setAdvance} mono=${true} required=${true} /><button class="button">Advance</button></form>
    <form class="line" onSubmit=${(e) => (e.preventDefault(), put({ now }, 'The clock was set'))}><${Field} label="Set to" value=${now} onInput=${setNow} mono=${true} placeholder="2026-01-31T12:00:00Z" required=${true} /><button class="button">Set</button></form></section>`
}

function Checkpoints() {
  const [list, setList] = useState(null)
  const [name, setName] = useState('')
  const [error, setError] = useState(null)
  const read = () => mock('GET', 'checkpoints').then((answer) => (setList(answer.checkpoints || []), setError(null)), setError)
  useEffect(() => {
    read()
  }, [])
  const path = (checkpoint) => 'checkpoints/' + encodeURIComponent(checkpoint)
  const take = async (event) => {
    event.preventDefault()
    if (await attempt(() => mock('PUT', path(name)), `Checkpoint ${name} was taken`)) setName('')
    read()
  }
  const restore = (checkpoint) => confirm({
    title: `Restore ${checkpoint}?`, action: 'Restore', effects: ['All resources, tags and shares of all accounts become those of the checkpoint.', `What was changed since then is lost: ${count(state.world?.total || 0, 'resource')} are there now.`, 'Clock, journal and faults stay.'],
    run: async () => {
      await attempt(() => mock('POST', path(checkpoint) + '/restore'), `${checkpoint} was restored`)
      readState(true)
    },
  })
  return html`<section class="boxed" aria-labelledby="checkpoints-title"><h2 id="checkpoints-title">Checkpoints</h2>
    <form class="line" onSubmit=${take}><${Field} label="Name" value=${name} onInput=${setName} mono=${true} required=${true} placeholder="before" /><button class="button">Take</button></form>
    ${error && html`<${Problem} error=${error} what="Reading the checkpoints" retry=${read} />`}
    ${list?.length === 0 && html`<p class="quiet">None. A checkpoint keeps the whole state, so that you can go back to it.</p>`}
    <ul class="rows" aria-label="Checkpoints">${list?.map((c) => html`<li key=${c.name}><span class="mono name" title=${c.name}>${c.name}</span><time class="quiet" title=${c.time}>${relative(Date.parse(c.time), serverNow())}</time>
      <button type="button" class="button" aria-label=${'Compare ' + c.name} onClick=${() => openDialog(() => html`<${Comparison} name=${c.name} />`)}>Compare</button>
      <button type="button" class="button" aria-label=${'Restore ' + c.name} onClick=${() => restore(c.name)}>Restore</button>
      <button type="button" class="button quiet" aria-label=${'Delete ' + c.name} onClick=${async () => (await attempt(() => mock('DELETE', path(c.name))), read())}>Delete</button></li>`)}</ul></section>`
}

/** Comparison shows what changed since a checkpoint, as a JSON diff of each resource. */
function Comparison({ name }) {
  const [result, setResult] = useState(null)
  useEffect(() => {
    const all = [mock('GET', 'diff', { query: { from: name } }), mock('GET', 'state', { query: { checkpoint: name } }), mock('GET', 'state')]
    Promise.all(all).then(([{ differences }, before, after]) => setResult({ differences, before: byKey(before), after: byKey(after) }), (error) => setResult({ error }))
  }, [])
  return html`<${Dialog} title=${`Changes since ${name}`} wide=${true}>
    ${!result && html`<p class="waiting" role="status">Comparing…</p>`}
    ${result?.error && html`<${Problem} error=${result.error} what="The comparison" />`}
    ${result?.differences?.length === 0 && html`<p>Nothing has changed.</p>`}
    <ul class="differences">${result?.differences?.slice(0, mostDifferences).map((d) => html`<li key=${keyOf(d)}><details open=${result.differences.length <= 3}><summary><span class=${'change ' + d.change}>${d.change}</span><span>${kinds[d.kind].word}</span><span class="mono name">${d.names.join(' / ')}</span><small>${d.members?.join(', ')}</small></summary>
      <${Diff} label=${'Changes of ' + d.names.at(-1)} before=${textOf(result.before.get(keyOf(d)))} after=${textOf(result.after.get(keyOf(d)))} /></details></li>`)}</ul>
    ${result?.differences?.length > mostDifferences && html`<p class="quiet">and ${count(result.differences.length - mostDifferences, 'more change', 'more changes')}</p>`}<//>`
}

const mostDifferences = 200
const keyOf = (r) => [r.region, r.meshOwner, refOf(r.kind, r.names)].join(' ')
const byKey = (document) => new Map(document.resources.map((r) => [keyOf(r), r]))
const textOf = (r) => (r ? JSON.stringify({ spec: r.spec, tags: r.tags }, null, 2) : '')

function Data() {
  const save = () => attempt(async () => download('appmesh-mock-state.json', JSON.stringify(await mock('GET', 'state'), null, 2) + '\n'), 'The state was exported')
  const exportCalls = () => attempt(async () => download('appmesh-mock-calls.json', JSON.stringify(await mock('GET', 'calls'), null, 2) + '\n'), 'The calls were exported')
  const load = async (file) => {
    if (!file) return
    const text = await file.text()
    confirm({
      title: `Load ${file.name}?`, action: 'Load', effects: [`The whole state is replaced: ${count(state.world?.total || 0, 'resource')} of all accounts are removed.`, 'A file that is damaged changes nothing.'],
      run: async () => {
        await attempt(() => mock('PUT', 'state', { body: text }), `${file.name} was loaded`)
        readState(true)
      },
    })
  }
  return html`<section class="boxed" aria-labelledby="data-title"><h2 id="data-title">Data</h2><${FileDrop} />
    <div class="bar"><button type="button" class="button" onClick=${loadExample}>Load the example</button><button type="button" class="button" onClick=${save}>Export the state</button><button type="button" class="button" onClick=${exportCalls}>Export calls as JSON</button>
      <label class="button file">Load a state<input type="file" class="hidden" aria-label="State to load" accept=".json" onChange=${(e) => (load(e.target.files[0]), (e.target.value = ''))} /></label></div>
    <p class="quiet">More formats: <code>appmesh-mock export</code></p></section>`
}

function Reset() {
  const { account, region } = tenant()
  const world = useStore((s) => s.world)
  const total = world?.total || 0
  const done = () => {
    readState(true)
    readFaults()
    readFindings()
    readClock()
    go(toView('start'))
  }
  const reset = (query, title, effects) => confirm({
    title, action: 'Reset', effects,
    run: async () => {
      if (await attempt(() => mock('POST', 'reset', { query }), 'The server was reset')) done()
    },
  })
  const own = world?.tenants.find((t) => t.account === account && t.region === region)?.resources || 0
  return html`<section class="boxed" aria-labelledby="reset-title"><h2 id="reset-title">Reset</h2>
    <div class="bar">
      <button type="button" class="button danger" onClick=${() => reset({}, 'Remove all resources?', [`${count(total, 'resource')} of ${count(world?.tenants.length || 0, 'account and region', 'accounts and regions')} are removed, with tags and shares.`, 'Checkpoints, clock, journal and faults stay.'])}>Remove all resources</button>
      <button type="button" class="button danger" onClick=${() => reset({ account, region }, 'Remove the resources of this account and region?', [`${count(own, 'resource')} of ${account} in ${region} are removed.`, 'Everything else stays.'])}>Only this account and region</button>
      <button type="button" class="button danger" onClick=${() => reset({ to: 'start' }, 'Go back to the start?', [`${count(total, 'resource')} are replaced by those that the server was started with.`])}>Back to the start</button>
      <button type="button" class="button danger" onClick=${() => reset({ all: 'true' }, 'Reset everything?', [`${count(total, 'resource')} are removed.`, 'Faults, journal and checkpoints are removed, and the clock goes back to what it was.'])}>Everything</button>
    </div></section>`
}

function Server() {
  const shown = useStore((s) => s.health)
  useEffect(() => {
    mock('GET', 'health').then((health) => update({ health }), () => {})
  }, [])
  return html`<section class="boxed" aria-labelledby="server-title"><h2 id="server-title">Server</h2>
    ${shown && html`<dl class="facts"><div><dt>Version</dt><dd class="mono">${shown.version}</dd></div><div><dt>Up for</dt><dd>${uptime(shown.uptimeSeconds)}</dd></div><div><dt>Address</dt><dd class="mono">${location.origin}</dd></div></dl>`}
    <p><a href="/_mock/" target="_blank" rel="noreferrer">All admin routes</a> · <a href="/_mock/metrics" target="_blank" rel="noreferrer">Metrics</a></p></section>`
}

function uptime(seconds) {
  const s = Math.floor(seconds)
  return s < 60 ? `${s} s` : s < 3600 ? `${Math.floor(s / 60)} min` : `${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} min`
}
