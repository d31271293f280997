import { html, useStore, readEnvoys, Empty, Facts, Icon, Page, RefLink, Table, Time, count, usePoll } from '../page.js'

export function EnvoysView() {
	const { envoys } = useStore('envoys')
	usePoll(readEnvoys)
	return html`<${Page} title="Envoys" status=${envoys && count(envoys.length, 'Envoy')}>
		${envoys?.length === 0 && html`<${Empty} icon="envoys" title="No Envoy has asked yet"><p>Start one with the bootstrap of a virtual node or gateway:</p>
			<div class="command"><code>appmesh-mock envoy bootstrap mesh/NAME/virtualNode/NAME</code></div><//>`}
		<ul class="cards wide">${envoys?.map((envoy) => html`<li key=${envoy.id + envoy.address} class="card"><${Envoy} ...${envoy} /></li>`)}</ul><//>`
}

const columns = [
	['Type', (t) => t.type], ['Current', (t) => t.current, 'mono'], ['It has', (t) => t.acknowledged || '–', 'mono'],
	['State', (t) => (t.current === t.acknowledged ? 'up to date' : html`<span class="bad">behind</span>`)],
]

function Envoy({ id, transport, resource, address, account, region, lastSeen, rejected, types, omitted }) {
	const mesh = resource.split('/').slice(0, 2).join('/')
	const as = `${account}/${region}`
	return html`<article class="envoy">
		<h2><${Icon} name="envoys" /><span class="mono name" title=${id}>${id}</span><span class="tag">${transport}</span>${rejected && html`<span class="badge bad">rejected</span>`}</h2>
		<${Facts} of=${[
			['Runs as', resource && html`<${RefLink} refersTo=${resource} query=${{ as, tab: 'envoy' }} />`], ['Address', address, 'mono'],
			['Tenant', `${account} · ${region}`, 'mono'], ['Last seen', html`<${Time} at=${lastSeen} now=${Date.now()} />`],
		]} />
		${rejected && html`<div class="problem block" role="alert"><strong>Rejected configuration</strong><p class="mono">${rejected}</p></div>`}
		${types?.length > 0 && html`<${Table} label=${'Versions of ' + id} columns=${columns} rows=${types} keyOf=${(t) => t.type} />`}
		${omitted?.length > 0 && html`<h3>Left out</h3><ul class="links">${omitted.map(({ ref, reason }) => html`
			<li key=${ref + reason}><${RefLink} refersTo=${ref.startsWith('mesh/') ? ref : `${mesh}/${ref}`} query=${{ as }} /><small>${reason}</small></li>`)}</ul>`}</article>`
}
