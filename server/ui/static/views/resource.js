// The detail of a resource.
import { html, useEffect, useState } from '../html.js'
import { useStore, notify } from '../store.js'
import { closed, go, withQuery, toView } from '../address.js'
import { deleteResource, mock } from '../api.js'
import { arnOf, kinds, refOf } from '../mesh/kinds.js'
import { readState, serverNow, tenantQuery } from '../live.js'
import { useTenant } from '../frame/tenant.js'
import { confirm } from '../parts/dialog.js'
import { Drawer } from '../parts/drawer.js'
import { Empty, Menu, Problem, copy } from '../parts/form.js'
import { Icon } from '../parts/icon.js'
import { Json } from '../parts/json.js'
import { Kind, ResourceLink } from '../parts/resource.js'
import { SpecForm } from '../parts/spec.js'
import { Tabs } from '../parts/tabs.js'
import { count, iso, relative } from '../parts/text.js'
import { asCloudFormation } from '../copy/cloudformation.js'
import { asCommand } from '../copy/aws.js'
import { asGo } from '../copy/go.js'
import { editDialog, createDialog } from './create.js'
import { FindingList } from './findings.js'
import { CallList } from './calls.js'
import { graphFor } from './map.js'

export function ResourceDrawer() {
  const address = useStore((s) => s.address)
  const tenant = useTenant()
  const findings = useStore((s) => s.findings)
  if (!tenant) return null
  const { kind, names } = address
  const ref = refOf(kind, names)
  const resource = tenant.byRef.get(ref)
  const head = html`<${Kind} kind=${kind} />`
  if (!resource) return html`<${Missing} kind=${kind} names=${names} mesh=${tenant.meshes.get(names[0])} head=${head} />`
  const own = Array.isArray(findings) ? findings.filter((f) => f.ref === ref) : []
  const relations = relationsOf(tenant.meshes.get(names[0]), resource)
  const tab = address.query.tab || 'overview'
  const tabs = [
    { name: 'overview', title: 'Overview' }, { name: 'json', title: 'JSON' }, { name: 'relations', title: 'Relations', count: relations.to.length + relations.from.length },
    { name: 'history', title: 'History' }, ...(envoyKinds.includes(kind) ? [{ name: 'envoy', title: 'Envoy' }] : []), { name: 'findings', title: 'Findings', count: own.length },
  ]
  const panels = {
    overview: () => html`<${Overview} resource=${resource} />`,
    json: () => html`<${Json} text=${JSON.stringify(resource.spec, null, 2)} label="Spec as JSON" remarks=${own.filter((f) => f.path).map((f) => ({ path: f.path.replace(/^spec\.?/, ''), message: f.message, tone: f.severity }))} />`,
    relations: () => html`<${Relations} relations=${relations} />`,
    history: () => html`<${History} resource=${resource} />`,
    envoy: () => html`<${EnvoyConfig} resource=${resource} />`,
    findings: () => html`<${FindingList} findings=${own} error=${findings instanceof Error ? findings : null} />`,
  }
  return html`<${Drawer} label="Resource" title=${names.at(-1)} kind=${head} actions=${html`<${Actions} resource=${resource} relations=${relations} />`}>
    <${Tabs} tabs=${tabs} selected=${tab} label="Detail" panel="detail" onSelect=${(name) => go(withQuery({ tab: name === 'overview' ? '' : name }), true)} />
    <div id="detail" role="tabpanel" class="panel" aria-label=${tabs.find((t) => t.name === tab)?.title}>${(panels[tab] || panels.overview)()}</div><//>`
}

const envoyKinds = ['virtualNode', 'virtualGateway']

function Missing({ kind, names, mesh, head }) {
  const id = refOf(kind, names)
  const users = mesh ? graphFor(mesh).edges.filter((e) => e.to === id).map((e) => graphFor(mesh).boxes.get(e.from)) : []
  return html`<${Drawer} label="Resource" title=${names.at(-1)} kind=${head}>
    <${Empty} icon=${kind} title="It is not there"><p>There is no ${kinds[kind].word.toLowerCase()} with this name.${users.length ? ' These refer to it:' : ' It may have been deleted, or the link may be old.'}</p>
      <ul class="links">${users.map((box) => html`<li key=${box.id}><${ResourceLink} kind=${box.kind} names=${box.resource.names} /></li>`)}</ul>
      ${mesh && names.length < 3 && html`<button type="button" class="button primary" onClick=${() => createDialog(kind, names)}>Create it</button>`}<//><//>`
}

function Actions({ resource, relations }) {
  const { kind, names } = resource
  const children = resource.kind === 'mesh' ? [] : relations.from.filter((r) => r.why === 'part of it')
  const remove = () => confirm({
    title: `Delete ${names.at(-1)}?`, action: 'Delete',
    effects: [
      `The ${kinds[kind].word.toLowerCase()} “${names.at(-1)}” is deleted with DeleteX, as a client would.`.replace('DeleteX', 'Delete' + kind[0].toUpperCase() + kind.slice(1)),
      ...(children.length ? [`${count(children.length, 'resource')} below it: App Mesh refuses to delete it as long as they are there.`] : []),
      ...(relations.from.length > children.length ? [`${count(relations.from.length - children.length, 'resource')} refer to it.`] : []),
    ],
    run: async () => {
      try {
        await deleteResource(kind, names)
        notify(`${names.at(-1)} was deleted`)
        go(kind === 'mesh' ? toView('start') : closed())
        readState(true)
      } catch (error) {
        notify(`${error.code || ''} ${error.message}`.trim(), 'error')
      }
    },
  })
  return html`
    <button type="button" class="button" onClick=${() => editDialog(resource)}>Edit</button>
    <${Menu} label="Copy" icon="copy" items=${[
      { text: 'aws command', run: () => copy(asCommand(resource, location.origin), 'aws command') },
      { text: 'CloudFormation', run: () => copy(asCloudFormation(resource), 'CloudFormation resource') },
      { text: 'Go', run: () => copy(asGo(resource), 'Go code') },
      { text: 'JSON', run: () => copy(JSON.stringify(resource.spec, null, 2), 'JSON') },
      { text: 'ARN', run: () => copy(arnOf(resource), 'ARN') },
      { text: 'Link', run: () => copy(location.href, 'Link') },
    ]} />
    <button type="button" class="button danger" onClick=${remove}>Delete</button>`
}

function Overview({ resource }) {
  const now = serverNow()
  return html`<dl class="facts">
      ${resource.names.length === 3 && html`<div><dt>${kinds[kinds[resource.kind].parent].word}</dt><dd><${ResourceLink} kind=${kinds[resource.kind].parent} names=${resource.names.slice(0, 2)} /></dd></div>`}
      <div><dt>Version</dt><dd>${resource.version}</dd></div>
      <div><dt>Changed</dt><dd><time title=${iso(resource.updated)}>${relative(resource.updated, now)}</time></dd></div>
      <div><dt>Created</dt><dd><time title=${iso(resource.created)}>${relative(resource.created, now)}</time></dd></div>
      <div><dt>ARN</dt><dd class="mono break">${arnOf(resource)}</dd></div>
      <div><dt>UID</dt><dd class="mono break">${resource.uid}</dd></div>
      ${resource.owner !== resource.meshOwner && html`<div><dt>Owner</dt><dd class="mono">${resource.owner}</dd></div>`}
    </dl>
    <h3>Tags</h3>
    ${resource.tags.length ? html`<ul class="tags all">${resource.tags.map((t) => html`<li key=${t.key} class="tag"><b>${t.key}</b> ${t.value}</li>`)}</ul>` : html`<p class="quiet">None</p>`}
    <h3>Spec</h3>
    <${SpecForm} resource=${resource} />`
}

/** relationsOf returns what a resource refers to, and what refers to it. */
function relationsOf(mesh, resource) {
  if (resource.kind === 'mesh') return { to: [], from: [] }
  const graph = graphFor(mesh)
  const box = (id, why) => ({ box: graph.boxes.get(id), why })
  const why = (e, child) => (child ? 'part of it' : e.kind === 'backend' ? 'backend' : e.label || '')
  const children = (id) => [resource.kind].some((k) => ['virtualRouter', 'virtualGateway'].includes(k)) && graph.boxes.get(id)?.pill
  return {
    to: graph.edges.filter((e) => e.from === resource.ref && !children(e.to)).map((e) => box(e.to, why(e))),
    from: [
      ...graph.edges.filter((e) => e.from === resource.ref && children(e.to)).map((e) => box(e.to, why(e, true))),
      ...graph.edges.filter((e) => e.to === resource.ref).map((e) => box(e.from, why(e))),
    ],
  }
}

function Relations({ relations }) {
  const list = (title, entries, none) => html`<h3>${title}</h3>${entries.length ? html`<ul class="links">${entries.map(({ box, why }) => html`<li key=${box.id + why}><${ResourceLink} kind=${box.kind} names=${box.resource?.names || [box.id.split('/')[1], box.name]} />${box.missing && html`<span class="badge bad">missing</span>`}<small>${why}</small></li>`)}</ul>` : html`<p class="quiet">${none}</p>`}`
  return html`${list('Refers to', relations.to, 'Nothing')}${list('Referred to by', relations.from, 'Nothing')}`
}

/** useAnswer returns what a route answers, read again when the key changes. */
function useAnswer(path, query, key) {
  const [result, setResult] = useState(null)
  useEffect(() => {
    let current = true
    mock('GET', path, { query }).then((answer) => current && setResult({ answer }), (error) => current && setResult({ error }))
    return () => (current = false)
  }, [key])
  return result
}

function History({ resource }) {
  const name = resource.names.length === 1 ? '' : resource.name
  const globs = /[*?,[\]\\]/
  const query = { mesh: globs.test(resource.mesh) ? '' : resource.mesh, resource: globs.test(name) ? '' : name }
  const result = useAnswer('calls', query, resource.ref + resource.version)
  if (!result) return html`<p class="waiting" role="status">Reading the calls…</p>`
  if (result.error) return html`<${Problem} error=${result.error} what="Reading the calls" />`
  const calls = result.answer.calls.filter((c) => c.mesh === resource.mesh && (c.resource || '') === name && c.operation.endsWith(resource.kind[0].toUpperCase() + resource.kind.slice(1))).reverse()
  if (!calls.length) return html`<p class="quiet">The journal has no call about it. It keeps the last calls only.</p>`
  return html`<${CallList} calls=${calls.slice(0, 100)} />`
}

function EnvoyConfig({ resource }) {
  const result = useAnswer('envoy/config', { resource: resource.ref, ...tenantQuery() }, resource.ref + resource.version)
  if (!result) return html`<p class="waiting" role="status">Translating…</p>`
  if (result.error) return html`<${Problem} error=${result.error} what="The Envoy configuration" />`
  const text = JSON.stringify(result.answer, null, 2)
  return html`<div class="bar"><button type="button" class="button" onClick=${() => copy(text, 'Envoy configuration')}><${Icon} name="copy" />Copy</button></div><${Json} text=${text} label="Envoy configuration" />`
}
