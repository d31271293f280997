// Import of a file, with its plan before anything is applied, and the example.
import { html, useState } from '../html.js'
import { mock } from '../api.js'
import { tenantQuery, readState } from '../live.js'
import { notify } from '../store.js'
import { Dialog, openDialog, closeDialog } from '../parts/dialog.js'
import { Choice, Field } from '../parts/form.js'
import { Json } from '../parts/json.js'
import { count } from '../parts/text.js'

const formats = [['', 'Recognize by content'], ['cloudformation', 'CloudFormation'], ['kubernetes', 'Kubernetes'], ['cli', 'AWS CLI input'], ['seed', 'Seed']]

/** FileDrop takes a file by drop or by choice. */
export function FileDrop() {
  const [over, setOver] = useState(false)
  const take = async (file) => file && openImport(file.name, await file.text())
  const drop = (event) => {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files[0])
  }
  return html`<label class=${'drop' + (over ? ' over' : '')} onDragOver=${(e) => (e.preventDefault(), setOver(true))} onDragLeave=${() => setOver(false)} onDrop=${drop}>
    <input type="file" class="hidden" aria-label="File to import" accept=".json,.yaml,.yml,.template,.txt" onChange=${(e) => (take(e.target.files[0]), (e.target.value = ''))} />
    <span><strong>Drop a file</strong> or choose one: CloudFormation, Kubernetes manifests, a seed</span></label>`
}

export function openImport(name, text) {
  openDialog(() => html`<${Import} name=${name} text=${text} />`)
}

function Import({ name, text }) {
  const [format, setFormat] = useState('')
  const [parameters, setParameters] = useState('')
  const [plan, setPlan] = useState(null)
  const [error, setError] = useState('')
  const yaml = /\.ya?ml$/i.test(name)
  const send = async (dry) => {
    const query = new URLSearchParams(Object.entries({ ...tenantQuery(), format, ...(dry && { 'dry-run': 'true' }) }).filter(([, v]) => v))
    for (const each of parameters.split(/[\s,]+/).filter(Boolean)) query.append('parameter', each)
    return mock('POST', 'import?' + query, { body: new Blob([text], { type: yaml ? 'application/yaml' : '' }) })
  }
  const ask = async () => {
    setError('')
    try {
      setPlan({ answer: await send(true) })
    } catch (e) {
      if (/dry-run/.test(e.message)) setPlan({ refused: true })
      else setError(e.message)
    }
  }
  const apply = async () => {
    setError('')
    try {
      const { applied, leftOut = {} } = await send(false)
      const rest = Object.entries(leftOut || {}).map(([kind, n]) => `${n} ${kind}`).join(', ')
      notify(`${name}: ${count(applied, 'resource')} applied` + (rest ? `; left out: ${rest}` : ''))
      closeDialog()
      readState(true)
    } catch (e) {
      setError(e.message)
    }
  }
  return html`<${Dialog} title=${'Import ' + name} wide=${true}>
    <div class="form">
      <${Choice} label="Format" value=${format} onInput=${(v) => (setFormat(v), setPlan(null))} options=${formats} />
      <${Field} label="Parameters" value=${parameters} onInput=${(v) => (setParameters(v), setPlan(null))} mono=${true} placeholder="Name=value Other=value" hint="Of a CloudFormation template" />
    </div>
    ${!plan && html`<${Json} text=${text} label="The file" />`}
    ${plan?.answer && html`<${Plan} answer=${plan.answer} />`}
    ${plan?.refused && html`<p class="remark">This server cannot show a plan. Everything in the file is applied, or nothing if one resource is refused.</p>`}
    ${error && html`<p class="problem" role="alert">${error}</p>`}
    <footer class="actions">
      <button type="button" class="button" onClick=${closeDialog}>Cancel</button>
      ${plan ? html`<button type="button" class="button primary" onClick=${apply}>Apply</button>` : html`<button type="button" class="button primary" autofocus onClick=${ask}>Show the plan</button>`}
    </footer><//>`
}

/** Plan shows the changes that an import would make. */
function Plan({ answer }) {
  const steps = answer.plan || answer.changes || answer.steps
  if (!Array.isArray(steps)) return html`<${Json} text=${JSON.stringify(answer, null, 2)} label="Plan" />`
  return html`<section aria-label="Plan"><h3>Plan: ${count(steps.length, 'step')}</h3><ul class="plan">${steps.map((step, i) => html`<li key=${i} class="mono">${typeof step === 'string' ? step : [step.action || step.change || step.operation, step.ref || [step.kind, ...(step.names || [])].join(' '), step.members?.join(', ')].filter(Boolean).join('  ')}</li>`)}</ul></section>`
}

export async function loadExample() {
  try {
    const response = await fetch('example.json')
    await mock('POST', 'seed', { query: tenantQuery(), body: await response.text() })
    notify('The example mesh was created')
    readState(true)
  } catch (error) {
    notify(error.message, 'error')
  }
}
