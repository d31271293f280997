// The mesh as nested lists, for keyboard and screen reader.
import { html, useState, useStore, toResource, kinds, refOf, Button, Icon, More } from '../page.js'
import { columns, graphFor } from '../mesh/graph.js'
import { worstByRef } from './findings.js'

const step = 100 // entries that are added at a time
const openUpTo = 40 // resources of a kind: more begin closed

export function Outline({ mesh, onClose }) {
	const { address, findings } = useStore('address', 'findings')
	const graph = graphFor(mesh)
	const context = { graph, problems: worstByRef(findings), selected: address.kind ? refOf(address.kind, address.names) : '' }
	const boxes = Map.groupBy(graph.boxes.values(), (box) => box.kind)
	return html`<nav class="outline" aria-label="Outline">
		<header class="bar"><h2>Outline</h2><${Button} icon="close" tone="quiet" label="Close the outline" onClick=${onClose} /></header>
		<ul class="tree">${columns.filter((kind) => kinds[kind].parent === 'mesh').map((kind) => {
			const entries = (boxes.get(kind) || []).map((box) => ({ box, text: box.text, path: [box.id] }))
			const { plural } = kinds[kind]
			return html`<${Item} key=${kind} title=${plural} head=${html`<b class="name">${plural}</b>`} text=${entries.length} entries=${entries}
				begins=${entries.length <= openUpTo} context=${context} />`
		})}</ul></nav>`
}

// A box and, below it, the boxes that it leads to. A box of the path, and a backend, end the list.
function Entry({ box, text, path, ends, context }) {
	const { graph, problems, selected } = context
	const entries = ends ? [] : (graph.down.get(box.id) || []).map(({ to, kind, label }) => {
		const target = graph.boxes.get(to)
		const details = [kind === 'backend' && kind, label, target.pill && target.text].filter(Boolean).join(' · ')
		return { box: target, text: details, path: [...path, to], ends: kind === 'backend' || path.includes(to) }
	})
	const problem = problems.get(box.id)?.worst
	const head = html`<a class=${'name kind-' + box.kind} href=${toResource(box.kind, box.names)} title=${box.name} aria-current=${box.id === selected ? 'true' : null}>
			<${Icon} name=${box.kind} size="14" /><span class="mono">${box.name}</span></a>
		${problem && html`<span class=${'mark ' + problem}><${Icon} name=${problem} size="13" /><span class="hidden">${problem}</span></span>`}`
	return html`<${Item} title=${box.name} head=${head} text=${box.missing ? 'missing' : text} entries=${entries} context=${context} />`
}

function Item({ title, head, text, entries, begins = false, context }) {
	const [open, setOpen] = useState(begins)
	const [shown, setShown] = useState(step)
	return html`<li><div class="entry">${entries.length ? html`<${Button} icon=${open ? 'down' : 'right'} tone="quiet" label=${`Below ${title}`}
			aria-expanded=${open} onClick=${() => setOpen(!open)} />` : html`<span class="leaf"></span>`}${head}<small class="name">${text}</small></div>
		${open && entries.length > 0 && html`<ul>${entries.slice(0, shown).map((entry) => html`<${Entry} key=${entry.path.join()} ...${entry} context=${context} />`)}
			<${More} shown=${shown} of=${entries.length} step=${step} onClick=${() => setShown(shown + step)} /></ul>`}</li>`
}
