// Creation and change of resources, by the App Mesh API.
import { html, useState } from '../html.js'
import { notify, state } from '../store.js'
import { go, toResource } from '../address.js'
import { createResource, setTags, updateResource, Refusal } from '../api.js'
import { arnOf, kinds, kindNames } from '../mesh/kinds.js'
import { readState } from '../live.js'
import { tenantNow } from '../frame/tenant.js'
import { Dialog, openDialog, closeDialog } from '../parts/dialog.js'
import { Editor } from '../parts/editor.js'
import { Choice, Field } from '../parts/form.js'
import { violationsOf } from '../parts/json.js'
import { RuleText } from '../parts/rule.js'

export function createDialog(kind, names = []) {
  openDialog(() => html`<${Create} kind=${kind} names=${names} />`)
}

export function editDialog(resource) {
  openDialog(() => html`<${Edit} resource=${resource} />`)
}

const text = (value) => JSON.stringify(value, null, 2)

function Create({ kind: first, names }) {
  const [kind, setKind] = useState(first)
  const tenant = tenantNow()
  const meshNames = [...(tenant?.meshes.keys() || [])]
  const [mesh, setMesh] = useState(names[0] && kind !== 'mesh' ? names[0] : state.address.mesh || meshNames[0] || '')
  const parentKind = kinds[kind].parent
  const parents = parentKind && parentKind !== 'mesh' ? (tenant?.meshes.get(mesh)?.byKind[parentKind] || []).map((r) => r.name) : null
  const [parent, setParent] = useState(names.length === 3 ? names[1] : '')
  const [name, setName] = useState(names.length ? names.at(-1) : '')
  const templates = Object.keys(kinds[kind].templates)
  const [template, setTemplate] = useState(templates[0])
  const [body, setBody] = useState(text({ spec: kinds[kind].templates[templates[0]], tags: [] }))
  const [failure, setFailure] = useState(null)
  const use = (nextKind, nextTemplate) => {
    setKind(nextKind)
    setTemplate(nextTemplate)
    setBody(text({ spec: kinds[nextKind].templates[nextTemplate], tags: [] }))
    setFailure(null)
  }
  const chosenParent = parents?.includes(parent) ? parent : parents?.[0] || ''
  const save = () => run(setFailure, body, async (value) => {
    const all = kind === 'mesh' ? [name] : parents ? [mesh, chosenParent, name] : [mesh, name]
    await createResource(kind, all, { [kinds[kind].member]: name, ...value })
    notify(`${name} was created`)
    closeDialog()
    readState(true)
    go(toResource(kind, all))
  })
  return html`<${Dialog} title="Create a resource" wide=${true}>
    <form class="form" onSubmit=${(e) => (e.preventDefault(), save())}>
      <${Choice} label="Kind" value=${kind} onInput=${(k) => use(k, Object.keys(kinds[k].templates)[0])} options=${kindNames.filter((k) => k === 'mesh' || meshNames.length).map((k) => [k, kinds[k].word])} />
      <${Choice} label="Template" value=${template} onInput=${(t) => use(kind, t)} options=${templates} />
      ${kind !== 'mesh' && html`<${Choice} label="Mesh" value=${mesh} onInput=${setMesh} options=${meshNames} />`}
      ${parents && (parents.length ? html`<${Choice} label=${kinds[parentKind].word} value=${chosenParent} onInput=${setParent} options=${parents} />` : html`<p class="remark">The mesh has no ${kinds[parentKind].word.toLowerCase()} yet: create one first.</p>`)}
      <${Field} label="Name" value=${name} onInput=${setName} mono=${true} autofocus=${true} required=${true} placeholder=${kind === 'virtualService' ? 'service.local' : 'name'} />
      <div class="wide"><${Editor} label="Spec and tags" text=${body} onInput=${(t) => (setBody(t), setFailure(null))} remarks=${failure?.remarks || []} onSave=${save} /></div>
      <${Failure} failure=${failure} />
      <footer class="actions"><button type="button" class="button" onClick=${closeDialog}>Cancel</button><button class="button primary" disabled=${!name || (parents && !parents.length)}>Create</button></footer>
    </form><//>`
}

function Edit({ resource }) {
  const { kind, names, tags } = resource
  const updatable = text({ spec: resource.spec, tags })
  const [body, setBody] = useState(updatable)
  const [failure, setFailure] = useState(null)
  const save = () => run(setFailure, body, async ({ spec, tags: after = [] }) => {
    if (text(spec) !== text(resource.spec)) await updateResource(kind, names, spec)
    if (text(after) !== text(tags)) await setTags(arnOf(resource), tags, after)
    notify(`${names.at(-1)} was updated`)
    closeDialog()
    readState(true)
  })
  return html`<${Dialog} title=${'Edit ' + names.at(-1)} wide=${true}>
    <form class="form" onSubmit=${(e) => (e.preventDefault(), save())}>
      <div class="wide"><${Editor} label="Spec and tags" text=${body} autofocus=${true} onInput=${(t) => (setBody(t), setFailure(null))} remarks=${failure?.remarks || []} onSave=${save} /></div>
      <${Failure} failure=${failure} />
      <footer class="actions"><button type="button" class="button" onClick=${closeDialog}>Cancel</button><button class="button primary" disabled=${body === updatable}>Save</button></footer>
    </form><//>`
}

/** run reads the JSON, does something with it, and reports what went wrong. */
async function run(setFailure, body, action) {
  setFailure(null)
  let value
  try {
    value = JSON.parse(body)
  } catch (error) {
    return setFailure({ message: error.message, remarks: [{ line: lineOf(body, error.message), message: 'not JSON from here', tone: 'error' }] })
  }
  try {
    await action(value)
  } catch (error) {
    if (!(error instanceof Refusal)) return setFailure({ message: error.message, remarks: [] })
    setFailure({ message: error.message, code: error.code, rule: error.rule, remarks: violationsOf(error.message) })
  }
}

/** lineOf returns the line, from 0, at which JSON.parse found the text damaged. */
function lineOf(body, message) {
  const position = Number(message.match(/position (\d+)/)?.[1] ?? body.length)
  return body.slice(0, position).split('\n').length - 1
}

function Failure({ failure }) {
  if (!failure) return null
  return html`<div class="problem block wide" role="alert"><div><strong>${failure.code || 'Not sent'}</strong>
    ${failure.remarks.length > 1 || (failure.remarks[0]?.path && failure.message.startsWith('1 validation'))
      ? html`<ul>${failure.remarks.map((r) => html`<li key=${r.path}><code>${r.path}</code> ${r.message}</li>`)}</ul>`
      : html`<p>${failure.message}</p>`}
    ${failure.rule > 0 && html`<${RuleText} number=${failure.rule} />`}</div></div>`
}
