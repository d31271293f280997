import {
	html, useStore, closeDrawer, go, tenant, toView, useTenant, deleteResource, mock, mockText, readState, arnOf, kinds, refOf,
	Button, CopyMenu, Drawer, Empty, Facts, Json, Kind, Reading, ResourceLink, SpecForm, Tabs, Time, confirm, count, pretty, useRead,
} from '../page.js'
import { graphFor } from '../mesh/graph.js'
import { CallList, patternOf } from './calls.js'
import { createDialog, editDialog } from './create.js'
import { FindingList, problemsOf } from './findings.js'

export function ResourceDrawer() {
	const { address: { kind, names, query }, findings } = useStore('address', 'findings')
	const tenantState = useTenant()
	if (!tenantState) return null
	const mesh = tenantState.meshes.get(names[0])
	const ref = refOf(kind, names)
	const resource = tenantState.byRef.get(ref)
	const relations = mesh ? relationsOf(graphFor(mesh), ref) : { to: [], from: [] }
	const frame = { label: 'Resource', title: names.at(-1), kind: html`<${Kind} kind=${kind} />` }
	if (!resource) return html`<${Drawer} ...${frame}><${Missing} kind=${kind} names=${names} mesh=${mesh} users=${relations.from} /><//>`
	const own = (Array.isArray(findings) ? findings : []).filter((f) => f.ref === ref)
	const remarks = own.filter((f) => f.path).map((f) => ({ path: f.path.replace(/^spec\.?/, ''), message: f.message, tone: f.severity }))
	const panels = [
		{ name: '', title: 'Overview', panel: html`<${Overview} resource=${resource} />` },
		{ name: 'json', title: 'JSON', panel: html`<${Json} value=${resource.spec} label="Spec as JSON" remarks=${remarks} />` },
		{ name: 'relations', title: 'Relations', count: relations.to.length + relations.from.length, panel: html`<${Relations} ...${relations} />` },
		{ name: 'history', title: 'History', panel: html`<${History} resource=${resource} />` },
		{ name: 'envoy', title: 'Envoy', panel: html`<${EnvoyConfig} resource=${resource} />` },
		{ name: 'findings', title: 'Findings', count: problemsOf(own).length, panel: html`<${FindingList} of=${(other) => other === ref} />` },
	].filter(({ name }) => name !== 'envoy' || kind === 'virtualNode' || kind === 'virtualGateway')
	const { name, title, panel } = panels.find((p) => p.name === query.tab) || panels[0]
	return html`<${Drawer} ...${frame} actions=${html`<${Actions} resource=${resource} relations=${relations} />`}>
		<${Tabs} tabs=${panels} selected=${name} label="Detail" member="tab" /><section class="panel" aria-label=${title}>${panel}</section><//>`
}

const Missing = ({ kind, names, mesh, users }) =>
	html`<${Empty} icon=${kind} title="It is not there">
		<p>There is no ${kinds[kind].noun} with this name.${users.length ? ' These refer to it:' : ' It may have been deleted, or the link may be old.'}</p>
		<${Links} of=${users} />
		${mesh && html`<${Button} tone="primary" onClick=${() => createDialog(kind, names)}>Create it<//>`}<//>`

const part = 'part of it'
const nothing = html`<p class="quiet">None</p>`

function Actions({ resource, relations }) {
	const { kind, names, name, ref, spec } = resource
	const children = relations.from.filter((r) => r.why === part).length
	const users = relations.from.length - children
	const remove = () => confirm({
		title: `Delete ${name}?`, action: 'Delete',
		effects: [
			`The ${kinds[kind].noun} “${name}” is deleted by Delete${kinds[kind].title}, as a client would.`,
			children && `${count(children, 'resource')} below it: App Mesh refuses to delete it as long as they are there.`,
			users && `${count(users, 'resource')} refer to it.`,
		].filter(Boolean),
		run: () => deleteResource(kind, names), done: `${name} was deleted`,
		after: () => {
			kind === 'mesh' ? go(toView('start')) : closeDrawer()
			readState(true)
		},
	})
	const as = (format) => () => mockText('GET', 'export', { query: { format, resource: ref, ...tenant() } })
	return html`<${Button} onClick=${() => editDialog(resource)}>Edit<//>
		<${CopyMenu} items=${[
			['aws command', as('aws')], ['CloudFormation', as('cloudformation')], ['Go', as('go')],
			['JSON', () => pretty(spec)], ['ARN', () => arnOf(resource)], ['Link', () => location.href],
		]} />
		<${Button} tone="danger" onClick=${remove}>Delete<//>`
}

function Overview({ resource }) {
	const { kind, names, version, uid, resourceOwner, meshOwner, tags, spec, mesh } = resource
	const { parent, chain } = kinds[kind]
	return html`<${Facts} of=${[
			[kinds[parent]?.word, chain.length === 3 && html`<${ResourceLink} kind=${parent} names=${names.slice(0, 2)} />`], ['Version', version],
			['Changed', html`<${Time} at=${resource.lastUpdatedAtMillis} />`], ['Created', html`<${Time} at=${resource.createdAtMillis} />`],
			['ARN', arnOf(resource), 'mono'], ['UID', uid, 'mono'], ['Owner', resourceOwner !== meshOwner && resourceOwner, 'mono'],
		]} />
		<h3>Tags</h3>${tags.length ? html`<ul class="tags all">${tags.map(({ key, value }) => html`<li key=${key} class="tag"><b>${key}</b> ${value}</li>`)}</ul>`
			: nothing}
		<h3>Spec</h3><${SpecForm} spec=${spec} mesh=${mesh} />`
}

// Returns what a resource refers to, and what refers to it or is part of it.
function relationsOf({ boxes, down, up }, ref) {
	const whyOf = ({ kind, label }) => (kind === 'backend' ? kind : label)
	const below = down.get(ref) || []
	return {
		to: below.filter((e) => e.kind !== 'part').map((e) => ({ box: boxes.get(e.to), why: whyOf(e) })),
		from: [
			...below.filter((e) => e.kind === 'part').map((e) => ({ box: boxes.get(e.to), why: part })),
			...(up.get(ref) || []).map((e) => ({ box: boxes.get(e.from), why: whyOf(e) })),
		],
	}
}

const Links = ({ of }) =>
	html`<ul class="links">${of.map(({ box, why }) => html`<li key=${box.id + why}>
	<${ResourceLink} kind=${box.kind} names=${box.names} />${box.missing && html`<span class="badge bad">missing</span>`}<small>${why}</small></li>`)}</ul>`

const Relations = ({ to, from }) =>
	html`<h3>Refers to</h3>${to.length ? html`<${Links} of=${to} />` : nothing}
	<h3>Referred to by</h3>${from.length ? html`<${Links} of=${from} />` : nothing}`

function History({ resource: { kind, names, mesh, ref, version, region, meshOwner, resourceOwner, ...resource } }) {
	const name = kind === 'mesh' ? '' : resource.name
	const parent = names.length === 3 ? `/${encodeURIComponent(names[1])}/` : ''
	const isOwn = (c) => c.mesh === mesh && (c.resource || '') === name && c.operation.replace(/^[A-Z][a-z]+/, '') === kinds[kind].title &&
		c.region === region && [meshOwner, resourceOwner].includes(c.account) && c.path.includes(parent)
	const result = useRead(() => mock('GET', 'calls', { query: { mesh: patternOf(mesh), resource: patternOf(name) } }), ref + version)
	return html`<${Reading} result=${result} what="Reading the calls">${({ calls }) => {
		const own = calls.filter(isOwn)
		return own.length ? html`<${CallList} calls=${own.reverse()} />` : html`<p class="quiet">None of the last calls is about it.</p>`
	}}<//>`
}

function EnvoyConfig({ resource: { ref, version } }) {
	const result = useRead(() => mock('GET', 'envoy/config', { query: { resource: ref, ...tenant() } }), ref + version)
	return html`<${Reading} result=${result} what="The Envoy configuration">${(config) => html`
		<div class="bar"><${CopyMenu} items=${[['Envoy configuration', () => pretty(config)]]} /></div><${Json} value=${config} label="Envoy configuration" />`}<//>`
}
