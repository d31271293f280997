import { html, useEffect, useStore, go, tenant, toView, useTenant, kinds, Button, Empty, Icon, Page, Waiting, copy, count } from '../page.js'
import { columns } from '../mesh/graph.js'
import { createDialog } from './create.js'
import { FileDrop, Worlds } from './import.js'

export function Start() {
	const { world, worldError } = useStore('world', 'worldError')
	const meshes = [...(useTenant()?.meshes.values() || [])]
	const only = meshes.length === 1
	useEffect(() => only && go(toView('map', meshes[0].name), true), [only])
	if (!world || only) return worldError ? null : html`<${Waiting} />`
	if (!meshes.length) return html`<${FirstMesh} />`
	return html`<${Page} title="Meshes"><ul class="cards">${meshes.map(({ name, byKind }) => html`
		<li key=${name}><a class="card" href=${toView('map', name)}><h2><${Icon} name="mesh" /><span class="name">${name}</span></h2>
			<p>${columns.map((kind) => count(byKind[kind].length, kinds[kind].noun)).join(', ')}</p></a></li>`)}</ul><//>`
}

function FirstMesh() {
	const command = `aws appmesh create-mesh --mesh-name shop --region ${tenant().region} --endpoint-url ${location.origin}`
	return html`<section class="page"><h1 class="hidden">Start</h1><${Empty} icon="mesh" title="No mesh yet">
		<p>Nothing has been created in this account and region.</p>
		<div class="first">
			<${Worlds} />
			<${Button} onClick=${() => createDialog('mesh')}>Create a mesh<//>
			<p>or from a shell:</p>
			<div class="command"><code>${command}</code><${Button} icon="copy" tone="quiet" label="Copy the command" onClick=${() => copy(command, 'Command')} /></div>
			<${FileDrop} /></div><//></section>`
}
