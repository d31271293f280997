import { html, useEffect, useRef, useState } from '../html.js'
import { go, toResource, toView, serverViews } from '../address.js'
import { kinds } from '../mesh/kinds.js'
import { Icon } from '../parts/icon.js'
import { tenantNow } from './tenant.js'
import { state } from '../store.js'

const most = 12

/** hits returns resources, views and rules that a text fits, the nearest first. */
function hits(text) {
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean)
  const all = []
  const fits = (hay) => wanted.every((word) => hay.includes(word))
  for (const view of serverViews) if (fits(view)) all.push({ rank: 3, icon: view, title: view[0].toUpperCase() + view.slice(1), text: 'View', href: toView(view) })
  for (const r of tenantNow()?.byRef.values() || []) {
    const name = r.name.toLowerCase()
    const tags = r.tags.map((tag) => tag.key + '=' + tag.value).join(' ').toLowerCase()
    if (!fits(`${name} ${r.ref.toLowerCase()} ${kinds[r.kind].word.toLowerCase()} ${tags} ${r.uid}`)) continue
    const rank = name === wanted[0] ? 0 : name.startsWith(wanted[0]) ? 1 : name.includes(wanted[0]) ? 2 : 4
    all.push({ rank, icon: r.kind, title: r.name, text: `${kinds[r.kind].word} in ${r.names.slice(0, -1).join(' / ') || 'this account'}`, href: toResource(r.kind, r.names) })
  }
  const call = text.match(/^#?(\d+)$/)
  if (call) all.push({ rank: 1, icon: 'calls', title: 'Call ' + call[1], text: 'Journal', href: toView('calls').replace('#/calls', '#/calls/' + call[1]) })
  all.push({ rank: 9, icon: 'calls', title: `Calls with “${text}”`, text: 'Journal', href: toView('calls', '', { text }) })
  return all.sort((a, b) => a.rank - b.rank).slice(0, most)
}

/** Search is the field in the header, with what it finds below it. */
export function Search() {
  const [text, setText] = useState('')
  const [open, setOpen] = useState(false)
  const [at, setAt] = useState(0)
  const element = useRef(null)
  const found = open && text.trim() && state.world ? hits(text.trim()) : []
  useEffect(() => setAt(0), [text])
  const choose = (hit) => {
    setOpen(false)
    setText('')
    element.current.querySelector('input').blur()
    go(hit.href)
  }
  const keys = (event) => {
    if (event.key === 'Escape') {
      event.stopPropagation()
      setOpen(false)
      event.target.blur()
    } else if (event.key === 'Enter' && found[at]) choose(found[at])
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      setAt((at + (event.key === 'ArrowDown' ? 1 : found.length - 1)) % (found.length || 1))
    }
  }
  return html`<div class="search" role="search" ref=${element} onFocusOut=${(e) => element.current.contains(e.relatedTarget) || setOpen(false)}>
    <${Icon} name="search" />
    <input id="search" type="search" role="combobox" aria-label="Search everything" aria-expanded=${found.length ? 'true' : 'false'} aria-controls="search-hits" aria-autocomplete="list" aria-activedescendant=${found.length ? 'hit-' + at : undefined}
      placeholder="Search everything" autocomplete="off" spellcheck="false" value=${text} onInput=${(e) => (setText(e.target.value), setOpen(true))} onFocus=${() => setOpen(true)} onKeyDown=${keys} />
    <kbd aria-hidden="true">/</kbd>
    ${found.length > 0 && html`<ul id="search-hits" class="hits" role="listbox" aria-label="Found">${found.map((hit, i) => html`<li key=${hit.href} id=${'hit-' + i} role="option" aria-selected=${i === at ? 'true' : 'false'} onPointerDown=${(e) => (e.preventDefault(), choose(hit))}><${Icon} name=${hit.icon} /><span class="mono name">${hit.title}</span><small>${hit.text}</small></li>`)}</ul>`}
  </div>`
}
