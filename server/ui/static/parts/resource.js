import { html } from '../html.js'
import { tenantNow, toResource } from '../address.js'
import { kinds } from '../mesh/kinds.js'
import { Icon } from './icon.js'
import { words } from './text.js'

export const Kind = ({ kind }) =>
	html`<span class=${'kind kind-' + kind}><${Icon} name=${kind} />${kinds[kind].word}</span>`

export const ResourceLink = ({ kind, names, query }) =>
	html`<a class=${'resource-link kind-' + kind} href=${toResource(kind, names, query)} title=${names.join(' / ')}>
		<${Icon} name=${kind} /><span class="mono">${names.at(-1)}</span></a>`

// Leads to the resource of a reference such as mesh/shop/virtualNode/cart.
export function RefLink({ refersTo, query }) {
	const of = byReference(refersTo)
	return of ? html`<${ResourceLink} kind=${of.kind} names=${of.names} query=${query} />` : html`<code>${refersTo}</code>`
}

// Returns kind and names of a reference. Names may have slashes in them, so resources
// of the state are looked up first.
function byReference(ref) {
	const parts = ref.split('/')
	const kind = parts.at(-2)
	const parsed = kinds[kind]?.chain.length * 2 === parts.length && { kind, names: parts.filter((_, i) => i % 2) }
	return tenantNow()?.byRef.get(ref) || parsed
}

const references = {
	virtualNode: 'virtualNode', virtualNodeName: 'virtualNode', virtualRouterName: 'virtualRouter', virtualServiceName: 'virtualService',
}

const isObject = (value) => value && typeof value === 'object' && !Array.isArray(value)

export function SpecForm({ spec, mesh }) {
	if (!Object.keys(spec).length) return html`<p class="quiet">Empty</p>`
	return html`<dl class="spec">${Object.entries(spec).map(([member, value]) => {
		let title = words(member)
		while (isObject(value) && Object.keys(value).length === 1) { // Provider › Virtual router
			[[member, value]] = Object.entries(value)
			title += ' › ' + words(member)
		}
		return html`<div key=${title}><dt>${title}</dt><dd><${Value} member=${member} value=${value} mesh=${mesh} /></dd></div>`
	})}</dl>`
}

function Value({ member, value, mesh }) {
	if (Array.isArray(value) && value.some(isObject)) {
		return html`<ol class="spec-list">${value.map((item, i) => html`<li key=${i}><${SpecForm} spec=${item} mesh=${mesh} /></li>`)}</ol>`
	}
	if (references[member]) return html`<${ResourceLink} kind=${references[member]} names=${[mesh, value]} />`
	const isDuration = isObject(value) && Object.keys(value).sort().join() === 'unit,value'
	if (isObject(value) && !isDuration) return html`<${SpecForm} spec=${value} mesh=${mesh} />`
	const text = isDuration ? `${value.value} ${value.unit}` : [value].flat().join(', ')
	return html`<span class=${text ? 'mono' : 'quiet'}>${text || 'empty'}</span>`
}
