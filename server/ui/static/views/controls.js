// Clock, checkpoints, data and reset.
import { html, useEffect, useState } from '../html.js'
import { attempt, useStore } from '../store.js'
import { go, tenant, toView } from '../address.js'
import { mock } from '../api.js'
import { readClock, readFaults, readFindings, readState, serverNow } from '../live.js'
import { refOf, kinds } from '../mesh/kinds.js'
import { confirm, Dialog, openDialog } from '../parts/dialog.js'
import { Diff, pretty } from '../parts/json.js'
import { Button, Field, Reading, Time, useRead } from '../parts/basic.js'
import { count, iso } from '../parts/text.js'
import { FileDrop, Worlds } from './import.js'

export function ControlsView() {
  return html`<section class="page"><h1>Controls</h1><div class="boxes"><${Clock} /><${Checkpoints} /><${Data} /><${Reset} /></div></section>`
}

function Box({ title, children }) {
  return html`<section class="boxed" aria-label=${title}><h2>${title}</h2>${children}</section>`
}

/** LineForm is a field with a button that runs an action with its value. */
function LineForm({ action, first = '', run, ...field }) {
  const [value, setValue] = useState(first)
  return html`<form class="line" onSubmit=${async (e) => (e.preventDefault(), (await run(value)) && setValue(first))}>
    <${Field} value=${value} onInput=${setValue} mono required ...${field} /><${Button} type="submit">${action}<//></form>`
}

function Clock() {
  const { clock } = useStore('clock')
  useEffect(() => void readClock(), [])
  const put = async (json, done) => {
    const ok = await attempt(() => mock('PUT', 'clock', { json }), done)
    readClock()
    return ok
  }
  return html`<${Box} title="Clock">
    ${clock && html`<p><span class="mono">${iso(serverNow())}</span> <span class="badge">${clock.running ? 'runs' : 'frozen'}</span></p>`}
    <p class="quiet">All times that the server shows come from this clock.</p>
    <div>${clock?.running ? html`<${Button} onClick=${() => put({ frozen: true }, 'The clock is frozen')}>Freeze<//>` : html`<${Button} onClick=${() => put({ frozen: false }, 'The clock runs')}>Let it run<//>`}</div>
    <${LineForm} label="Advance by" first="1h" action="Advance" run=${(advance) => put({ advance }, `The clock was moved by ${advance}`)} />
    <${LineForm} label="Set to" placeholder="2026-01-31T12:00:00Z" action="Set" run=${(now) => put({ now }, 'The clock was set')} /><//>`
}

function Checkpoints() {
  const { world } = useStore('world')
  const result = useRead(() => mock('GET', 'checkpoints'))
  const act = async (method, name, done, what = '') => {
    const ok = await attempt(() => mock(method, `checkpoints/${encodeURIComponent(name)}${what}`), done)
    result.again()
    readState(true)
    return ok
  }
  const restore = (name) => confirm({
    title: `Restore ${name}?`, action: 'Restore', run: () => act('POST', name, `${name} was restored`, '/restore'),
    effects: ['All resources, tags and shares of all accounts become those of the checkpoint.', `Changes since then are lost: ${count(world?.total || 0, 'resource')} are there now.`, 'Clock, journal and faults stay.'],
  })
  return html`<${Box} title="Checkpoints">
    <${LineForm} label="Name" placeholder="before" action="Take" run=${(name) => act('PUT', name, `Checkpoint ${name} was taken`)} />
    <${Reading} result=${result} what="Reading the checkpoints">${({ checkpoints }) => (checkpoints.length ? html`
      <ul class="links" aria-label="Checkpoints">${checkpoints.map(({ name, time }) => html`<li key=${name}><span class="mono name space" title=${name}>${name}</span><span class="quiet"><${Time} at=${time} /></span>
        <${Button} aria-label=${'Compare ' + name} onClick=${() => openDialog(() => html`<${Comparison} name=${name} />`)}>Compare<//>
        <${Button} aria-label=${'Restore ' + name} onClick=${() => restore(name)}>Restore<//>
        <${Button} aria-label=${'Delete ' + name} tone="quiet" onClick=${() => act('DELETE', name)}>Delete<//></li>`)}</ul>`
      : html`<p class="quiet">None. A checkpoint keeps the whole state, so that you can go back to it.</p>`)}<//><//>`
}

const mostDifferences = 200
const keyOf = (r) => [r.region, r.meshOwner, refOf(r.kind, r.names)].join(' ')
const textsOf = ({ resources }) => new Map(resources.map((r) => [keyOf(r), pretty({ spec: r.spec, tags: r.tags })]))

/** Comparison shows what changed since a checkpoint, as a JSON diff of each resource. */
function Comparison({ name }) {
  const result = useRead(() => Promise.all([mock('GET', 'diff', { query: { from: name } }), mock('GET', 'state', { query: { checkpoint: name } }), mock('GET', 'state')]))
  return html`<${Dialog} title=${`Changes since ${name}`} wide><${Reading} result=${result} what="The comparison">${([{ differences }, before, after]) => {
    const [old, current] = [textsOf(before), textsOf(after)]
    return html`<p>${differences.length ? count(differences.length, 'resource') : 'Nothing has changed.'}</p>
      <ul class="differences">${differences.slice(0, mostDifferences).map((d) => html`<li key=${keyOf(d)}><details open=${differences.length <= 3}>
        <summary><b class=${'change ' + d.change}>${d.change}</b> ${kinds[d.kind].word} <span class="mono">${d.names.join(' / ')}</span> <small>${d.members?.join(', ')}</small></summary>
        <${Diff} label=${'Changes of ' + d.names.at(-1)} before=${old.get(keyOf(d))} after=${current.get(keyOf(d))} /></details></li>`)}</ul>
      ${differences.length > mostDifferences && html`<p class="quiet">The first ${mostDifferences} are shown.</p>`}`
  }}<//><//>`
}

function Data() {
  const { world } = useStore('world')
  const save = () => attempt(async () => {
    const url = URL.createObjectURL(new Blob([pretty(await mock('GET', 'state')) + '\n'], { type: 'application/json' }))
    Object.assign(document.createElement('a'), { href: url, download: 'appmesh-mock-state.json' }).click()
    setTimeout(() => URL.revokeObjectURL(url), 1000)
  }, 'The state was exported')
  const load = async ({ target }) => {
    const { name } = target.files[0]
    const body = await target.files[0].text()
    target.value = ''
    confirm({
      title: `Load ${name}?`, action: 'Load', effects: [`The whole state is replaced: ${count(world?.total || 0, 'resource')} of all accounts are removed.`, 'A file that is damaged changes nothing.'],
      run: () => attempt(() => mock('PUT', 'state', { body }), `${name} was loaded`).then(() => readState(true)),
    })
  }
  return html`<${Box} title="Data"><${Worlds} /><${FileDrop} />
    <div class="bar"><${Button} onClick=${save}>Export the state<//>
      <label class="button">Load a state<input type="file" class="hidden" aria-label="State to load" accept=".json" onChange=${load} /></label></div>
    <p class="quiet">As CloudFormation or AWS CLI input: <code>appmesh-mock export</code></p><//>`
}

function Reset() {
  const { account, region } = tenant()
  const { world } = useStore('world', 'address', 'defaults')
  const { total = 0, tenants = [] } = world || {}
  const own = tenants.find((t) => t.account === account && t.region === region)?.resources || 0
  const choice = (text, query, title, ...effects) => html`<${Button} tone="danger" onClick=${() => confirm({
    title, effects, action: 'Reset',
    run: async () => {
      if (!(await attempt(() => mock('POST', 'reset', { query }), 'The server was reset'))) return
      readState(true)
      for (const read of [readFaults, readFindings, readClock]) read()
      go(toView('start'))
    },
  })}>${text}<//>`
  const all = count(total, 'resource')
  return html`<${Box} title="Reset"><div class="bar">
    ${choice('Remove all resources', {}, 'Remove all resources?', `${all} of ${count(tenants.length, 'account and region', 'accounts and regions')} are removed, with tags and shares.`, 'Checkpoints, clock, journal and faults stay.')}
    ${choice('Only this account and region', { account, region }, 'Remove the resources of this account and region?', `${count(own, 'resource')} of ${account} in ${region} are removed.`, 'Everything else stays.')}
    ${choice('Back to the start', { to: 'start' }, 'Go back to the start?', `${all} are replaced by those that the server was started with.`, 'Checkpoints, clock, journal and faults stay.')}
    ${choice('Everything', { all: true }, 'Reset everything?', `${all} are removed.`, 'Faults, journal and checkpoints are removed, and the clock goes back to what it was.')}</div><//>`
}
