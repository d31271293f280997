import { html, useStore, useTenant, toResource, toView, Badge, Button, Icon, count } from '../page.js'
import { createDialog } from '../views/create.js'
import { problemsOf } from '../views/findings.js'

const mostMeshes = 60

export function Rail() {
	const { address, failures, faults, envoys, findings, health } = useStore('address', 'failures', 'faults', 'envoys', 'findings', 'health')
	const tenant = useTenant()
	const meshes = [...(tenant?.meshes.values() || [])]
	const link = (href, current, icon, text, badge) => html`<a href=${href} aria-current=${current ? 'page' : null}>
		<${Icon} name=${icon} /><span class="name">${text}</span>${badge}</a>`
	const item = (view, title, n, tone) => html`<li>${link(toView(view), address.view === view, view, title,
		html`<${Badge} n=${n} tone=${tone} title=${tone && 'refused'} />`)}</li>`
	return html`<nav class="rail" aria-label="Views"><ul class="rail-server">
			<li class="only-small">${link(toView('start'), address.mesh || address.view === 'start', 'mesh', 'Meshes')}</li>
			${item('calls', 'Calls', address.view === 'calls' ? 0 : failures, 'bad')}
			${item('faults', 'Faults', faults?.length)}${item('envoys', 'Envoys', envoys?.length)}${item('controls', 'Controls')}</ul>
		<div class="rail-meshes"><h2 class="rail-title">Meshes <${Button} icon="plus" tone="quiet" label="Create a mesh" onClick=${() => createDialog('mesh')} /></h2>
			<ul>${meshes.slice(0, mostMeshes).map(({ name, all }) => html`<li key=${name} title=${`${name}: ${count(all.length, 'resource')}`}>
				${link(toView('map', name), address.mesh === name, 'mesh', name,
					html`<${Badge} n=${problemsOf(findings, name).length} tone="warn" title="findings" />`)}</li>`)}
			${meshes.length > mostMeshes && html`<li class="rail-more">${meshes.length - mostMeshes} more: press / to search</li>`}
			${tenant && !meshes.length && html`<li class="rail-more">No mesh yet</li>`}</ul></div>
		<p class="version name" title="Version of the server">${health?.version}</p></nav>`
}

const tabs = { map: 'Map', resources: 'Resources', test: 'Test', findings: 'Findings' }

export function MeshHeader({ exists }) {
	const { address: { mesh, view }, findings } = useStore('address', 'findings')
	const tab = ([name, title]) => html`<a key=${name} href=${toView(name)} aria-current=${view === name ? 'page' : null}>
		${title}${name === 'findings' && html`<${Badge} n=${problemsOf(findings, mesh).length} tone="warn" />`}</a>`
	return html`<div class="mesh-header">
		<h1 class="name" title=${mesh}><a href=${toResource('mesh', [mesh])}>${mesh}</a></h1>
		<nav class="tabs" aria-label="Views of the mesh">${Object.entries(tabs).map(tab)}</nav>
		${exists && html`<${Button} icon="plus" tone="create" onClick=${() => createDialog('virtualNode')}>Create<//>`}</div>`
}
