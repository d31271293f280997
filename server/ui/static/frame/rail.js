import { html } from '../html.js'
import { useStore } from '../store.js'
import { toView } from '../address.js'
import { Badge, Button } from '../parts/basic.js'
import { Icon } from '../parts/icon.js'
import { count } from '../parts/text.js'
import { problemsOf } from '../views/findings.js'
import { createDialog } from '../views/create.js'
import { useTenant } from './tenant.js'

const mostMeshes = 60

/** Rail leads to the meshes and to the views of the server. */
export function Rail() {
  const { address, failures, faults, envoys, findings, health } = useStore('address', 'failures', 'faults', 'envoys', 'findings', 'health')
  const tenant = useTenant()
  const meshes = [...(tenant?.meshes.values() || [])]
  const link = (view, mesh, current, content) => html`<a href=${toView(view, mesh)} aria-current=${current ? 'page' : undefined}>${content}</a>`
  const item = (view, title, n, tone) => html`<li>${link(view, undefined, address.view === view, html`<${Icon} name=${view} /><span>${title}</span><${Badge} n=${n} tone=${tone} title=${tone && 'refused'} />`)}</li>`
  return html`<nav class="rail" aria-label="Views">
    <ul class="rail-server">
      <li class="only-small">${link(address.mesh ? 'map' : 'start', undefined, address.mesh || address.view === 'start', html`<${Icon} name="mesh" /><span>Meshes</span>`)}</li>
      ${item('calls', 'Calls', address.view === 'calls' ? 0 : failures, 'bad')}
      ${item('faults', 'Faults', faults?.length)}${item('envoys', 'Envoys', envoys?.length)}${item('controls', 'Controls')}</ul>
    <div class="rail-meshes"><h2 class="rail-title">Meshes <${Button} icon="plus" tone="quiet" label="Create a mesh" onClick=${() => createDialog('mesh')} /></h2>
      <ul>${meshes.slice(0, mostMeshes).map(({ name, all }) => html`<li key=${name} title=${`${name}: ${count(all.length, 'resource')}`}>
        ${link('map', name, address.mesh === name, html`<${Icon} name="mesh" /><span class="name">${name}</span><${Badge} n=${problemsOf(findings, name).length} tone="warn" title="findings" />`)}</li>`)}
      ${meshes.length > mostMeshes && html`<li class="rail-more">${meshes.length - mostMeshes} more: press / to search</li>`}
      ${tenant && !meshes.length && html`<li class="rail-more">No mesh yet</li>`}</ul></div>
    <p class="version name" title="Version of the server">${health?.version}</p></nav>`
}
