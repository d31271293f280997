// The frame of the page: header, rail, main view, drawer.
import { html, render, useEffect, Fragment } from './html.js'
import { useStore, dismiss } from './store.js'
import { follow, meshViews } from './address.js'
import { start } from './live.js'
import { Button, Problem } from './parts/basic.js'
import { Icon } from './parts/icon.js'
import { Rail } from './frame/rail.js'
import { Header, setTheme } from './frame/header.js'
import { MeshHeader } from './frame/mesh-header.js'
import { Start } from './views/start.js'
import { MapView } from './views/map.js'
import { ResourcesView } from './views/resources.js'
import { ResourceDrawer } from './views/resource.js'
import { CallsView } from './views/calls.js'
import { CallDrawer } from './views/call.js'
import { TestView } from './views/test.js'
import { FindingsView } from './views/findings.js'
import { FaultsView } from './views/faults.js'
import { EnvoysView } from './views/envoys.js'
import { ControlsView } from './views/controls.js'

const views = {
  start: Start, map: MapView, resources: ResourcesView, test: TestView, findings: FindingsView,
  calls: CallsView, faults: FaultsView, envoys: EnvoysView, controls: ControlsView,
}

function App() {
  const { address, dialog, worldError } = useStore('address', 'dialog', 'worldError', 'defaults')
  useEffect(() => {
    document.title = [...new Set([address.names.at(-1), address.mesh, address.view, 'appmesh-mock'])].filter(Boolean).join(' · ')
  }, [address])
  const drawer = drawerOf(address)
  return html`<${Fragment}>
    <a class="skip" href="#main" onClick=${(e) => (e.preventDefault(), document.getElementById('main').focus())}>Skip to the view</a>
    <div class=${'frame' + (drawer ? ' with-drawer' : '')}>
      <${Header} /><${Rail} />
      <main id="main" tabindex="-1" class=${'main view-' + address.view}>
        ${meshViews.includes(address.view) && html`<${MeshHeader} />`}
        ${worldError && html`<${Problem} error=${worldError} what="Reading the state" />`}
        <${views[address.view]} key=${address.view} /></main>
      ${drawer}
    </div>
    <${Notices} />${dialog?.()}<//>`
}

function drawerOf({ kind, names, view, call }) {
  if (kind) return html`<${ResourceDrawer} key=${kind + names.join('/')} />`
  return view === 'calls' && call ? html`<${CallDrawer} key=${call} />` : null
}

function Notices() {
  const { notices } = useStore('notices')
  return html`<div class="notices" role="status" aria-live="polite">${notices.map(({ number, text, tone }) => html`
    <div key=${number} class=${'notice ' + tone}><${Icon} name=${tone} /><span>${text}</span><${Button} icon="close" tone="quiet" label="Dismiss" onClick=${() => dismiss(number)} /></div>`)}</div>`
}

setTheme(localStorage.getItem('theme') || 'auto')
follow()
start()
render(html`<${App} />`, document.getElementById('app'))
