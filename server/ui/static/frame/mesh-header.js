import { html } from '../html.js'
import { useStore } from '../store.js'
import { toView, toResource, go } from '../address.js'
import { Badge, Button, Choice } from '../parts/basic.js'
import { Icon } from '../parts/icon.js'
import { problemsOf } from '../views/findings.js'
import { createDialog } from '../views/create.js'
import { useTenant } from './tenant.js'

const tabs = [['map', 'Map', 'map'], ['resources', 'Resources', 'resources'], ['test', 'Test', 'test'], ['findings', 'Findings', 'warning']]

/** MeshHeader names the mesh and leads to its views. */
export function MeshHeader() {
  const { address, findings } = useStore('address', 'findings')
  const { meshes = new Map() } = useTenant() || {}
  const found = problemsOf(findings, address.mesh).length
  return html`<div class="mesh-header">
    <h1 class="name" title=${address.mesh}><a href=${toResource('mesh', [address.mesh])}>${address.mesh}</a></h1>
    ${meshes.size > 1 && meshes.has(address.mesh) && html`<div class="only-small"><${Choice} label="Mesh" hidden value=${address.mesh} onInput=${(mesh) => go(toView(address.view, mesh))} options=${[...meshes.keys()]} /></div>`}
    <nav class="mesh-tabs" aria-label="Views of the mesh">
      ${tabs.map(([view, title, icon]) => html`<a key=${view} href=${toView(view)} aria-current=${address.view === view ? 'page' : undefined}>
        <${Icon} name=${icon} />${title}${view === 'findings' && html`<${Badge} n=${found} tone="warn" />`}</a>`)}</nav>
    ${meshes.has(address.mesh) && html`<${Button} icon="plus" tone="create" onClick=${() => createDialog('virtualNode')}>Create<//>`}
  </div>`
}
