import { html } from '../html.js'

/** Tabs shows a row of tabs: Left and Right move between them.
 * @param {{tabs: {name: string, title: string, count?: number}[], selected: string, onSelect: (name: string) => void, label: string}} props */
export function Tabs({ tabs, selected, onSelect, label, panel }) {
  const move = (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (!by) return
    event.preventDefault()
    const at = tabs.findIndex((tab) => tab.name === selected)
    const next = tabs[(at + by + tabs.length) % tabs.length]
    onSelect(next.name)
    event.currentTarget.querySelector(`[data-tab="${next.name}"]`).focus()
  }
  return html`<div class="tabs" role="tablist" aria-label=${label} onKeyDown=${move}>
    ${tabs.map(({ name, title, count }) => html`<button key=${name} type="button" role="tab" data-tab=${name} aria-selected=${name === selected ? 'true' : 'false'} tabindex=${name === selected ? 0 : -1} aria-controls=${panel} onClick=${() => onSelect(name)}>${title}${count > 0 && html`<span class="badge">${count}</span>`}</button>`)}
  </div>`
}
