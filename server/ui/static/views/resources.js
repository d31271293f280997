import {
	html, useState, useStore, toResource, kindNames, kinds, refOf, Button, Empty, Icon, Table, Tabs, Time,
} from '../page.js'
import { matcher, textOf } from '../frame/search.js'
import { graphFor } from '../mesh/graph.js'
import { createDialog } from './create.js'
import { worstByRef } from './findings.js'

function summary({ kind, ref, spec }, { boxes, down }) {
	if (kind === 'mesh') return 'egress ' + (spec.egressFilter?.type || 'DROP_ALL')
	const targets = (down.get(ref) || []).filter((e) => e.kind === 'flow').map((e) => `${boxes.get(e.to).name} ${e.label}`.trim())
	return [boxes.get(ref).text, targets.length && '→ ' + targets.join(', ')].filter(Boolean).join(' ') || 'no provider'
}

const Tags = ({ tags }) => html`<span class="tags">${tags.map(({ key, value }) => html`
	<span key=${key} class="tag" title=${`${key} = ${value}`}>${value ? `${key}=${value}` : key}</span>`)}</span>`

const shortName = ({ names }) => names.slice(names.length === 3 ? 1 : -1).join(' / ')

export function ResourcesView({ mesh }) {
	const { address, findings } = useStore('address', 'findings', 'clock')
	const [text, setText] = useState('')
	const problems = worstByRef(findings)
	const graph = graphFor(mesh)
	const problemCount = (r) => problems.get(r.ref)?.count || ''
	const kind = kinds[address.query.kind] ? address.query.kind : ''
	const noun = kind ? kinds[kind].noun : 'resource'
	const all = kind ? mesh.byKind[kind] : mesh.all
	const rows = all.filter((r) => matcher(text)(textOf(r)))
	const columns = [
		['Name', (r) => html`<span class=${'kind-' + r.kind}><${Icon} name=${r.kind} /></span><span class="mono name" title=${r.name}>${shortName(r)}</span>`, '', (r) => r.name],
		['Kind', (r) => kinds[r.kind].word, 'minor', (r) => kindNames.indexOf(r.kind)],
		['In short', (r) => html`<span class="mono cut" title=${summary(r, graph)}>${summary(r, graph)}</span>`, 'wide'], ['Tags', Tags, 'minor'],
		['Findings', problemCount, 'number', problemCount], ['Version', (r) => r.version, 'number', (r) => r.version],
		['Changed', (r) => html`<${Time} at=${r.lastUpdatedAtMillis} />`, 'number', (r) => -r.lastUpdatedAtMillis],
	]
	const tab = (name, title, own) => ({ name, title, count: own.length })
	const tabs = [tab('', 'All', mesh.all), ...kindNames.slice(1).map((k) => tab(k, kinds[k].plural, mesh.byKind[k]))]
	return html`<section class="page">
		<${Tabs} tabs=${tabs} selected=${kind} label="Kinds" member="kind" />
		<div class="bar filters">
			<input type="search" aria-label="Filter by name or tag" placeholder="Filter by name or tag" value=${text} onInput=${(e) => setText(e.target.value)} />
			<span class="quiet" role="status">${rows.length < all.length && `${rows.length} of ${all.length}`}</span>
			${kind && html`<${Button} icon="plus" onClick=${() => createDialog(kind)}>Create a ${noun}<//>`}</div>
		${rows.length ? html`
			<${Table} key=${kind} label="Resources" columns=${columns.filter(([title]) => !kind || title !== 'Kind')} rows=${rows} keyOf=${(r) => r.ref}
				linkOf=${(r) => toResource(r.kind, r.names)} selected=${address.kind ? refOf(address.kind, address.names) : ''} />`
			: html`<${Empty} icon=${kind || 'mesh'} title=${all.length ? 'Nothing fits the filter' : `No ${noun} yet`}>
				<p>${all.length ? 'Change the filter to see more.' : 'Create one here, or with any client of App Mesh.'}</p><//>`}</section>`
}
