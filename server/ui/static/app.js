import { html, render, useEffect, useStore, update, dismiss, follow, meshViews, readFindings, start, toView, useTenant, Button, Empty, Icon, Problem, Waiting } from './page.js'
import { Header, setTheme } from './frame/header.js'
import { MeshHeader, Rail } from './frame/nav.js'
import { CallDrawer } from './views/call.js'
import { CallsView } from './views/calls.js'
import { ControlsView } from './views/controls.js'
import { EnvoysView } from './views/envoys.js'
import { FaultsView } from './views/faults.js'
import { FindingsView } from './views/findings.js'
import { MapView } from './views/map.js'
import { ResourceDrawer } from './views/resource.js'
import { ResourcesView } from './views/resources.js'
import { Start } from './views/start.js'
import { TestView } from './views/test.js'

const views = {
	start: Start, map: MapView, resources: ResourcesView, test: TestView, findings: FindingsView,
	calls: CallsView, faults: FaultsView, envoys: EnvoysView, controls: ControlsView,
}

function App() {
	const { address, dialog, worldError } = useStore('address', 'dialog', 'worldError', 'defaults')
	const { view, mesh, kind, names, call, query } = address
	useEffect(() => {
		document.title = [...new Set([names.at(-1), mesh, view, 'appmesh-mock'])].filter(Boolean).join(' · ')
	}, [address])
	useEffect(() => {
		update({ findings: null }) // of another account or region
		readFindings()
	}, [query.as])
	const meshState = useTenant()?.meshes.get(mesh)
	const shown = meshViews.includes(view) && !meshState ? NoMesh : views[view]
	const skip = (event) => (event.preventDefault(), document.getElementById('main').focus())
	return html`<a class="skip" href="#main" onClick=${skip}>Skip to the view</a>
		<div class=${'frame' + (kind || call ? ' with-drawer' : '')}>
			<${Header} /><${Rail} />
			<main id="main" tabindex="-1" class=${'main view-' + view}>
				${meshViews.includes(view) && html`<${MeshHeader} exists=${meshState} />`}
				${worldError && html`<${Problem} error=${worldError} what="Reading the state" />`}
				<${shown} key=${view} mesh=${meshState} /></main>
			${kind ? html`<${ResourceDrawer} key=${[query.as, kind, names].join()} />` : call ? html`<${CallDrawer} key=${call} />` : null}
		</div>
		<${Notices} />${dialog?.()}`
}

function NoMesh() {
	const { world, address } = useStore('world', 'address')
	if (!world) return html`<${Waiting} />`
	return html`<${Empty} icon="mesh" title="There is no such mesh">
		<p>This account and region have no mesh with the name <code>${address.mesh}</code>.</p><a class="button" href=${toView('start')}>All meshes</a><//>`
}

function Notices() {
	const { notices } = useStore('notices')
	return html`<div class="notices" role="status">${notices.map(({ number, text, tone }) => html`
		<div key=${number} class=${'notice ' + tone}><${Icon} name=${tone} /><span>${text}</span>
			<${Button} icon="close" tone="quiet" label="Dismiss" onClick=${() => dismiss(number)} /></div>`)}</div>`
}

setTheme(localStorage.getItem('theme') || 'auto')
follow()
start()
render(html`<${App} />`, document.getElementById('app'))
