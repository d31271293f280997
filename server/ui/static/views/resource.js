// The detail of a resource.
import { html } from '../html.js'
import { attempt, useStore } from '../store.js'
import { closed, go, withQuery, toView } from '../address.js'
import { deleteResource, mock } from '../api.js'
import { asCloudFormation, asCommand, asGo } from '../copy.js'
import { arnOf, kinds, refOf } from '../mesh/kinds.js'
import { graphFor } from '../mesh/graph.js'
import { readState, tenantQuery } from '../live.js'
import { useTenant } from '../frame/tenant.js'
import { Button, CopyMenu, Empty, Facts, Reading, Tabs, Time, useRead } from '../parts/basic.js'
import { confirm, Drawer } from '../parts/dialog.js'
import { Json, pretty } from '../parts/json.js'
import { Kind, ResourceLink, SpecForm } from '../parts/resource.js'
import { count } from '../parts/text.js'
import { editDialog, createDialog } from './create.js'
import { FindingList, problemsOf } from './findings.js'
import { CallList } from './calls.js'

export function ResourceDrawer() {
  const { address, findings } = useStore('address', 'findings')
  const tenant = useTenant()
  if (!tenant) return null
  const { kind, names } = address
  const mesh = tenant.meshes.get(names[0])
  const resource = tenant.byRef.get(refOf(kind, names))
  const title = names.at(-1)
  const head = html`<${Kind} kind=${kind} />`
  if (!resource) return html`<${Drawer} label="Resource" title=${title} kind=${head}><${Missing} kind=${kind} names=${names} mesh=${mesh} /><//>`
  const { ref, spec } = resource
  const own = (Array.isArray(findings) ? findings : []).filter((f) => f.ref === ref)
  const remarks = own.filter((f) => f.path).map((f) => ({ path: f.path.replace(/^spec\.?/, ''), message: f.message, tone: f.severity }))
  const relations = relationsOf(graphFor(mesh), ref)
  const panels = {
    '': { title: 'Overview', render: () => html`<${Overview} resource=${resource} />` },
    json: { title: 'JSON', render: () => html`<${Json} value=${spec} label="Spec as JSON" remarks=${remarks} />` },
    relations: { title: 'Relations', count: relations.to.length + relations.from.length, render: () => html`<${Relations} relations=${relations} />` },
    history: { title: 'History', render: () => html`<${History} resource=${resource} />` },
    envoy: { title: 'Envoy', render: () => html`<${EnvoyConfig} resource=${resource} />` },
    findings: { title: 'Findings', count: problemsOf(own).length, render: () => html`<${FindingList} of=${(other) => other === ref} />` },
  }
  if (kind !== 'virtualNode' && kind !== 'virtualGateway') delete panels.envoy
  const tab = panels[address.query.tab] ? address.query.tab : ''
  return html`<${Drawer} label="Resource" title=${title} kind=${head} actions=${html`<${Actions} resource=${resource} relations=${relations} />`}>
    <${Tabs} tabs=${Object.entries(panels).map(([name, panel]) => ({ name, ...panel }))} selected=${tab} label="Detail" panel="detail" onSelect=${(name) => go(withQuery({ tab: name }), true)} />
    <div id="detail" role="tabpanel" class="panel" aria-label=${panels[tab].title}>${panels[tab].render()}</div><//>`
}

function Missing({ kind, names, mesh }) {
  const users = mesh ? relationsOf(graphFor(mesh), refOf(kind, names)).from : []
  return html`<${Empty} icon=${kind} title="It is not there">
    <p>There is no ${kinds[kind].word.toLowerCase()} with this name.${users.length ? ' These refer to it:' : ' It may have been deleted, or the link may be old.'}</p>
    <ul class="links">${users.map(({ box }) => html`<li key=${box.id}><${ResourceLink} kind=${box.kind} names=${box.names} /></li>`)}</ul>
    ${mesh && html`<${Button} tone="primary" onClick=${() => createDialog(kind, names)}>Create it<//>`}<//>`
}

function Actions({ resource, relations }) {
  const { kind, names, name } = resource
  const children = relations.from.filter((r) => r.why === 'part of it').length
  const users = relations.from.length - children
  const remove = () => confirm({
    title: `Delete ${name}?`, action: 'Delete',
    effects: [
      `The ${kinds[kind].word.toLowerCase()} “${name}” is deleted by Delete${kinds[kind].title}, as a client would.`,
      children && `${count(children, 'resource')} below it: App Mesh refuses to delete it as long as they are there.`,
      users && `${count(users, 'resource')} refer to it.`,
    ].filter(Boolean),
    run: async () => {
      if (!(await attempt(() => deleteResource(kind, names), `${name} was deleted`))) return
      go(kind === 'mesh' ? toView('start') : closed())
      readState(true)
    },
  })
  return html`<${Button} onClick=${() => editDialog(resource)}>Edit<//>
    <${CopyMenu} items=${[
      ['aws command', () => asCommand(resource)], ['CloudFormation', () => asCloudFormation(resource)], ['Go', () => asGo(resource)],
      ['JSON', () => pretty(resource.spec)], ['ARN', () => arnOf(resource)], ['Link', () => location.href],
    ]} />
    <${Button} tone="danger" onClick=${remove}>Delete<//>`
}

function Overview({ resource }) {
  const { kind, names, version, updated, created, uid, owner, meshOwner, tags, spec, mesh } = resource
  const { parent } = kinds[kind]
  return html`<${Facts} of=${[
      names.length === 3 && [kinds[parent].word, html`<${ResourceLink} kind=${parent} names=${names.slice(0, 2)} />`],
      ['Version', version], ['Changed', html`<${Time} at=${updated} />`], ['Created', html`<${Time} at=${created} />`],
      ['ARN', arnOf(resource), 'mono'], ['UID', uid, 'mono'], ['Owner', owner !== meshOwner && owner, 'mono'],
    ].filter(Boolean)} />
    <h3>Tags</h3>
    ${tags.length ? html`<ul class="tags all">${tags.map(({ key, value }) => html`<li key=${key} class="tag"><b>${key}</b> ${value}</li>`)}</ul>` : html`<p class="quiet">None</p>`}
    <h3>Spec</h3><${SpecForm} spec=${spec} mesh=${mesh} />`
}

/** relationsOf returns what a resource refers to, and what refers to it or is part of it. */
function relationsOf({ boxes, down, up }, ref) {
  const end = (id, why) => ({ box: boxes.get(id), why })
  const below = down.get(ref) || []
  return {
    to: below.filter((e) => e.kind !== 'part').map((e) => end(e.to, e.kind === 'backend' ? 'backend' : e.label)),
    from: [
      ...below.filter((e) => e.kind === 'part').map((e) => end(e.to, 'part of it')),
      ...(up.get(ref) || []).map((e) => end(e.from, e.kind === 'backend' ? 'backend' : e.label)),
    ],
  }
}

function Relations({ relations }) {
  const list = (title, entries) => html`<h3>${title}</h3>${entries.length ? html`<ul class="links">${entries.map(({ box, why }) => html`
    <li key=${box.id + why}><${ResourceLink} kind=${box.kind} names=${box.names} />${box.missing && html`<span class="badge bad">missing</span>`}<small>${why}</small></li>`)}</ul>` : html`<p class="quiet">Nothing</p>`}`
  return html`${list('Refers to', relations.to)}${list('Referred to by', relations.from)}`
}

/** pattern returns a name as a pattern of the journal; one with special characters is not limited. */
const pattern = (name) => (/[*?,[\]\\]/.test(name) ? '' : name)

function History({ resource: { kind, mesh, ref, version, ...resource } }) {
  const name = kind === 'mesh' ? '' : resource.name
  const result = useRead(() => mock('GET', 'calls', { query: { mesh: pattern(mesh), resource: pattern(name) } }), ref + version)
  return html`<${Reading} result=${result} what="Reading the calls">${({ calls }) => {
    const own = calls.filter((c) => c.mesh === mesh && (c.resource || '') === name && c.operation.endsWith(kinds[kind].title))
    return own.length ? html`<${CallList} calls=${own.reverse()} />` : html`<p class="quiet">The journal has no call about it. It keeps the last calls only.</p>`
  }}<//>`
}

function EnvoyConfig({ resource: { ref, version } }) {
  const result = useRead(() => mock('GET', 'envoy/config', { query: { resource: ref, ...tenantQuery() } }), ref + version)
  return html`<${Reading} result=${result} what="The Envoy configuration">${(config) => html`
    <div class="bar"><${CopyMenu} items=${[['Envoy configuration', () => pretty(config)]]} /></div><${Json} value=${config} label="Envoy configuration" />`}<//>`
}
