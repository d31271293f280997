import { html, useEffect } from '../html.js'
import { useStore, state } from '../store.js'
import { go, tenant, toView } from '../address.js'
import { useTenant } from '../frame/tenant.js'
import { Empty, copy } from '../parts/form.js'
import { Icon } from '../parts/icon.js'
import { count } from '../parts/text.js'
import { createDialog } from './create.js'
import { FileDrop, loadExample } from './import.js'

/** Start leads to the only mesh, lists several, and says how to get a first one. */
export function Start() {
  const meshes = [...(useTenant()?.meshes.values() || [])]
  const address = useStore((s) => s.address)
  const only = meshes.length === 1 && !address.query.stay
  useEffect(() => {
    if (only) go(toView('map', meshes[0].name), true)
  }, [only])
  if (!state.world || only) return html`<p class="waiting" role="status">${state.worldError ? '' : 'Reading the state…'}</p>`
  if (!meshes.length) return html`<${FirstMesh} />`
  return html`<section class="page"><h1>Meshes</h1>
    <ul class="cards">${meshes.map((mesh) => html`<li key=${mesh.name}><a class="card" href=${toView('map', mesh.name)}><h2><${Icon} name="mesh" /><span class="name">${mesh.name}</span></h2>
      <p>${count(mesh.byKind.virtualGateway.length, 'gateway')}, ${count(mesh.byKind.virtualService.length, 'service')}, ${count(mesh.byKind.virtualRouter.length, 'router')}, ${count(mesh.byKind.route.length, 'route')}, ${count(mesh.byKind.virtualNode.length, 'node')}</p></a></li>`)}</ul></section>`
}

function FirstMesh() {
  const { region } = tenant()
  const command = `aws appmesh create-mesh --mesh-name shop --region ${region || 'us-east-1'} --endpoint-url ${location.origin}`
  return html`<section class="page"><h1 class="hidden">Start</h1><${Empty} icon="mesh" title="No mesh yet"><p>Nothing has been created in this account and region.</p>
    <div class="first">
      <button type="button" class="button primary" onClick=${loadExample}>Load an example</button>
      <button type="button" class="button" onClick=${() => createDialog('mesh')}>Create a mesh</button>
      <p>or from a shell:</p>
      <div class="command"><code>${command}</code><button type="button" class="button quiet" aria-label="Copy the command" onClick=${() => copy(command, 'Command')}><${Icon} name="copy" /></button></div>
      <${FileDrop} />
    </div><//></section>`
}
