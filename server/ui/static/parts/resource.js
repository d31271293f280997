import { html } from '../html.js'
import { kinds } from '../mesh/kinds.js'
import { toResource } from '../address.js'
import { tenantNow } from '../frame/tenant.js'
import { Icon } from './icon.js'
import { words } from './text.js'

/** Kind names a kind with its icon. */
export function Kind({ kind }) {
  return html`<span class=${'kind kind-' + kind}><${Icon} name=${kind} />${kinds[kind].word}</span>`
}

/** ResourceLink leads to a resource. */
export function ResourceLink({ kind, names, query }) {
  return html`<a class=${'resource-link kind-' + kind} href=${toResource(kind, names, query)} title=${names.join(' / ')}><${Icon} name=${kind} /><span class="mono">${names.at(-1)}</span></a>`
}

/** RefLink leads to the resource of a reference such as mesh/shop/virtualNode/cart. */
export function RefLink({ refersTo, query }) {
  const of = byReference(refersTo)
  return of ? html`<${ResourceLink} kind=${of.kind} names=${of.names} query=${query} />` : html`<code>${refersTo}</code>`
}

/** byReference returns kind and names of a reference. Names may have slashes in them, so resources
 * of the state are looked up first. */
function byReference(ref) {
  const known = tenantNow()?.byRef.get(ref)
  if (known) return known
  const parts = ref.split('/')
  const kind = parts.at(-2)
  return kinds[kind]?.depth * 2 === parts.length ? { kind, names: parts.filter((_, i) => i % 2) } : null
}

/** Members whose values are names of resources, with their kind. */
const references = { virtualNode: 'virtualNode', virtualNodeName: 'virtualNode', virtualRouterName: 'virtualRouter', virtualServiceName: 'virtualService' }

/** SpecForm shows a spec as a readable form. */
export function SpecForm({ spec, mesh }) {
  return Object.keys(spec).length ? html`<${Members} value=${spec} mesh=${mesh} />` : html`<p class="quiet">Empty</p>`
}

const isObject = (value) => value && typeof value === 'object' && !Array.isArray(value)
const isDuration = (value) => isObject(value) && Object.keys(value).sort().join() === 'unit,value'

function Members({ value, mesh }) {
  return html`<dl class="spec">${Object.entries(value).map(([member, inner]) => {
    const [title, end, last] = chain(member, inner)
    return html`<div key=${member}><dt>${title}</dt><dd><${Value} member=${last} value=${end} mesh=${mesh} /></dd></div>`
  })}</dl>`
}

/** chain joins members that stand alone in theirs: Provider › Virtual router. */
function chain(member, value) {
  let title = words(member)
  while (isObject(value) && Object.keys(value).length === 1) {
    [[member, value]] = Object.entries(value)
    title += ' › ' + words(member)
  }
  return [title, value, member]
}

function Value({ member, value, mesh }) {
  if (Array.isArray(value) && value.some(isObject)) {
    return html`<ol class="spec-list">${value.map((item, i) => html`<li key=${i}><${Members} value=${item} mesh=${mesh} /></li>`)}</ol>`
  }
  if (references[member]) return html`<${ResourceLink} kind=${references[member]} names=${[mesh, value]} />`
  if (isObject(value) && Object.keys(value).length && !isDuration(value)) return html`<${Members} value=${value} mesh=${mesh} />`
  const text = isDuration(value) ? `${value.value} ${value.unit}` : Array.isArray(value) ? value.join(', ') : isObject(value) ? '' : String(value)
  return text ? html`<span class="mono">${text}</span>` : html`<span class="quiet">empty</span>`
}
