// The frame of the page: header, rail, main view, drawer.
import { html, render, useEffect, Fragment } from './html.js'
import { update, useStore, dismiss } from './store.js'
import { follow, meshViews } from './address.js'
import { start } from './live.js'
import { Icon } from './parts/icon.js'
import { Rail } from './frame/rail.js'
import { Header } from './frame/header.js'
import { MeshHeader } from './frame/mesh-header.js'
import { followKeys } from './frame/keys.js'
import { Start } from './views/start.js'
import { MapView } from './views/map.js'
import { ResourcesView } from './views/resources.js'
import { ResourceDrawer } from './views/resource.js'
import { CallsView, CallDrawer } from './views/calls.js'
import { TestView } from './views/test.js'
import { FindingsView } from './views/findings.js'
import { FaultsView } from './views/faults.js'
import { EnvoysView } from './views/envoys.js'
import { ControlsView } from './views/controls.js'
import { Problem } from './parts/form.js'

const views = {
  start: Start, map: MapView, resources: ResourcesView, test: TestView, findings: FindingsView,
  calls: CallsView, faults: FaultsView, envoys: EnvoysView, controls: ControlsView,
}

function App() {
  const address = useStore((s) => s.address)
  const dialog = useStore((s) => s.dialog)
  useStore((s) => s.defaults)
  useEffect(() => {
    document.title = [address.names.at(-1), address.mesh, address.view, 'appmesh-mock'].filter((v, i, all) => v && all.indexOf(v) === i).join(' · ')
  }, [address])
  const drawer = drawerOf(address)
  const View = views[address.view]
  return html`<${Fragment}>
    <a class="skip" href="#main" onClick=${(e) => (e.preventDefault(), document.getElementById('main').focus())}>Skip to the view</a>
    <div class=${'frame' + (drawer ? ' with-drawer' : '')}>
      <${Header} />
      <${Rail} />
      <main id="main" tabindex="-1" class=${'main view-' + address.view}>
        ${meshViews.includes(address.view) && html`<${MeshHeader} />`}
        <${StateProblem} />
        <${View} key=${address.view} />
      </main>
      ${drawer}
    </div>
    <${Notices} />
    ${dialog?.()}
  <//>`
}

/** StateProblem says that what is shown may be old. */
function StateProblem() {
  const error = useStore((s) => s.worldError)
  return error && html`<${Problem} error=${{ message: error }} what="Reading the state" />`
}

function drawerOf(address) {
  if (address.kind) return html`<${ResourceDrawer} key=${address.kind + address.names.join('/')} />`
  if (address.view === 'calls' && address.call) return html`<${CallDrawer} key=${address.call} />`
  return null
}

function Notices() {
  const notices = useStore((s) => s.notices)
  return html`<div class="notices" role="status" aria-live="polite">${notices.map((n) => html`<div key=${n.number} class=${'notice ' + n.tone}><${Icon} name=${n.tone === 'error' ? 'error' : 'done'} /><span>${n.text}</span><button type="button" class="button quiet" aria-label="Dismiss" onClick=${() => dismiss(n.number)}><${Icon} name="close" size="12" /></button></div>`)}</div>`
}

function applyTheme() {
  const theme = localStorage.getItem('theme') || 'auto'
  document.documentElement.dataset.theme = theme
  update({ theme })
}

applyTheme()
follow()
followKeys()
start()
render(html`<${App} />`, document.getElementById('app'))
