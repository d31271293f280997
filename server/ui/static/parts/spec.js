// A spec as a readable form.
import { html } from '../html.js'
import { words } from './text.js'
import { ResourceLink } from './resource.js'

/** Members whose values are names of resources, with their kind. */
const references = { virtualNode: 'virtualNode', virtualNodeName: 'virtualNode', virtualRouterName: 'virtualRouter', virtualServiceName: 'virtualService' }

export function SpecForm({ resource }) {
  if (!Object.keys(resource.spec).length) return html`<p class="quiet">Empty</p>`
  return html`<${Members} value=${resource.spec} mesh=${resource.mesh} />`
}

const isObject = (value) => value && typeof value === 'object' && !Array.isArray(value)
const isDuration = (value) => isObject(value) && 'unit' in value && 'value' in value && Object.keys(value).length === 2

function Members({ value, mesh }) {
  return html`<dl class="spec">${Object.entries(value).map(([member, inner]) => {
    const [title, end, last] = chain(member, inner)
    return html`<div key=${member}><dt>${title}</dt><dd><${Value} member=${last} value=${end} mesh=${mesh} /></dd></div>`
  })}</dl>`
}

/** chain joins members that stand alone in theirs: Provider › Virtual router. */
function chain(member, value) {
  let title = words(member)
  while (isObject(value) && !isDuration(value) && Object.keys(value).length === 1) {
    member = Object.keys(value)[0]
    value = value[member]
    title += ' › ' + words(member)
  }
  return [title, value, member]
}

function Value({ member, value, mesh }) {
  if (Array.isArray(value)) {
    if (!value.length) return html`<span class="quiet">empty list</span>`
    if (!value.some(isObject)) return html`<span class="mono">${value.join(', ')}</span>`
    return html`<ol class="spec-list">${value.map((item, i) => html`<li key=${i}><${Members} value=${item} mesh=${mesh} /></li>`)}</ol>`
  }
  if (isDuration(value)) return html`<span class="mono">${value.value} ${value.unit}</span>`
  if (isObject(value)) return Object.keys(value).length ? html`<${Members} value=${value} mesh=${mesh} />` : html`<span class="quiet">set, without members</span>`
  if (references[member] && typeof value === 'string') return html`<${ResourceLink} kind=${references[member]} names=${[mesh, value]} />`
  return html`<span class="mono break">${String(value)}</span>`
}
