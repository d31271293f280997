import { html } from '../html.js'
import { useStore } from '../store.js'
import { toView, toResource, go } from '../address.js'
import { Icon } from '../parts/icon.js'
import { useTenant } from './tenant.js'
import { createDialog } from '../views/create.js'

/** MeshHeader names the mesh and leads to its views. */
export function MeshHeader() {
  const address = useStore((s) => s.address)
  const findings = useStore((s) => s.findings)
  const tenant = useTenant()
  const mesh = tenant?.meshes.get(address.mesh)
  const found = Array.isArray(findings) ? findings.filter((f) => f.severity !== 'info' && (f.ref === 'mesh/' + address.mesh || f.ref.startsWith(`mesh/${address.mesh}/`))).length : 0
  const tab = (view, title, n) => html`<a href=${toView(view)} aria-current=${address.view === view ? 'page' : undefined}><${Icon} name=${view} /><span>${title}</span>${n > 0 && html`<span class="badge warn">${n.toLocaleString('en')}</span>`}</a>`
  return html`<div class="mesh-header">
    <h1 title=${address.mesh}><a href=${toResource('mesh', [address.mesh])}>${address.mesh}</a></h1>
    ${tenant && tenant.meshes.size > 1 && html`<label class="only-small"><span class="hidden">Mesh</span><select value=${address.mesh} onChange=${(e) => go(toView(address.view, e.target.value))}>${[...tenant.meshes.keys()].map((name) => html`<option key=${name} selected=${name === address.mesh}>${name}</option>`)}</select></label>`}
    <nav class="mesh-tabs" aria-label="Views of the mesh">${tab('map', 'Map')}${tab('resources', 'Resources')}${tab('test', 'Test')}${tab('findings', 'Findings', found)}</nav>
    ${mesh && html`<button type="button" class="button create" onClick=${() => createDialog('virtualNode')}><${Icon} name="plus" /><span>Create</span></button>`}
  </div>`
}
