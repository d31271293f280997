import { html, useEffect, useState } from '../html.js'
import { update } from '../store.js'
import { mock } from '../api.js'
import { serverNow } from '../live.js'
import { useTenant } from '../frame/tenant.js'
import { Empty, Problem } from '../parts/form.js'
import { Icon } from '../parts/icon.js'
import { byReference, ResourceLink } from '../parts/resource.js'
import { count, relative } from '../parts/text.js'

const every = 2000 // ms between two reads

/** EnvoysView lists the Envoys that asked for configuration. */
export function EnvoysView() {
  const [result, setResult] = useState(null)
  const tenant = useTenant()
  useEffect(() => {
    let timer
    let stopped = false
    const read = async () => {
      try {
        if (!document.hidden) {
          const { envoys } = await mock('GET', 'envoys')
          setResult({ envoys: envoys || [] })
          update({ envoys: envoys || [] })
        }
      } catch (error) {
        setResult({ error })
        if (error.absent) return
      }
      if (!stopped) timer = setTimeout(read, every)
    }
    read()
    return () => {
      stopped = true
      clearTimeout(timer)
    }
  }, [])
  const envoys = result?.envoys || []
  return html`<section class="page list-view"><div class="bar"><h1>Envoys</h1>${result?.envoys && html`<span class="quiet" role="status">${count(envoys.length, 'Envoy')}</span>`}</div>
    ${result?.error && html`<${Problem} error=${result.error} what="The list of Envoys" />`}
    ${result?.envoys && !envoys.length && html`<${Empty} icon="envoys" title="No Envoy has asked yet"><p>Start one with the bootstrap of a virtual node or gateway:</p><div class="command"><code>appmesh-mock envoy bootstrap mesh/NAME/virtualNode/NAME</code></div><//>`}
    <ul class="cards wide">${envoys.map((e) => html`<li key=${e.id + e.address} class="card"><${Envoy} envoy=${e} tenant=${tenant} /></li>`)}</ul></section>`
}

function Envoy({ envoy, tenant }) {
  const of = envoy.resource && byReference(envoy.resource, tenant)
  const now = serverNow()
  return html`<article class="envoy"><h2><${Icon} name="envoys" /><span class="mono name">${envoy.id}</span><span class="tag">${envoy.transport}</span>${envoy.rejected && html`<span class="badge bad">rejected</span>`}</h2>
    <dl class="facts"><div><dt>Runs as</dt><dd>${of ? html`<${ResourceLink} kind=${of.kind} names=${of.names} query=${{ tab: 'envoy' }} />` : html`<span class="mono">${envoy.resource}</span>`}</dd></div>
      <div><dt>Address</dt><dd class="mono">${envoy.address}</dd></div><div><dt>Tenant</dt><dd class="mono">${envoy.account} · ${envoy.region}</dd></div>
      <div><dt>Last seen</dt><dd><time title=${envoy.lastSeen}>${relative(Date.parse(envoy.lastSeen), now)}</time></dd></div></dl>
    ${envoy.rejected && html`<div class="problem block" role="alert"><div><strong>Rejected configuration</strong><p class="mono break">${envoy.rejected}</p></div></div>`}
    ${envoy.types?.length > 0 && html`<table class="table" aria-label=${'Versions of ' + envoy.id}><thead><tr><th scope="col">Type</th><th scope="col">Current</th><th scope="col">It has</th><th scope="col">State</th></tr></thead><tbody>${envoy.types.map((t) => html`<tr key=${t.type}><td>${t.type}</td><td class="mono">${t.current}</td><td class="mono">${t.acknowledged || '–'}</td><td>${t.current === t.acknowledged ? 'up to date' : html`<span class="bad">behind</span>`}</td></tr>`)}</tbody></table>`}
    ${envoy.omitted?.length > 0 && html`<h3>Left out</h3><ul class="links">${envoy.omitted.map((o, i) => {
      const omitted = byReference(o.ref, tenant)
      return html`<li key=${i}>${omitted ? html`<${ResourceLink} kind=${omitted.kind} names=${omitted.names} />` : html`<code>${o.ref}</code>`}<small>${o.reason}</small></li>`
    })}</ul>`}</article>`
}
