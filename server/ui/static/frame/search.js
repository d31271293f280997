import { html, useRef, useState } from '../html.js'
import { format, go, toResource, toView, serverViews } from '../address.js'
import { kinds } from '../mesh/kinds.js'
import { Icon } from '../parts/icon.js'
import { tenantNow } from './tenant.js'

const most = 12

/** matcher returns a function that reports whether a text has all words of the wanted one. */
export function matcher(wanted) {
  const words = wanted.toLowerCase().split(/\s+/)
  return (text) => words.every((word) => text.toLowerCase().includes(word))
}

/** textOf returns the text by which a resource is found. */
export const textOf = (r) => [r.ref, kinds[r.kind].word, r.uid, ...r.tags.map((tag) => tag.key + '=' + tag.value)].join(' ')

/** hits returns the resources, views and calls that match a text, the best first. */
function hits(text) {
  if (!text) return []
  const fits = matcher(text)
  const resources = [...(tenantNow()?.byRef.values() || [])].filter((r) => fits(textOf(r))).map((r) => ({
    rank: r.name === text ? 0 : r.name.startsWith(text) ? 1 : r.name.includes(text) ? 2 : 4,
    icon: r.kind, title: r.name, href: toResource(r.kind, r.names),
    text: [kinds[r.kind].word, ...(r.names.length > 1 ? ['in', r.names.slice(0, -1).join(' / ')] : [])].join(' '),
  }))
  const views = serverViews.filter(fits).map((view) => ({ rank: 3, icon: view, title: view, text: 'View', href: toView(view) }))
  const number = Number(text.replace('#', ''))
  const call = number > 0 ? [{ rank: 1, icon: 'calls', title: 'Call ' + number, text: 'Journal', href: format({ view: 'calls', call: number }) }] : []
  const calls = { rank: 9, icon: 'calls', title: `Calls with “${text}”`, text: 'Journal', href: toView('calls', '', { text }) }
  return [...resources, ...views, ...call, calls].sort((a, b) => a.rank - b.rank).slice(0, most)
}

/** Search is the search field in the header, with its results. */
export function Search() {
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const field = useRef(null)
  const found = hits(text.trim())
  const write = (value) => (setText(value), setAt(0))
  const choose = (hit) => {
    write('')
    field.current.blur()
    if (hit) go(hit.href)
  }
  const move = (event, by) => (event.preventDefault(), setAt((at + by + found.length) % (found.length || 1)))
  const keys = (event) => {
    if (event.key === 'Escape') event.stopPropagation(), choose()
    if (event.key === 'Enter') choose(found[at])
    if (event.key === 'ArrowDown') move(event, 1)
    if (event.key === 'ArrowUp') move(event, -1)
  }
  return html`<div class="search" role="search"><${Icon} name="search" />
    <input id="search" ref=${field} type="search" role="combobox" aria-label="Search everything" aria-expanded=${String(found.length > 0)} aria-controls="search-hits"
      aria-autocomplete="list" aria-activedescendant=${found.length ? 'hit-' + at : undefined} placeholder="Search everything" autocomplete="off"
      spellcheck=${false} value=${text} onInput=${(e) => write(e.target.value)} onBlur=${() => write('')} onKeyDown=${keys} />
    <kbd aria-hidden="true">/</kbd>
    ${found.length > 0 && html`<ul id="search-hits" class="menu-list" role="listbox" aria-label="Found">
      ${found.map((hit, i) => html`<li key=${hit.href} id=${'hit-' + i} role="option" aria-selected=${String(i === at)} onPointerDown=${(e) => (e.preventDefault(), choose(hit))}>
        <${Icon} name=${hit.icon} /><span class="mono name">${hit.title}</span><small class="name">${hit.text}</small></li>`)}</ul>`}</div>`
}
