// Import of files, whose plan is shown first, and of data sets.
import { html, useState } from '../html.js'
import { mock } from '../api.js'
import { tenantQuery, readState } from '../live.js'
import { attempt, notify } from '../store.js'
import { Dialog, openDialog, closeDialog } from '../parts/dialog.js'
import { Button, Check, Choice, Field, useRead } from '../parts/basic.js'
import { Body } from '../parts/json.js'
import { count } from '../parts/text.js'

const formats = [['', 'Recognize by content'], ['cloudformation', 'CloudFormation'], ['kubernetes', 'Kubernetes'], ['seed', 'Seed']]

/** FileDrop takes a file by drop or by choice. */
export function FileDrop() {
  const [over, setOver] = useState(false)
  const take = async (file) => {
    if (!file) return
    const text = await file.text()
    openDialog(() => html`<${Import} name=${file.name} text=${text} />`)
  }
  const drag = (isOver) => (event) => (event.preventDefault(), setOver(isOver))
  return html`<label class=${'drop' + (over ? ' over' : '')} onDragOver=${drag(true)} onDragLeave=${drag(false)} onDrop=${(e) => (drag(false)(e), take(e.dataTransfer.files[0]))}>
    <input type="file" class="hidden" aria-label="File to import" onChange=${(e) => (take(e.target.files[0]), (e.target.value = ''))} />
    <span><strong>Drop a file</strong> or choose one: CloudFormation, Kubernetes manifests, a seed</span></label>`
}

function Import({ name, text }) {
  const [format, setFormat] = useState('')
  const [parameters, setParameters] = useState('')
  const [update, setUpdate] = useState(true)
  const [result, setResult] = useState({}) // the plan, or what is wrong
  const set = (change) => (value) => (change(value), setResult({}))
  const send = (dry) => {
    const query = new URLSearchParams({ ...tenantQuery(), format, update, 'dry-run': dry })
    for (const each of parameters.split(/[\s,]+/).filter(Boolean)) query.append('parameter', each)
    const type = /\.ya?ml$/i.test(name) ? 'application/yaml' : ''
    return mock('POST', 'import?' + query, { body: new Blob([text], { type }) })
  }
  const show = () => send(true).then(setResult, (error) => setResult({ error }))
  const apply = () => send(false).then(({ applied, leftOut }) => {
    notify(`${name}: ${count(applied, 'resource')} applied${leftOutText(leftOut)}`)
    closeDialog()
    readState(true)
  }, (error) => setResult({ error }))
  const { plan, leftOut, error } = result
  return html`<${Dialog} title=${'Import ' + name} wide action=${plan ? 'Apply' : 'Show the plan'} onSubmit=${plan ? apply : show}>
    <div class="form">
      <${Choice} label="Format" value=${format} onInput=${set(setFormat)} options=${formats} />
      <${Field} label="Parameters" value=${parameters} onInput=${set(setParameters)} mono placeholder="Name=value Other=value" hint="Of a CloudFormation template" />
      <${Check} label="Update resources that exist and differ" value=${update} onInput=${set(setUpdate)} /></div>
    ${plan ? html`<section aria-label="Plan"><h3>Plan: ${count(plan.length, 'resource')}${leftOutText(leftOut)}</h3>
      <ul class="plan">${plan.map(({ action, resource, reason }) => html`<li key=${resource}><b class=${'change ' + action}>${action}</b><span class="mono">${resource}</span><small>${reason}</small></li>`)}</ul></section>`
      : html`<${Body} text=${text} label="The file" />`}
    ${error && html`<p class="problem" role="alert">${error.message}</p>`}<//>`
}

const leftOutText = (leftOut) => Object.entries(leftOut || {}).map(([type, n]) => `, ${n} ${type} left out`).join('')

/** Worlds loads a ready-made data set. */
export function Worlds() {
  const [name, setName] = useState('storefront')
  const { worlds = [] } = useRead(() => mock('GET', 'worlds')).value || {}
  const load = async (event) => {
    event.preventDefault()
    await attempt(() => mock('POST', 'worlds/' + name, { query: tenantQuery() }), `The data set ${name} was loaded`)
    readState(true)
  }
  return html`<form class="line" onSubmit=${load}><${Choice} label="Data set" value=${name} onInput=${setName} options=${worlds} /><${Button} type="submit" tone="primary">Load<//></form>`
}
