import { html, useState } from '../html.js'
import { go } from '../address.js'

const step = 200 // rows that are added at a time

/** @typedef {{name: string, title: string, number?: boolean, wide?: boolean, sort?: (row: any) => any, cell: (row: any) => any}} Column */

/** Table shows rows that open something: the first cell of a row is a link, and the whole row
 * can be clicked. Arrow keys move between the links. */
export function Table({ columns, rows, keyOf, linkOf, selected, label, classOf = () => '', below, sorted }) {
  const [shown, setShown] = useState(step)
  const [order, setOrder] = useState(sorted || { column: '', down: false })
  const list = ordered(rows, columns.find((c) => c.name === order.column), order.down)
  const sortBy = (name) => setOrder({ column: name, down: order.column === name && !order.down })
  return html`<div class="table-scroll">
    <table class="table" aria-label=${label} onKeyDown=${moveFocus}>
      <thead><tr>${columns.map((c) => html`<th key=${c.name} scope="col" class=${classes(c)} aria-sort=${order.column === c.name ? (order.down ? 'descending' : 'ascending') : undefined}>
        ${c.sort ? html`<button type="button" class="sort" onClick=${() => sortBy(c.name)}>${c.title}<span aria-hidden="true">${order.column === c.name ? (order.down ? ' ↓' : ' ↑') : ''}</span></button>` : c.title}
      </th>`)}</tr></thead>
      <tbody>${list.slice(0, shown).map((row) => {
        const key = keyOf(row)
        const link = linkOf?.(row)
        return html`<tr key=${key} class=${`${key === selected ? 'selected ' : ''}${link ? 'opens ' : ''}${classOf(row)}`} onClick=${link && ((event) => event.target.closest('a, button, input') || getSelection().toString() || go(link))}>
          ${columns.map((c, i) => html`<td key=${c.name} class=${classes(c)}>${i === 0 && link ? html`<a class="row-link" href=${link} aria-current=${key === selected ? 'true' : undefined}>${c.cell(row)}</a>` : c.cell(row)}${i === below?.column && below.cell(row)}</td>`)}
        </tr>`
      })}</tbody>
    </table>
    ${list.length > shown && html`<button type="button" class="button more" onClick=${() => setShown(shown + step)}>Show ${Math.min(step, list.length - shown)} more of ${(list.length - shown).toLocaleString('en')}</button>`}
  </div>`
}

const classes = (c) => [c.number && 'number', c.wide && 'wide', 'col-' + c.name].filter(Boolean).join(' ')

function ordered(rows, column, down) {
  if (!column?.sort) return rows
  const keyed = rows.map((row) => [column.sort(row), row])
  keyed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  if (down) keyed.reverse()
  return keyed.map(([, row]) => row)
}

function moveFocus(event) {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  const links = [...event.currentTarget.querySelectorAll('a.row-link')]
  const at = links.indexOf(document.activeElement)
  const next = links[at + (event.key === 'ArrowDown' ? 1 : -1)]
  if (at < 0 || !next) return
  event.preventDefault()
  next.focus()
}
