import { html, useState } from '../html.js'
import { go } from '../address.js'
import { Button } from './basic.js'

const step = 200 // rows that are added at a time

/** @typedef {{title: string, style?: string, sort?: (row: any) => any, cell: (row: any) => any}} Column */

/** Table shows rows. If they open something, the first cell is a link, and the whole row can be
 * clicked. below renders what stands under the first cell. */
export function Table({ columns, rows, keyOf, linkOf, selected, label, classOf = () => '', below }) {
  const [shown, setShown] = useState(step)
  const [order, setOrder] = useState({ title: '', down: false })
  const list = ordered(rows, columns.find((c) => c.title === order.title)?.sort, order.down)
  const sortBy = (title) => setOrder({ title, down: order.title === title && !order.down })
  const sorted = (c) => (order.title === c.title ? (order.down ? 'descending' : 'ascending') : undefined)
  const open = (link) => (event) => event.target.closest('a, button') || getSelection().toString() || go(link)
  const left = list.length - shown
  return html`<div class="table-scroll" tabindex=${linkOf ? undefined : 0}><table class="table" aria-label=${label}>
    <thead><tr>${columns.map((c) => html`<th key=${c.title} scope="col" class=${c.style} aria-sort=${sorted(c)}>
      ${c.sort ? html`<button type="button" class="sort" onClick=${() => sortBy(c.title)}>${c.title}</button>` : c.title}</th>`)}</tr></thead>
    <tbody>${list.slice(0, shown).map((row) => {
      const key = keyOf(row)
      const link = linkOf?.(row)
      const first = (text) => html`${link ? html`<a class="row-link" href=${link} aria-current=${key === selected ? 'true' : undefined}>${text}</a>` : text}${below?.(row)}`
      return html`<tr key=${key} class=${[key === selected && 'selected', link && 'opens', classOf(row)].filter(Boolean).join(' ')} onClick=${link && open(link)}>
        ${columns.map((c, i) => html`<td key=${c.title} class=${c.style}>${i ? c.cell(row) : first(c.cell(row))}</td>`)}</tr>`
    })}</tbody></table>
    ${left > 0 && html`<${Button} tone="more" onClick=${() => setShown(shown + step)}>Show ${Math.min(step, left)} more of ${left.toLocaleString('en')}<//>`}</div>`
}

function ordered(rows, sort, down) {
  if (!sort) return rows
  const sorted = rows.map((row) => [sort(row), row]).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, row]) => row)
  return down ? sorted.reverse() : sorted
}
