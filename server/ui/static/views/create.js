// Creation and change of resources, by the App Mesh API.
import { html, useState } from '../html.js'
import { notify, state } from '../store.js'
import { go, toResource } from '../address.js'
import { createResource, setTags, updateResource } from '../api.js'
import { arnOf, kinds, kindNames } from '../mesh/kinds.js'
import { readState } from '../live.js'
import { tenantNow } from '../frame/tenant.js'
import { Choice, Field, RuleText } from '../parts/basic.js'
import { Dialog, openDialog, closeDialog } from '../parts/dialog.js'
import { Editor, pretty, violationsOf } from '../parts/json.js'

export const createDialog = (kind, names) => openDialog(() => html`<${Create} first=${kind} names=${names} />`)
export const editDialog = (resource) => openDialog(() => html`<${Edit} resource=${resource} />`)

function Create({ first, names = [] }) {
  const meshes = tenantNow()?.meshes || new Map()
  const [kind, setKind] = useState(first)
  const [template, setTemplate] = useState('')
  const [mesh, setMesh] = useState(names[0] || state.address.mesh || [...meshes.keys()][0])
  const [parent, setParent] = useState(names.length === 3 ? names[1] : '')
  const [name, setName] = useState(names.at(-1) || '')
  const { templates, member, parent: parentKind, depth } = kinds[kind]
  const bodyOf = (spec) => pretty({ spec, tags: [] })
  const editor = useEditor(bodyOf(Object.values(templates)[0]))
  const parents = depth === 3 ? (meshes.get(mesh)?.byKind[parentKind] || []).map((r) => r.name) : []
  const chosen = parents.includes(parent) ? parent : parents[0]
  const use = (nextKind, nextTemplate) => {
    setKind(nextKind)
    setTemplate(nextTemplate)
    editor.setText(bodyOf(kinds[nextKind].templates[nextTemplate]))
  }
  const save = () => editor.run(async (body) => {
    const all = [[name], [mesh, name], [mesh, chosen, name]][depth - 1]
    await createResource(kind, all, { [member]: name, ...body })
    notify(`${name} was created`)
    go(toResource(kind, all))
  })
  return html`<${Dialog} title="Create a resource" wide action="Create" onSubmit=${save} disabled=${!name || (depth === 3 && !chosen)}>
    <div class="form">
      <${Choice} label="Kind" value=${kind} onInput=${(k) => use(k, Object.keys(kinds[k].templates)[0])} options=${kindNames.filter((k) => k === 'mesh' || meshes.size).map((k) => [k, kinds[k].word])} />
      <${Choice} label="Template" value=${template} onInput=${(t) => use(kind, t)} options=${Object.keys(templates)} />
      ${depth > 1 && html`<${Choice} label="Mesh" value=${mesh} onInput=${setMesh} options=${[...meshes.keys()]} />`}
      ${depth === 3 && (chosen ? html`<${Choice} label=${kinds[parentKind].word} value=${chosen} onInput=${setParent} options=${parents} />`
        : html`<p class="remark">The mesh has no ${kinds[parentKind].word.toLowerCase()} yet: create one first.</p>`)}
      <${Field} label="Name" value=${name} onInput=${setName} mono autofocus required placeholder=${kind === 'virtualService' ? 'service.local' : 'name'} />
      ${editor.render(save)}</div><//>`
}

function Edit({ resource }) {
  const { kind, names, tags, name } = resource
  const before = pretty({ spec: resource.spec, tags })
  const editor = useEditor(before)
  const save = () => editor.run(async ({ spec, tags: after = [] }) => {
    if (pretty(spec) !== pretty(resource.spec)) await updateResource(kind, names, spec)
    if (pretty(after) !== pretty(tags)) await setTags(arnOf(resource), tags, after)
    notify(`${name} was updated`)
  })
  return html`<${Dialog} title=${'Edit ' + name} wide action="Save" onSubmit=${save} disabled=${editor.text === before}><div class="form">${editor.render(save, true)}</div><//>`
}

/** useEditor returns an editor of JSON: run passes its value to an action, and closes the dialog
 * or shows what went wrong. */
function useEditor(first) {
  const [text, setText] = useState(first)
  const [failure, setFailure] = useState(null)
  const write = (value) => (setText(value), setFailure(null))
  const run = async (action) => {
    let value
    try {
      value = JSON.parse(text)
    } catch ({ message }) {
      const position = message.match(/position (\d+)/)?.[1] ?? text.length
      const line = text.slice(0, position).split('\n').length - 1
      return setFailure({ message, remarks: [{ line, message: 'not JSON from here' }] })
    }
    try {
      await action(value)
      closeDialog()
      readState(true)
    } catch (error) {
      setText(pretty(value)) // remarks stand at lines of formatted JSON
      setFailure({ message: error.message, code: error.code, rule: error.rule, remarks: error.code ? violationsOf(error.message) : [] })
    }
  }
  const render = (save, autofocus) => html`
    <${Editor} label="Spec and tags" text=${text} onInput=${write} remarks=${failure?.remarks || []} onSave=${save} autofocus=${autofocus} />
    ${failure && html`<${Failure} failure=${failure} />`}`
  return { text, setText: write, run, render }
}

function Failure({ failure: { message, code, rule, remarks } }) {
  const listed = remarks.filter((r) => r.path)
  return html`<div class="problem block wide" role="alert"><strong>${code || 'Not sent'}</strong>
    ${listed.length ? html`<ul>${listed.map((r) => html`<li key=${r.path}><code>${r.path}</code> ${r.message}</li>`)}</ul>` : html`<p>${message}</p>`}
    ${rule > 0 && html`<${RuleText} number=${rule} />`}</div>`
}
