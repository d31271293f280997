import { html, useEffect, useState } from '../html.js'
import { useStore } from '../store.js'
import { toView } from '../address.js'
import { useTenant } from '../frame/tenant.js'
import { graphOf, lineage, collapsed, collapseFrom } from '../mesh/graph.js'
import { refOf } from '../mesh/kinds.js'
import { Empty } from '../parts/form.js'
import { Icon } from '../parts/icon.js'
import { createDialog } from './create.js'
import { Canvas } from './canvas.js'
import { Outline } from './outline.js'

const graphs = new WeakMap()

/** graphFor returns the graph of a mesh: it is made once for each state. */
export function graphFor(mesh) {
  if (!graphs.has(mesh)) graphs.set(mesh, graphOf(mesh))
  return graphs.get(mesh)
}

/** useMesh returns the mesh of the address, undefined if there is none. */
export function useMesh() {
  const name = useStore((s) => s.address.mesh)
  return useTenant()?.meshes.get(name)
}

/** NoMesh is shown where the address names a mesh that is not there. */
export function NoMesh() {
  const tenant = useTenant()
  const address = useStore((s) => s.address)
  if (!tenant) return html`<p class="waiting" role="status">Reading the state…</p>`
  return html`<${Empty} icon="mesh" title="There is no such mesh"><p>This account and region have no mesh with the name <code>${address.mesh}</code>.</p><a class="button" href=${toView('start')}>All meshes</a><//>`
}

/** findingsByRef returns the worst severity and the number of findings of each resource. */
export function findingsByRef(findings) {
  const by = new Map()
  if (!Array.isArray(findings)) return by
  for (const f of findings) {
    if (f.severity === 'info') continue
    const known = by.get(f.ref)
    by.set(f.ref, { count: (known?.count || 0) + 1, severity: known?.severity === 'error' ? 'error' : f.severity })
  }
  return by
}

const roomForOutline = 1600 // pixels of the window

export function MapView() {
  const mesh = useMesh()
  const [outline, setOutline] = useState(innerWidth >= roomForOutline)
  const [dependencies, setDependencies] = useState(false)
  useEffect(() => {
    const keys = (event) => {
      if (event.target.closest('input, textarea, select, dialog') || event.ctrlKey || event.metaKey || event.altKey) return
      if (event.key === 'o') setOutline((shown) => !shown)
      if (event.key === 'd') setDependencies((shown) => !shown)
    }
    addEventListener('keydown', keys)
    return () => removeEventListener('keydown', keys)
  }, [])
  if (!mesh) return html`<${NoMesh} />`
  const nothing = mesh.all.length <= 1
  return html`<div class="map-view">
    ${outline && html`<${Outline} mesh=${mesh} onClose=${() => setOutline(false)} />`}
    <div class="map-area">
      <div class="map-options">
        <button type="button" class="button" aria-pressed=${outline ? 'true' : 'false'} onClick=${() => setOutline(!outline)}><${Icon} name="outline" />Outline</button>
        <button type="button" class="button" aria-pressed=${dependencies ? 'true' : 'false'} title="Backends of virtual nodes" onClick=${() => setDependencies(!dependencies)}>Dependencies</button>
      </div>
      ${nothing
        ? html`<${Empty} icon="map" title="The mesh is empty"><p>Create a virtual node and a virtual service, then a gateway that leads to it.</p><button type="button" class="button primary" onClick=${() => createDialog('virtualNode')}>Create a virtual node</button><//>`
        : html`<${MeshCanvas} mesh=${mesh} dependencies=${dependencies} />`}
    </div>
  </div>`
}

/** MeshCanvas draws a mesh. way is a set of references that stand out, if there is one; reasons
 * say why others do not. */
export function MeshCanvas({ mesh, dependencies, way, reasons }) {
  const address = useStore((s) => s.address)
  const findings = useStore((s) => s.findings)
  const [open, setOpen] = useState(new Set())
  const graph = graphFor(mesh)
  const chosen = address.kind && address.kind !== 'mesh' ? refOf(address.kind, address.names) : ''
  const selected = graph.boxes.has(chosen) ? chosen : ''
  const large = graph.boxes.size > collapseFrom
  const alone = large && (selected || way?.size) ? firstOf(lineage(graph, selected ? [selected] : [...way]), [...(way || []), selected]) : new Set()
  const shown = large ? collapsed(graph, alone, open) : graph
  const bright = way?.size ? way : selected ? lineage(graph, [selected]) : null
  const toggle = (id) => setOpen((before) => {
    const after = new Set(before)
    after.has(id) ? after.delete(id) : after.size < mostOpen && after.add(id)
    return after
  })
  return html`<${Canvas} graph=${shown} label=${`Map of mesh ${mesh.name}: ${graph.boxes.size} boxes. The outline has the same as a list.`} name=${mesh.name}
    selected=${selected} bright=${bright} way=${way} reasons=${reasons} dependencies=${dependencies} findings=${findingsByRef(findings)} onGroup=${toggle}
    closeGroups=${open.size ? () => setOpen(new Set()) : null} />`
}

const mostOpen = 3 // groups
const mostAlone = 150 // boxes of a collapsed map that stand alone

function firstOf(ids, always) {
  const first = new Set(always.filter(Boolean))
  for (const id of ids) {
    if (first.size >= mostAlone) break
    first.add(id)
  }
  return first
}
