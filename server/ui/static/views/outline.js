// The mesh as a nested list: the same as the map, for keyboard and screen reader.
import { html, useMemo, useRef, useState } from '../html.js'
import { useStore } from '../store.js'
import { go, toResource } from '../address.js'
import { columns } from '../mesh/graph.js'
import { kinds, refOf } from '../mesh/kinds.js'
import { Icon } from '../parts/icon.js'
import { graphFor, findingsByRef } from './map.js'

const step = 100 // entries that are added at a time
const openUpTo = 40 // resources of a kind: more begin closed

/** entriesOf returns the outline of a mesh: kinds, their resources, and where each leads. */
function entriesOf(mesh, graph) {
  const next = new Map()
  for (const e of graph.edges) next.has(e.from) ? next.get(e.from).push(e) : next.set(e.from, [e])
  const below = (id, seen) => (next.get(id) || []).map((e) => {
    const box = graph.boxes.get(e.to)
    const again = seen.includes(e.to) || e.kind === 'backend'
    return { id: [...seen, e.to, e.kind].join('\n'), ref: e.to, kind: box.kind, names: box.resource?.names || [mesh.name, box.name], name: box.name,
      text: [e.kind === 'backend' ? 'backend' : '', e.label, box.missing ? 'missing' : box.pill ? box.text : ''].filter(Boolean).join(' · '),
      children: again ? null : () => below(e.to, [...seen, e.to]), leaf: again || !next.get(e.to) }
  })
  const missing = [...graph.boxes.values()].filter((box) => box.missing)
  return columns.filter((kind) => !kinds[kind].parent.startsWith('virtual')).map((kind) => {
    const own = [...mesh.byKind[kind].map((r) => graph.boxes.get(r.ref)), ...missing.filter((box) => box.kind === kind)]
    return { id: 'kind ' + kind, kind, name: kinds[kind].plural, text: String(own.length), group: true, leaf: !own.length, first: own.length && own.length <= openUpTo,
      children: () => own.map((box) => ({ id: box.id, ref: box.id, kind, names: box.resource?.names || [mesh.name, box.name], name: box.name, text: box.missing ? 'missing' : box.text, children: () => below(box.id, [box.id]), leaf: !next.get(box.id) })) }
  })
}

export function Outline({ mesh, onClose }) {
  const graph = graphFor(mesh)
  const address = useStore((s) => s.address)
  const findings = findingsByRef(useStore((s) => s.findings))
  const [toggled, setToggled] = useState(new Set())
  const [more, setMore] = useState(new Map())
  const [focused, setFocused] = useState('')
  const tree = useRef(null)
  const roots = useMemo(() => entriesOf(mesh, graph), [mesh])
  const selected = address.kind ? refOf(address.kind, address.names) : ''
  const isOpen = (entry) => !entry.leaf && Boolean(entry.first) !== toggled.has(entry.id)
  const toggle = (entry) => setToggled((before) => {
    const after = new Set(before)
    after.has(entry.id) ? after.delete(entry.id) : after.add(entry.id)
    return after
  })
  const rows = []
  const add = (entries, level, parent) => {
    const most = more.get(parent) || step
    entries.slice(0, most).forEach((entry, i) => {
      rows.push({ entry, level, parent, position: i + 1, size: entries.length })
      if (isOpen(entry)) add(entry.children(), level + 1, entry.id)
    })
    if (entries.length > most) rows.push({ entry: { id: 'more ' + parent, more: parent, name: `Show ${Math.min(step, entries.length - most)} more of ${entries.length - most}`, leaf: true }, level, parent, position: most + 1, size: entries.length })
  }
  add(roots, 1, '')
  const active = rows.some((row) => row.entry.id === focused) ? focused : rows[0]?.entry.id
  const run = (entry) => {
    if (entry.more !== undefined) setMore(new Map(more).set(entry.more, (more.get(entry.more) || step) + step))
    else if (entry.group) toggle(entry)
    else go(toResource(entry.kind, entry.names))
  }
  const focusRow = (i) => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, i))]
    setFocused(row.entry.id)
    tree.current.children[rows.indexOf(row)]?.focus()
  }
  const keys = (event) => {
    const i = rows.findIndex((row) => row.entry.id === active)
    const { entry, parent } = rows[i]
    const actions = {
      ArrowDown: () => focusRow(i + 1), ArrowUp: () => focusRow(i - 1), Home: () => focusRow(0), End: () => focusRow(rows.length - 1),
      ArrowRight: () => (entry.leaf ? null : isOpen(entry) ? focusRow(i + 1) : toggle(entry)),
      ArrowLeft: () => (isOpen(entry) ? toggle(entry) : parent && focusRow(rows.findIndex((row) => row.entry.id === parent))),
      Enter: () => run(entry), ' ': () => run(entry),
    }
    if (!actions[event.key] || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    actions[event.key]()
  }
  return html`<section class="outline" aria-label="Outline">
    <header class="bar"><h2>Outline</h2><button type="button" class="button quiet" aria-label="Close the outline" onClick=${onClose}><${Icon} name="close" size="14" /></button></header>
    <ul role="tree" class="tree" aria-label=${'Outline of mesh ' + mesh.name} ref=${tree} onKeyDown=${keys}>
      ${rows.map(({ entry, level, position, size }) => html`<li key=${entry.id} role="treeitem" aria-level=${level} aria-posinset=${position} aria-setsize=${size} aria-expanded=${entry.leaf ? undefined : isOpen(entry) ? 'true' : 'false'} aria-selected=${entry.ref && entry.ref === selected ? 'true' : 'false'}
        tabindex=${entry.id === active ? 0 : -1} class=${`level-${Math.min(level, 7)}${entry.group ? ' group' : ''}${entry.more !== undefined ? ' more' : ''} kind-${entry.kind || ''}`} title=${entry.name} onFocus=${() => setFocused(entry.id)} onClick=${() => run(entry)}>
        <span class="twist" aria-hidden="true" onClick=${(e) => (e.stopPropagation(), entry.leaf ? run(entry) : toggle(entry))}>${!entry.leaf && html`<${Icon} name=${isOpen(entry) ? 'down' : 'right'} size="12" />`}</span>
        ${entry.kind && html`<${Icon} name=${entry.kind} size="14" />`}<span class="name">${entry.name}</span>
        ${findings.has(entry.ref) && html`<span class=${'mark ' + findings.get(entry.ref).severity}><${Icon} name="warning" size="13" /><span class="hidden">${findings.get(entry.ref).severity}</span></span>`}
        <small>${entry.text}</small></li>`)}
    </ul></section>`
}
