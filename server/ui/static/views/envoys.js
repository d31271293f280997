import { html, useEffect } from '../html.js'
import { useStore } from '../store.js'
import { every, readEnvoys } from '../live.js'
import { Empty, Facts, Time } from '../parts/basic.js'
import { Icon } from '../parts/icon.js'
import { RefLink } from '../parts/resource.js'
import { Table } from '../parts/table.js'
import { count } from '../parts/text.js'

const pause = 2000 // ms between two reads

/** EnvoysView lists the Envoys that asked for configuration. */
export function EnvoysView() {
  const { envoys } = useStore('envoys')
  useEffect(() => (readEnvoys(), every(pause, readEnvoys)), [])
  return html`<section class="page list-view"><div class="bar"><h1>Envoys</h1><span class="quiet" role="status">${envoys && count(envoys.length, 'Envoy')}</span></div>
    ${envoys?.length === 0 && html`<${Empty} icon="envoys" title="No Envoy has asked yet"><p>Start one with the bootstrap of a virtual node or gateway:</p>
      <div class="command"><code>appmesh-mock envoy bootstrap mesh/NAME/virtualNode/NAME</code></div><//>`}
    <ul class="cards wide">${envoys?.map((envoy) => html`<li key=${envoy.id + envoy.address} class="card"><${Envoy} ...${envoy} /></li>`)}</ul></section>`
}

const columns = [
  { title: 'Type', cell: (t) => t.type }, { title: 'Current', style: 'mono', cell: (t) => t.current }, { title: 'It has', style: 'mono', cell: (t) => t.acknowledged || '–' },
  { title: 'State', cell: (t) => (t.current === t.acknowledged ? 'up to date' : html`<span class="bad">behind</span>`) },
]

function Envoy({ id, transport, resource, address, account, region, lastSeen, rejected, types = [], omitted = [] }) {
  const mesh = resource.split('/').slice(0, 2).join('/')
  return html`<article class="envoy"><h2><${Icon} name="envoys" /><span class="mono name" title=${id}>${id}</span><span class="tag">${transport}</span>${rejected && html`<span class="badge bad">rejected</span>`}</h2>
    <${Facts} of=${[
      ['Runs as', resource && html`<${RefLink} refersTo=${resource} query=${{ tab: 'envoy' }} />`], ['Address', address, 'mono'],
      ['Tenant', `${account} · ${region}`, 'mono'], ['Last seen', html`<${Time} at=${lastSeen} now=${Date.now()} />`],
    ]} />
    ${rejected && html`<div class="problem block" role="alert"><strong>Rejected configuration</strong><p class="mono">${rejected}</p></div>`}
    ${types.length > 0 && html`<${Table} label=${'Versions of ' + id} columns=${columns} rows=${types} keyOf=${(t) => t.type} />`}
    ${omitted.length > 0 && html`<h3>Left out</h3><ul class="links">${omitted.map(({ ref, reason }) => html`<li key=${ref + reason}><${RefLink} refersTo=${ref.startsWith('mesh/') ? ref : `${mesh}/${ref}`} /><small>${reason}</small></li>`)}</ul>`}</article>`
}
