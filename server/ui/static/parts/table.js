import { html, useState } from '../html.js'
import { go } from '../address.js'
import { Button } from './basic.js'
import { classes } from './text.js'

const step = 200 // rows that are added at a time

// A column is its title, a function from a row to the cell, its style, and a function from a row to what
// it is sorted by. With linkOf the first cell is a link, and the whole row can be clicked.
export function Table({ columns, rows, keyOf, linkOf, selected, label, classOf }) {
	const [shown, setShown] = useState(step)
	const [order, setOrder] = useState({})
	const list = ordered(rows, columns.find(([title]) => title === order.title)?.[3], order.down)
	const sortBy = (title) => setOrder({ title, down: order.title === title && !order.down })
	const sorted = (title) => (order.title === title ? (order.down ? 'descending' : 'ascending') : null)
	const open = (link) => (event) => event.target.closest('a, button') || getSelection().toString() || go(link)
	return html`<div class="table-scroll" tabindex=${linkOf ? null : 0}><table class="table" aria-label=${label}>
		<thead><tr>${columns.map(([title, , style, sort]) => html`<th key=${title} scope="col" class=${style} aria-sort=${sorted(title)}>
			${sort ? html`<button type="button" class="sort" onClick=${() => sortBy(title)}>${title}</button>` : title}</th>`)}</tr></thead>
		<tbody>${list.slice(0, shown).map((row) => {
			const key = keyOf(row)
			const link = linkOf?.(row)
			const first = (text) => html`<a class="row-link" href=${link} aria-current=${key === selected ? 'true' : null}>${text}</a>`
			return html`<tr key=${key} class=${classes(key === selected && 'selected', link && 'opens', classOf?.(row))} onClick=${link && open(link)}>
				${columns.map(([title, cell, style], i) => html`<td key=${title} class=${style}>${link && !i ? first(cell(row)) : cell(row)}</td>`)}</tr>`
		})}</tbody></table><${More} shown=${shown} of=${list.length} step=${step} onClick=${() => setShown(shown + step)} /></div>`
}

export function More({ shown, of, step, onClick }) {
	const left = of - shown
	return left > 0 && html`<${Button} tone="more" onClick=${onClick}>Show ${Math.min(step, left)} more of ${left.toLocaleString('en')}<//>`
}

function ordered(rows, sort, down) {
	if (!sort) return rows
	const sorted = rows.map((row) => [sort(row), row]).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, row]) => row)
	return down ? sorted.reverse() : sorted
}
