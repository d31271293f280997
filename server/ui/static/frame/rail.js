import { html } from '../html.js'
import { useStore } from '../store.js'
import { toView } from '../address.js'
import { Icon } from '../parts/icon.js'
import { count } from '../parts/text.js'
import { useTenant } from './tenant.js'
import { createDialog } from '../views/create.js'

const mostMeshes = 60

/** Rail leads to the meshes and to the views of the server. */
export function Rail() {
  const address = useStore((s) => s.address)
  const failures = useStore((s) => s.failures)
  const faults = useStore((s) => s.faults)
  const envoys = useStore((s) => s.envoys)
  const findings = useStore((s) => s.findings)
  const tenant = useTenant()
  const meshes = [...(tenant?.meshes.values() || [])]
  const problems = new Map()
  if (Array.isArray(findings)) {
    for (const f of findings) if (f.severity !== 'info') problems.set(f.ref.split('/')[1], (problems.get(f.ref.split('/')[1]) || 0) + 1)
  }
  const here = (view, mesh) => (address.view === view || (mesh && address.mesh === mesh) ? 'page' : undefined)
  const item = (view, icon, title, n, tone = '') => html`<li><a href=${toView(view)} aria-current=${here(view)}><${Icon} name=${icon} /><span>${title}</span>${n > 0 && html`<span class=${'badge ' + tone}>${n.toLocaleString('en')}<span class="hidden"> ${tone === 'bad' ? 'refused' : ''}</span></span>`}</a></li>`
  return html`<nav class="rail" aria-label="Views">
    <div class="rail-meshes"><h2 class="rail-title">Meshes <button type="button" class="button quiet" title="Create a mesh" aria-label="Create a mesh" onClick=${() => createDialog('mesh')}><${Icon} name="plus" size="14" /></button></h2>
    <ul>${meshes.slice(0, mostMeshes).map((mesh) => html`<li key=${mesh.name}><a href=${toView('map', mesh.name)} aria-current=${here('', mesh.name)} title=${`${mesh.name}: ${count(mesh.all.length, 'resource')}`}><${Icon} name="mesh" /><span class="name">${mesh.name}</span>${problems.has(mesh.name) && html`<span class="badge warn" title=${count(problems.get(mesh.name), 'finding')}>${problems.get(mesh.name)}!</span>`}</a></li>`)}
    ${meshes.length > mostMeshes && html`<li class="rail-more">${meshes.length - mostMeshes} more: press / to search</li>`}
    ${tenant && !meshes.length && html`<li class="rail-more">No mesh yet</li>`}</ul></div>
    <ul class="rail-server">
      <li class="only-small"><a href=${toView(address.mesh ? 'map' : 'start')} aria-current=${address.mesh || address.view === 'start' ? 'page' : undefined}><${Icon} name="mesh" /><span>Meshes</span></a></li>
      ${item('calls', 'calls', 'Calls', address.view === 'calls' ? 0 : failures, 'bad')}
      ${item('faults', 'faults', 'Faults', faults?.length)}
      ${item('envoys', 'envoys', 'Envoys', envoys?.length)}
      ${item('controls', 'controls', 'Controls')}
    </ul>
    <${Version} />
  </nav>`
}

function Version() {
  const health = useStore((s) => s.health)
  return html`<p class="version" title="Version of the server">${health?.version}</p>`
}
