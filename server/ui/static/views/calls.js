import {
	html, useEffect, useState, useStore, go, toCall, toView, withQuery, messageOf, mock, seenFailures, serverNow,
	Button, Choice, Empty, Page, Problem, Table, clockTime, confirm, count, duration, iso, relative,
} from '../page.js'
import { matcher } from '../frame/search.js'

const every = 1000 // ms between two reads
const everyBusy = 5000 // the same while calls come faster than they can be read
const busyFrom = 200 // calls in one read
const most = 1000 // calls that the page keeps

export const failed = (call) => call.status < 200 || call.status > 299

// Returns a pattern for texts that contain a text. A text with * is a pattern already.
const patterns = (text) => (!text || /[*,]/.test(text) ? text : `*${text}*`)

// Returns a name as a pattern, nothing for one with special characters: all names match.
export const patternOf = (name) => (/[*?,]/.test(name) ? '' : name)

function useCalls({ operation, code, mesh, account }, paused) {
	const filters = { operation: patterns(operation), code, mesh: patterns(mesh), account: patterns(account) }
	const [cleared, setCleared] = useState(0)
	const key = JSON.stringify([filters, cleared, useStore('restarts').restarts])
	const [last, setLast] = useState({})
	const { calls = [], error } = last.key === key ? last : {}
	useEffect(() => {
		if (paused && last.key === key) return
		let timer
		let stopped = false
		const read = async (known) => {
			const since = known.at(-1)?.number
			const next = { key, calls: known }
			try {
				const fresh = document.hidden ? [] : (await mock('GET', 'calls', { query: { ...filters, since } })).calls
				if (fresh.length && !stopped) seenFailures(fresh.at(-1).number)
				if (fresh.length) next.calls = [...known, ...fresh].slice(-most)
				next.pause = since && fresh.length > busyFrom ? everyBusy : every
			} catch (e) {
				Object.assign(next, { error: e, pause: everyBusy })
			}
			if (stopped) return
			setLast((now) => (now.key === key && now.calls === next.calls && now.error === next.error ? now : next))
			if (!paused) timer = setTimeout(read, next.pause, next.calls)
		}
		read(calls)
		return () => {
			stopped = true
			clearTimeout(timer)
		}
	}, [paused, key])
	return { calls, error, read: last.key === key, clear: () => setCleared(cleared + 1) }
}

const target = (call) => [call.mesh, call.resource].filter(Boolean).join(' / ') || call.path

export function CallList({ calls, query, selected }) {
	const now = serverNow()
	const columns = [
		['Time', ({ time }) => html`<time class="mono" title=${`${iso(time)}, ${relative(Date.parse(time), now)}`}>${clockTime(time)}</time>`],
		['Operation', (c) => c.operation || html`<span class="quiet">${c.method} (no operation)</span>`],
		['Target', (c) => html`<span class="mono cut" title=${target(c)}>${target(c)}</span>
			${failed(c) && html`<span class="call-message" title=${messageOf(c.response)}>${c.code} ${messageOf(c.response)}</span>`}`, 'wide'],
		['Status', (c) => html`<span class=${failed(c) && 'bad'}>${c.status || 'cut'}</span>`, 'number'],
		['Took', (c) => duration(c.durationSeconds), 'number minor'],
		['Marks', ({ rule, fault, ignored }) => html`<span class="tags">
			${rule > 0 && html`<span class="tag">rule ${rule}</span>`}
			${fault && html`<span class="tag warn" title=${fault}>fault</span>`}
			${ignored && html`<span class="tag warn" title=${'Members that were ignored: ' + ignored.join(', ')}>${ignored.length} ignored</span>`}</span>`, 'minor'],
	]
	return html`<${Table} label="Calls" columns=${columns} rows=${calls} keyOf=${(c) => c.number} selected=${selected}
		linkOf=${(c) => toCall(c.number, query)} classOf=${(c) => failed(c) && 'failed'} />`
}

const results = [['', 'All results'], ['-', 'Successes'], ['*Exception', 'Refused']]

export function CallsView() {
	const { query, call } = useStore('address').address
	const [paused, setPaused] = useState(false)
	const { calls, read, error, clear } = useCalls(query, paused)
	const fits = matcher(query.text || '')
	const shown = calls.filter((c) => fits(JSON.stringify(c))).reverse()
	const set = (name) => (value) => go(withQuery({ [name]: value }), true)
	const filter = (name, title, placeholder = title) => html`<input type="search" aria-label=${title} placeholder=${placeholder}
		value=${query[name] || ''} onInput=${(e) => set(name)(e.target.value)} />`
	const filtered = ['text', 'operation', 'code', 'mesh', 'account'].some((name) => query[name])
	const codes = [...new Set([...calls.map((c) => c.code), query.code])].filter((code) => code && !results.some(([known]) => known === code))
	const empty = () => confirm({
		title: 'Clear the journal?', action: 'Clear', effects: ['All calls are removed from the journal, for everyone.', 'Resources and faults stay.'],
		run: () => mock('DELETE', 'calls'), after: clear,
	})
	const actions = html`<${Button} icon=${paused ? 'play' : 'pause'} aria-pressed=${paused} onClick=${() => setPaused(!paused)}>${paused ? 'Continue' : 'Pause'}<//>
		<${Button} onClick=${empty}>Clear<//>`
	return html`<${Page} title="Calls" status=${count(shown.length, 'call')} actions=${actions}>
		<div class="bar filters">${filter('text', 'Text', 'Text anywhere')}${filter('operation', 'Operation')}
			<${Choice} label="Result" hidden value=${query.code || ''} onInput=${set('code')} options=${[...results, ...codes.sort()]} />
			${filter('mesh', 'Mesh')}${filter('account', 'Account')}
			${filtered && html`<${Button} onClick=${() => go(toView('calls'), true)}>No filter<//>`}</div>
		${error && html`<${Problem} error=${error} what="Reading the calls" />`}
		${shown.length > 0 && html`<${CallList} calls=${shown} query=${query} selected=${call} />`}
		${read && !error && !shown.length && html`<${Empty} icon="calls" title=${filtered ? 'No call fits the filter' : 'No calls yet'}>
			<p>${filtered ? 'Change the filter to see more.' : 'What clients ask of App Mesh appears here at once.'}</p><//>`}<//>`
}
