import { html, useStore, useTenant, go, toResource, toView, Badge, Button, Choice, Icon } from '../page.js'
import { createDialog } from '../views/create.js'
import { problemsOf } from '../views/findings.js'

const tabs = [['map', 'Map'], ['resources', 'Resources'], ['test', 'Test'], ['findings', 'Findings', 'warning']]

export function MeshHeader() {
	const { address: { mesh, view }, findings } = useStore('address', 'findings')
	const { meshes } = useTenant() || { meshes: new Map() }
	const to = (other) => go(toView(view, other))
	const tab = ([name, title, icon = name]) => html`<a key=${name} href=${toView(name)} aria-current=${view === name ? 'page' : null}>
		<${Icon} name=${icon} />${title}${name === 'findings' && html`<${Badge} n=${problemsOf(findings, mesh).length} tone="warn" />`}</a>`
	return html`<div class="mesh-header">
		<h1 class="name" title=${mesh}><a href=${toResource('mesh', [mesh])}>${mesh}</a></h1>
		${meshes.size > 1 && meshes.has(mesh) && html`<div class="only-small">
			<${Choice} label="Mesh" hidden value=${mesh} onInput=${to} options=${[...meshes.keys()]} /></div>`}
		<nav class="mesh-tabs" aria-label="Views of the mesh">${tabs.map(tab)}</nav>
		${meshes.has(mesh) && html`<${Button} icon="plus" tone="create" onClick=${() => createDialog('virtualNode')}>Create<//>`}</div>`
}
