// The route tester: where a request goes, and why.
import {
	html, useEffect, useMemo, useState, useStore, go, tenant, withQuery, mock, mockText, refOf,
	Button, Choice, Empty, Facts, Field, Icon, Problem, RefLink, ResourceLink, Waiting, copy, words,
} from '../page.js'
import { percent, routeOf } from '../mesh/match.js'
import { MeshCanvas } from './map.js'

const pause = 150 // ms after the last key

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']
const protocols = [['', 'protocol of the listener'], 'http', 'http2', 'grpc', 'tcp']

export function TestView({ mesh }) {
	const senders = [...mesh.byKind.virtualGateway, ...mesh.byKind.virtualNode]
	if (senders.length) return html`<${Tester} mesh=${mesh} senders=${senders} />`
	return html`<${Empty} icon="mesh" title="Nothing can send a request"><p>Create a virtual gateway or a virtual node first.</p><//>`
}

// Returns null if the URL is none.
function requestOf({ method, url, headers, protocol }) {
	const text = url.includes('://') ? url : 'http://' + url.trim()
	if (!URL.canParse(text)) return null
	const { protocol: scheme, hostname: host, port, pathname, search } = new URL(text)
	const lines = headers.split('\n').map((line) => line.match(/^\s*([^:\s]+)\s*:\s*(.*)$/)).filter(Boolean)
	const list = {}
	for (const [, name, value] of lines) (list[name] ||= []).push(value)
	return {
		method, scheme: scheme.replace(':', ''), host, path: pathname + search,
		...(port && { port: Number(port) }), ...(lines.length && { headers: list }), ...(protocol && { protocol }),
	}
}

function firstURL({ kind, spec, name }, mesh) {
	if (kind === 'virtualNode') return `http://${spec.backends?.[0]?.virtualService?.virtualServiceName || 'service.local'}/`
	const port = spec.listeners?.[0]?.portMapping?.port
	const route = mesh.byKind.gatewayRoute.find(({ names }) => names[1] === name)
	const { hostname, prefix, path } = routeOf(route?.spec).match || {}
	return `http://${hostname?.exact || 'www.example.com'}${port ? ':' + port : ''}${path?.exact || prefix || '/'}`
}

function Tester({ mesh, senders }) {
	const { query } = useStore('address').address
	const sender = senders.find((s) => s.ref === query.from) || senders[0]
	const from = sender.ref
	const { method = 'GET', url = firstURL(sender, mesh), headers = '', protocol = '' } = query
	const [open, setOpen] = useState(Boolean(headers || protocol))
	const request = useMemo(() => requestOf({ method, url, headers, protocol }), [method, url, headers, protocol])
	const { result, error } = useResolution(from, request, mesh)
	const set = (name) => (value) => go(withQuery({ [name]: value }), true)
	const way = useMemo(() => wayOf(result, from, mesh), [result])
	const options = senders.map((s) => [s.ref, `${s.name} (${s.kind === 'virtualGateway' ? 'gateway' : 'node'})`])
	const as = (format) => mockText('POST', 'resolve', { query: { format, ...tenant() }, json: { from, request } })
	return html`<div class="split test"><section class="test-side" aria-label="Route tester">
			<div class="form">
				<${Choice} label="From" value=${from} onInput=${(ref) => go(withQuery({ from: ref, url: '' }), true)} options=${options} />
				<${Choice} label="Method" value=${method} onInput=${set('method')} options=${methods} />
				<${Field} label="URL" wide mono value=${url} onInput=${(text) => set('url')(text || ' ')} aria-invalid=${!request || null} />
				${open ? html`<${Field} label="Headers, one a line" wide mono rows="2" placeholder="x-user: ann" value=${headers} onInput=${set('headers')} />
					<${Choice} label="Protocol" value=${protocol} onInput=${set('protocol')} options=${protocols} />`
					: html`<${Button} icon="plus" onClick=${() => setOpen(true)}>Headers and protocol<//>`}</div>
			<div aria-live="polite">${!request ? html`<p class="problem">The URL must be like http://www.example.com:8080/path.</p>`
				: error ? html`<${Problem} error=${error} what="The route tester" />`
					: result ? html`<${Way} result=${result} mesh=${mesh} />` : html`<${Waiting} />`}</div>
			${request && result && html`<div class="bar">${[['go', 'Go assertion'], ['command', 'command']].map(([format, name]) => html`
				<${Button} key=${format} icon="copy" onClick=${() => copy(as(format), name)}>Copy as ${name}<//>`)}</div>`}
		</section>
		<div class="map-area"><${MeshCanvas} mesh=${mesh} way=${way} reasons=${reasonsOf(result)} dependencies=${sender.kind === 'virtualNode'} /></div></div>`
}

function useResolution(from, request, mesh) {
	const [state, setState] = useState({})
	useEffect(() => {
		const stop = new AbortController()
		const ask = () => mock('POST', 'resolve', { query: tenant(), json: { from, request }, signal: stop.signal })
			.then((result) => setState({ result }), (error) => stop.signal.aborted || setState({ error }))
		const timer = request && setTimeout(ask, pause)
		return () => (clearTimeout(timer), stop.abort())
	}, [from, request, mesh])
	return state
}

function wayOf({ steps = [], targets = [] } = {}, from, mesh) {
	const reached = targets.filter((t) => t.share > 0).map((t) => refOf('virtualNode', [mesh.name, t.virtualNode]))
	return new Set(steps.length ? [from, ...steps.map((step) => step.ref).filter(Boolean), ...reached] : [])
}

const reasonsOf = ({ steps = [] } = {}) => new Map(steps.flatMap((step) => step.losers || []).map(({ ref, because }) => [ref, because]))

function Way({ result, mesh }) {
	const { outcome, status, message, steps = [], targets = [], request, timeouts = {}, retries } = result
	const good = outcome === 'routed' || outcome === 'passthrough'
	return html`<div class="way">
		<p class=${'outcome ' + (good ? 'good' : 'bad')}><${Icon} name=${good ? 'done' : 'error'} /><strong>${words(outcome)}</strong>
			${status > 0 && html`<span class="badge bad">${status}</span>`}</p>
		${message && html`<p>${message}</p>`}
		<ol class="steps" aria-label="Way of the request">${steps.map(({ ref, kind, matched, because = [], losers = [] }, i) => html`
			<li key=${i} class=${matched ? '' : 'unmatched'}>
				<p>${ref ? html`<${RefLink} refersTo=${ref} />` : html`<span class="bad">no ${kind === 'route' ? 'route' : 'gateway route'} fits</span>`}</p>
				<small>${because.join(', ')}</small>
				${losers.length > 0 && html`<details open=${!matched}><summary>${losers.length} not taken</summary><ul class="losers">
					${losers.map((l) => html`<li key=${l.ref}><${RefLink} refersTo=${l.ref} /><small>${l.because}</small></li>`)}</ul></details>`}</li>`)}</ol>
		${targets.length > 0 && html`<ul class="links" aria-label="Targets">${targets.map(({ virtualNode, port, share, unhealthy }) => html`
			<li key=${virtualNode + port}><span class="name space"><${ResourceLink} kind="virtualNode" names=${[mesh.name, virtualNode]} /><span class="mono quiet"> :${port}</span></span>
				${unhealthy && html`<span class="badge bad">unreachable</span>`}<meter value=${share} aria-label=${'Share of ' + virtualNode}></meter><span class="number">${percent(share)}</span></li>`)}</ul>`}
		${good && request && html`<${Facts} of=${[
			['Arrives as', request.host + request.path, 'mono'], ...Object.entries(request.headersAdded || {}).map(([name, value]) => ['Added', `${name}: ${value}`, 'mono']),
			['Timeouts', [timeouts.perRequest && 'request ' + timeouts.perRequest, timeouts.idle && 'idle ' + timeouts.idle].filter(Boolean).join(', ')],
			['Retries', retries && `${retries.max} on ${retries.on.join(', ')}`],
		]} />`}</div>`
}
