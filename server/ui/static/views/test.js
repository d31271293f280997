// The route tester: where a request goes, and why.
import { html, useEffect, useMemo, useState } from '../html.js'
import { useStore } from '../store.js'
import { go, withQuery } from '../address.js'
import { mock } from '../api.js'
import { tenantQuery } from '../live.js'
import { quoteShell } from '../copy/aws.js'
import { quoteGo } from '../copy/go.js'
import { percent } from '../mesh/match.js'
import { refOf } from '../mesh/kinds.js'
import { useTenant } from '../frame/tenant.js'
import { Choice, Empty, Problem, copy } from '../parts/form.js'
import { Icon } from '../parts/icon.js'
import { byReference, ResourceLink } from '../parts/resource.js'
import { useMesh, NoMesh, MeshCanvas } from './map.js'

const pause = 150 // ms after the last key

const outcomes = {
  routed: 'The request is routed', passthrough: 'The request leaves the mesh for its own address', noRoute: 'No route fits', noGatewayRoute: 'No gateway route fits',
  noBackend: 'The node has no such backend', noTargets: 'The weights of all targets are 0', noListener: 'Nothing listens there', unhealthy: 'No target can be reached',
}
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']
const protocols = [['', 'protocol of the listener'], ['http', 'http'], ['http2', 'http2'], ['grpc', 'grpc'], ['tcp', 'tcp']]

export function TestView() {
  const mesh = useMesh()
  if (!mesh) return html`<${NoMesh} />`
  const senders = [...mesh.byKind.virtualGateway, ...mesh.byKind.virtualNode]
  if (!senders.length) return html`<${Empty} icon="test" title="Nothing can send a request"><p>Create a virtual gateway or a virtual node first.</p><//>`
  return html`<${Tester} mesh=${mesh} senders=${senders} />`
}

/** requestOf reads the form's fields. */
function requestOf({ method, url, headers, protocol }) {
  const parsed = new URL(url.includes('://') ? url : 'http://' + url)
  const list = {}
  for (const line of headers.split('\n')) {
    const [name, ...value] = line.split(':')
    if (name.trim() && value.length) (list[name.trim()] ||= []).push(value.join(':').trim())
  }
  return {
    method, scheme: parsed.protocol.replace(':', ''), host: parsed.hostname, ...(parsed.port && { port: Number(parsed.port) }),
    path: parsed.pathname + parsed.search, ...(Object.keys(list).length && { headers: list }), ...(protocol && { protocol }),
  }
}

/** firstURL returns a URL that the sender takes or can call. */
function firstURL(sender) {
  const port = sender.spec.listeners?.[0]?.portMapping?.port
  if (sender.kind === 'virtualGateway') return `http://www.example.com${port ? ':' + port : ''}/`
  const backend = sender.spec.backends?.[0]?.virtualService?.virtualServiceName
  return `http://${backend || 'service.local'}/`
}

function Tester({ mesh, senders }) {
  const { query } = useStore((s) => s.address)
  const from = senders.find((s) => s.ref === query.from) || senders[0]
  const form = { from: from.ref, method: query.method || 'GET', url: query.url ?? firstURL(from), headers: query.headers || '', protocol: query.protocol || '' }
  const [withHeaders, setWithHeaders] = useState(Boolean(query.headers || query.protocol))
  const set = (name) => (value) => go(withQuery({ [name]: value }), true)
  const { result, error } = useResolution(form, mesh)
  const way = useMemo(() => wayOf(result, form, mesh), [result])
  const tests = testsOf(form)
  return html`<div class="test-view">
    <section class="test-side" aria-label="Route tester">
      <form class="test-form" onSubmit=${(e) => e.preventDefault()}>
        <${Choice} label="From" value=${form.from} onInput=${(ref) => go(withQuery({ from: ref, url: undefined }), true)} options=${senders.map((s) => [s.ref, `${s.name} (${s.kind === 'virtualGateway' ? 'gateway' : 'node'})`])} />
        <${Choice} label="Method" value=${form.method} onInput=${set('method')} options=${methods} />
        <label class="field wide"><span>URL</span><input class="mono" value=${form.url} onInput=${(e) => set('url')(e.target.value)} spellcheck="false" autocomplete="off" aria-invalid=${error?.input ? 'true' : undefined} /></label>
        ${withHeaders ? html`<label class="field wide"><span>Headers, one a line</span><textarea class="mono" rows="2" placeholder="x-user: ann" value=${form.headers} onInput=${(e) => set('headers')(e.target.value)} spellcheck="false"></textarea></label><${Choice} label="Protocol" value=${form.protocol} onInput=${set('protocol')} options=${protocols} />`
          : html`<button type="button" class="button" onClick=${() => setWithHeaders(true)}><${Icon} name="plus" />Headers and protocol</button>`}
      </form>
      <div aria-live="polite">${error ? (error.input ? html`<p class="problem">${error.message}</p>` : html`<${Problem} error=${error} what="The route tester" />`) : result ? html`<${Way} result=${result} mesh=${mesh} />` : html`<p class="waiting">Resolving…</p>`}</div>
      ${tests && result && html`<div class="bar"><button type="button" class="button" onClick=${() => copy(assertionOf(form, result), 'Go assertion')}><${Icon} name="copy" />Copy as Go assertion</button><button type="button" class="button" onClick=${() => copy(commandOf(form), 'resolve command')}><${Icon} name="copy" />Copy as command</button></div>`}
    </section>
    <div class="map-area"><${MeshCanvas} mesh=${mesh} way=${way} reasons=${reasonsOf(result)} dependencies=${form.from.includes('/virtualNode/')} /></div></div>`
}

function useResolution(form, mesh) {
  const [state, setState] = useState({})
  const key = JSON.stringify(form)
  useEffect(() => {
    const stop = new AbortController()
    const timer = setTimeout(async () => {
      let request
      try {
        request = requestOf(form)
      } catch {
        return setState({ error: { input: true, message: 'The URL must be like http://www.example.com:8080/path.' } })
      }
      try {
        setState({ result: await mock('POST', 'resolve', { query: tenantQuery(), json: { from: form.from, request }, signal: stop.signal }) })
      } catch (error) {
        if (error.name !== 'AbortError') setState({ error })
      }
    }, pause)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [key, mesh])
  return state
}

/** wayOf returns the references of all that the request passes. */
function wayOf(result, form, mesh) {
  const way = new Set()
  if (!result) return way
  way.add(form.from)
  for (const step of result.steps || []) if (step.ref) way.add(step.ref)
  for (const target of result.targets || []) if (target.share > 0) way.add(refOf('virtualNode', [mesh.name, target.virtualNode]))
  return way
}

/** reasonsOf returns why each route that was tried is not taken. */
function reasonsOf(result) {
  const reasons = new Map()
  for (const step of result?.steps || []) for (const loser of step.losers || []) reasons.set(loser.ref, loser.because)
  return reasons
}

function Way({ result, mesh }) {
  const tenant = useTenant()
  const good = result.outcome === 'routed' || result.outcome === 'passthrough'
  const link = (ref) => {
    const of = byReference(ref, tenant)
    return of ? html`<${ResourceLink} kind=${of.kind} names=${of.names} />` : html`<code>${ref}</code>`
  }
  return html`<div class="way">
    <p class=${'outcome ' + (good ? 'good' : 'bad')}><${Icon} name=${good ? 'done' : 'error'} /><strong>${outcomes[result.outcome] || result.outcome}</strong>${result.status > 0 && html`<span class="badge bad">${result.status}</span>`}</p>
    ${result.message && html`<p>${result.message}</p>`}
    <ol class="steps" aria-label="Way of the request">${(result.steps || []).map((step, i) => html`<li key=${i} class=${step.matched ? '' : 'unmatched'}>
      <p>${step.ref ? link(step.ref) : html`<span class="bad">no ${step.kind === 'route' ? 'route' : 'gateway route'} fits</span>`}</p>
      ${step.because?.length > 0 && html`<p class="because">${step.because.join(', ')}</p>`}
      ${step.losers?.length > 0 && html`<details open=${!step.matched}><summary>${step.losers.length} not taken</summary><ul class="losers">${step.losers.map((l) => html`<li key=${l.ref}>${link(l.ref)}<small>${l.because}</small></li>`)}</ul></details>`}</li>`)}</ol>
    ${result.targets?.length > 0 && html`<ul class="targets" aria-label="Targets">${result.targets.map((t) => html`<li key=${t.virtualNode + t.port}><${ResourceLink} kind="virtualNode" names=${[mesh.name, t.virtualNode]} /><span class="mono quiet">:${t.port}</span>${t.unhealthy && html`<span class="badge bad">unreachable</span>`}<meter min="0" max="1" value=${t.share} aria-label=${'Share of ' + t.virtualNode}></meter><span class="number">${percent(t.share)}</span></li>`)}</ul>`}
    ${good && result.request && html`<dl class="facts"><div><dt>Arrives as</dt><dd class="mono break">${result.request.host}${result.request.path}</dd></div>
      ${Object.entries(result.request.headersAdded || {}).map(([name, value]) => html`<div key=${name}><dt>Added</dt><dd class="mono break">${name}: ${value}</dd></div>`)}
      ${result.timeouts && html`<div><dt>Timeouts</dt><dd>${[result.timeouts.perRequest && 'request ' + result.timeouts.perRequest, result.timeouts.idle && 'idle ' + result.timeouts.idle].filter(Boolean).join(', ')}</dd></div>`}
      ${result.retries && html`<div><dt>Retries</dt><dd>${result.retries.max} on ${result.retries.on.join(', ')}</dd></div>`}</dl>`}</div>`
}

function testsOf(form) {
  try {
    return requestOf(form)
  } catch {
    return null
  }
}

function commandOf(form) {
  const words = ['appmesh-mock', 'resolve', '--from', quoteShell(form.from), quoteShell(form.url)]
  if (form.method !== 'GET') words.push('-X', form.method)
  for (const line of form.headers.split('\n')) if (line.includes(':')) words.push('-H', quoteShell(line.trim()))
  return words.join(' ') + '\n'
}

function assertionOf(form, result) {
  const { method, scheme, host, port, path, headers, protocol } = requestOf(form)
  const members = [`From: ${quoteGo(form.from)}`, `Method: ${quoteGo(method)}`, `Scheme: ${quoteGo(scheme)}`, `Host: ${quoteGo(host)}`, port && `Port: ${port}`, `Path: ${quoteGo(path)}`, protocol && `Protocol: ${quoteGo(protocol)}`,
    headers && `Headers: map[string][]string{${Object.entries(headers).map(([name, values]) => `${quoteGo(name)}: {${values.map(quoteGo).join(', ')}}`).join(', ')}}`].filter(Boolean)
  const request = `request := appmeshtest.Request{\n${members.map((m) => `\t${m},\n`).join('')}}\n`
  if (!result.targets?.length) return `${request}if got := srv.Resolve(request).Outcome; got != ${quoteGo(result.outcome)} {\n\tt.Errorf("outcome %s, want ${result.outcome}", got)\n}\n`
  return request + result.targets.map((t) => `srv.AssertRoutesTo(t, request, ${quoteGo(t.virtualNode)}, ${t.share})\n`).join('')
}
