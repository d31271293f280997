import {
	html, attempt, useStore, messageOf, mock, mockText, readFaults, Body, Button, CopyMenu, Drawer, Empty, Facts, Icon, Reading, RuleText, Time,
	dotted, duration, pretty, useRead, violationsOf,
} from '../page.js'
import { failed, patternOf } from './calls.js'
import { codes } from './faults.js'

export function CallDrawer() {
	const { call: number } = useStore('address').address
	const result = useRead(() => mock('GET', 'calls', { query: { number } }), number)
	const call = result.value?.calls[0]
	const title = call ? call.operation || `${call.method} ${call.path}` : 'Call ' + number
	return html`<${Drawer} label="Call" title=${title} actions=${call && html`<${CallActions} call=${call} />`}>
		<${Reading} result=${result} what="Reading the call">${() => (call ? html`<${CallDetail} call=${call} />`
			: html`<${Empty} icon="calls" title="Not in the journal"><p>The journal keeps the last calls only, or it was cleared.</p><//>`)}<//><//>`
}

function CallActions({ call }) {
	const { operation, mesh, resource, account, region } = call
	const code = codes.includes(call.code) ? call.code : 'ServiceUnavailableException'
	const json = { operation, mesh: patternOf(mesh), resource: patternOf(resource), account, region, code, first: 1 }
	const fail = () => attempt(() => mock('POST', 'faults', { json }), `The next ${operation} like this will fail`).then(readFaults)
	const as = (format) => () => mockText('GET', 'calls', { query: { number: call.number, format } })
	const copies = [
		operation && ['aws command', as('aws')], ['curl command', as('curl')], ['JSON', () => pretty(call)], ['Link', () => location.href],
	]
	return html`<${CopyMenu} items=${copies.filter(Boolean)} />
		${operation && html`<${Button} icon="faults" onClick=${fail}>Fail the next one like this<//>`}`
}

function CallDetail({ call }) {
	const { ignored = [], rule, hint } = call
	const remarks = [
		...(failed(call) ? violationsOf(messageOf(call.response)) : []),
		...ignored.map((text) => ({ path: dotted(text.split(' ')[0]), message: text.replace(/^\S+/, 'ignored'), tone: 'warning' })),
	]
	const body = (title, text, binary, marks) => html`<section aria-label=${title}><h3>${title}</h3>
		${text || binary ? html`<${Body} text=${text || '(not text, as base64)\n' + binary} remarks=${marks} label=${`Body of the ${title.toLowerCase()}`} />`
			: html`<p class="quiet">No body</p>`}</section>`
	return html`<div class="panel"><${Facts} of=${[
			['Status', `${call.status || 'connection cut'} ${call.code || ''}`, failed(call) && 'bad'], ['Time', html`${call.time} (<${Time} at=${call.time} />)`],
			['Took', duration(call.durationSeconds)], ['Request', `${call.method} ${call.path}`, 'mono'], ['Caller', `${call.account} · ${call.region}`, 'mono'],
			['Request id', call.requestId, 'mono'], ['Fault', call.fault], ['Ignored', ignored.join(', '), 'mono'], ['Cut short', call.truncated?.join(', ')],
		]} />
		${hint && html`<p class="hint"><${Icon} name="info" /><span>${hint}</span></p>`}${rule > 0 && html`<${RuleText} number=${rule} />`}
		<div class="sides">${body('Request', call.request, call.requestBase64, remarks)}${body('Response', call.response, call.responseBase64)}</div></div>`
}
