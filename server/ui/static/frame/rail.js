import { html, useStore, useTenant, toView, Badge, Button, Icon, count } from '../page.js'
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
			<li class="only-small">${link(toView(address.mesh ? 'map' : 'start'), address.mesh || address.view === 'start', 'mesh', 'Meshes')}</li>
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
