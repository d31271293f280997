import { html, useState, useStore, refOf, Button, Empty } from '../page.js'
import { useKeys } from '../frame/keys.js'
import { collapsed, collapseFrom, graphFor, lineage } from '../mesh/graph.js'
import { Canvas } from './canvas.js'
import { createDialog } from './create.js'
import { worstByRef } from './findings.js'
import { Outline } from './outline.js'

const roomForOutline = 1600 // pixels of the window

export function MapView({ mesh }) {
	const [outline, setOutline] = useState(innerWidth >= roomForOutline)
	const [dependencies, setDependencies] = useState(false)
	const toggleOutline = () => setOutline(!outline)
	const toggleDependencies = () => setDependencies(!dependencies)
	useKeys({ o: toggleOutline, d: toggleDependencies })
	return html`<div class="split">
		${outline && html`<${Outline} mesh=${mesh} onClose=${toggleOutline} />`}
		<div class="map-area">
			<div class="map-options">
				<${Button} aria-pressed=${outline} onClick=${toggleOutline}>Outline<//>
				<${Button} aria-pressed=${dependencies} title="Backends of virtual nodes" onClick=${toggleDependencies}>Dependencies<//></div>
			${mesh.all.length > 1 ? html`<${MeshCanvas} mesh=${mesh} dependencies=${dependencies} />`
				: html`<${Empty} icon="mesh" title="The mesh is empty"><p>Create a virtual node and a virtual service, then a gateway that leads to it.</p>
					<${Button} tone="primary" onClick=${() => createDialog('virtualNode')}>Create a virtual node<//><//>`}</div></div>`
}

const mostOpen = 3 // groups
const mostAlone = 150 // boxes of a collapsed map

// way is the set of references to highlight; reasons has why each route was not taken.
export function MeshCanvas({ mesh, dependencies, way = new Set(), reasons = new Map() }) {
	const { address, findings } = useStore('address', 'findings')
	const [open, setOpen] = useState([])
	const graph = graphFor(mesh)
	const chosen = address.kind ? refOf(address.kind, address.names) : ''
	const selected = graph.boxes.has(chosen) ? chosen : ''
	const ids = selected ? [selected] : [...way]
	const near = lineage(graph, ids)
	const large = graph.boxes.size > collapseFrom
	const shown = large ? collapsed(graph, new Set([...ids, ...way, ...near].slice(0, mostAlone)), new Set(open)) : graph
	const toggle = (id) => setOpen(open.includes(id) ? open.filter((other) => other !== id) : [...open, id].slice(-mostOpen))
	const label = `Map of mesh ${mesh.name}: ${graph.boxes.size} boxes`
	return html`<${Canvas} ...${{ label, selected, way, reasons, dependencies }} graph=${shown} name=${mesh.name} onGroup=${toggle}
		bright=${way.size ? way : selected ? near : null} findings=${worstByRef(findings)} closeGroups=${open.length > 0 && (() => setOpen([]))} />`
}
