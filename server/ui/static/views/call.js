// The detail of a call.
import { html } from '../html.js'
import { attempt, useStore } from '../store.js'
import { mock } from '../api.js'
import { callAsCommand, callAsCurl } from '../copy.js'
import { readFaults } from '../live.js'
import { Button, CopyMenu, Empty, Facts, Reading, RuleText, Time, useRead } from '../parts/basic.js'
import { Drawer } from '../parts/dialog.js'
import { Icon } from '../parts/icon.js'
import { Body, dotted, pretty, violationsOf } from '../parts/json.js'
import { duration } from '../parts/text.js'
import { failed, messageOf } from './calls.js'
import { codes } from './faults.js'

export function CallDrawer() {
  const { call: number } = useStore('address').address
  const result = useRead(() => mock('GET', 'calls', { query: { since: number - 1 } }), number)
  const call = result.value?.calls.find((c) => c.number === number)
  const title = call ? call.operation || `${call.method} ${call.path}` : 'Call ' + number
  return html`<${Drawer} label="Call" title=${title} actions=${call && html`<${CallActions} call=${call} />`}>
    <${Reading} result=${result} what="Reading the call">${() => (call ? html`<${CallDetail} call=${call} />`
      : html`<${Empty} icon="calls" title="Not in the journal"><p>The journal keeps the last calls only, or it was cleared.</p><//>`)}<//><//>`
}

function CallActions({ call }) {
  const { operation, mesh, resource, account, region } = call
  const code = codes.includes(call.code) ? call.code : 'ServiceUnavailableException'
  const fail = async () => {
    await attempt(() => mock('POST', 'faults', { json: { operation, mesh, resource, account, region, code, first: 1 } }), `The next ${operation} like this will fail`)
    readFaults()
  }
  return html`<${CopyMenu} items=${[
      ...(operation ? [['aws command', () => callAsCommand(call)]] : []),
      ['curl command', () => callAsCurl(call)], ['JSON', () => pretty(call)], ['Link', () => location.href],
    ]} />
    ${operation && html`<${Button} icon="faults" title="Injects a fault for the next call of this operation on this resource" onClick=${fail}>Fail the next one like this<//>`}`
}

function CallDetail({ call }) {
  const { ignored = [], rule } = call
  const remarks = [
    ...(failed(call) ? violationsOf(messageOf(call)) : []),
    ...ignored.map((text) => ({ path: dotted(text.split(' ')[0]), message: text.replace(/^\S+/, 'ignored'), tone: 'warning' })),
  ]
  const body = (name, title, marks) => {
    const text = call[name] || (call[name + 'Base64'] && '(not text, as base64)\n' + call[name + 'Base64'])
    return html`<section aria-label=${title}><h3>${title}</h3>${text ? html`<${Body} text=${text} remarks=${marks} label=${`Body of the ${title.toLowerCase()}`} />` : html`<p class="quiet">No body</p>`}</section>`
  }
  return html`<div class="panel">
    <${Facts} of=${[
      ['Status', `${call.status || 'connection cut'} ${call.code || ''}`, failed(call) && 'bad'], ['Time', html`${call.time} (<${Time} at=${call.time} />)`],
      ['Took', duration(call.durationSeconds)], ['Request', `${call.method} ${call.path}`, 'mono'], ['Caller', `${call.account} · ${call.region}`, 'mono'],
      ['Request id', call.requestId, 'mono'], ['Fault', call.fault], ['Ignored', ignored.join(', '), 'mono'], ['Cut short', call.truncated?.join(', ')],
    ]} />
    ${call.hint && html`<p class="hint"><${Icon} name="info" /><span>${call.hint}</span></p>`}
    ${rule > 0 && html`<${RuleText} number=${rule} />`}
    <div class="sides">${body('request', 'Request', remarks)}${body('response', 'Response')}</div></div>`
}
