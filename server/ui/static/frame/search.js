import { html, useRef, useState, go, tenantNow, toCall, toResource, toView, serverViews, kinds, Icon } from '../page.js'

const most = 12

// Returns a function that reports whether a text has all words of the wanted one.
export function matcher(wanted) {
	const words = wanted.toLowerCase().split(/\s+/)
	return (text) => words.every((word) => text.toLowerCase().includes(word))
}

export const textOf = (r) => [r.ref, kinds[r.kind].word, r.uid, ...r.tags.map((tag) => tag.key + '=' + tag.value)].join(' ')

const hit = (rank, icon, title, text, href) => ({ rank, icon, title, text, href })

function hits(text) {
	if (!text) return []
	const fits = matcher(text)
	const resources = [...(tenantNow()?.byRef.values() || [])].filter((r) => fits(textOf(r))).map(({ kind, name, names }) => hit(
		name === text ? 0 : name.startsWith(text) ? 1 : name.includes(text) ? 2 : 4, kind, name,
		kinds[kind].word + (names.length > 1 ? ' in ' + names.slice(0, -1).join(' / ') : ''), toResource(kind, names),
	))
	const views = serverViews.filter(fits).map((view) => hit(3, view, view, 'View', toView(view)))
	const number = Number(text.replace('#', ''))
	const call = number > 0 ? [hit(1, 'calls', 'Call ' + number, 'Journal', toCall(number))] : []
	const calls = hit(9, 'calls', `Calls with “${text}”`, 'Journal', toView('calls', '', { text }))
	return [...resources, ...views, ...call, calls].sort((a, b) => a.rank - b.rank).slice(0, most)
}

export function Search() {
	const [text, setText] = useState('')
	const [at, setAt] = useState(0)
	const field = useRef(null)
	const found = hits(text.trim())
	const write = (value) => (setText(value), setAt(0))
	const choose = (chosen) => {
		write('')
		field.current.blur()
		if (chosen) go(chosen.href)
	}
	const keys = (event) => {
		const by = { ArrowDown: 1, ArrowUp: -1 }[event.key]
		if (by) event.preventDefault(), setAt((at + by + found.length) % (found.length || 1))
		if (event.key === 'Escape') event.stopPropagation(), choose()
		if (event.key === 'Enter') choose(found[at])
	}
	return html`<div class="search" role="search"><${Icon} name="search" />
		<input id="search" ref=${field} type="search" role="combobox" aria-label="Search everything" placeholder="Search everything"
			aria-expanded=${found.length > 0} aria-controls="search-hits" aria-autocomplete="list" autocomplete="off"
			aria-activedescendant=${found.length ? 'hit-' + at : null} value=${text} onInput=${(e) => write(e.target.value)} onBlur=${() => write('')} onKeyDown=${keys} />
		<kbd aria-hidden="true">/</kbd>
		${found.length > 0 && html`<ul id="search-hits" class="menu-list" role="listbox" aria-label="Found">${found.map((h, i) => html`
			<li key=${h.href} id=${'hit-' + i} role="option" aria-selected=${i === at} onPointerDown=${(e) => (e.preventDefault(), choose(h))}>
				<${Icon} name=${h.icon} /><span class="mono name">${h.title}</span><small class="name">${h.text}</small></li>`)}</ul>`}</div>`
}
