import {
	html, useState, attempt, notify, useStore, mock, readFaults,
	Button, Check, Choice, Empty, Field, Page, Problem, Table, count, usePoll, useRead,
} from '../page.js'

// The exceptions that a fault can have.
export const codes = [
	'TooManyRequests', 'ServiceUnavailable', 'InternalServerError', 'LimitExceeded', 'AccessDenied', 'BadRequest',
	'Conflict', 'Forbidden', 'NotFound', 'ResourceInUse', 'TooManyTags',
].map((name) => name + 'Exception')

export function FaultsView() {
	const { faults } = useStore('faults')
	const { profiles = [] } = useRead(() => mock('GET', 'faults/profiles')).value || {}
	usePoll(readFaults)
	const act = (method, path, done) => attempt(() => mock(method, path), done).then(readFaults)
	const remove = (f) => act('DELETE', 'faults/' + f.number, 'The fault was removed')
	const columns = [
		['Name', (f) => f.name, 'mono'], ['What it does', (f) => f.summary, 'wide'], ['Matched', (f) => f.matched, 'number'], ['Applied', (f) => f.applied, 'number'],
		['Action', (f) => html`<${Button} aria-label=${'Remove ' + f.name} onClick=${() => remove(f)}>Remove<//>`],
	]
	const actions = html`${profiles.map(({ name, faults: all }) => html`<${Button} key=${name} title=${all.map((f) => f.summary).join('\n')}
			onClick=${() => act('POST', 'faults/profiles/' + name, `Profile ${name} is active`)}>Profile ${name}<//>`)}
		${faults?.length > 0 && html`<${Button} tone="danger" onClick=${() => act('DELETE', 'faults', 'All faults were removed')}>Remove all<//>`}`
	return html`<${Page} title="Faults" status=${faults && count(faults.length, 'fault') + ' active'} actions=${actions}>
		${faults?.length > 0 && html`<${Table} label="Faults" columns=${columns} rows=${faults} keyOf=${(f) => f.number} />`}
		${faults?.length === 0 && html`<${Empty} icon="faults" title="No faults"><p>All calls get App Mesh's responses. Add a fault below, or choose a profile.</p><//>`}
		<${FaultForm} /><//>`
}

const whens = [
	['', 'All of them'], ['first', 'The first n'], ['nth', 'Only the nth'], ['every', 'Every nth'],
	['share', 'A share, from 0 to 1'], ['rate', 'Above a rate a second'],
]
const cuts = [['before', 'before the response'], ['middle', 'in the middle of the response']]
const outcomes = [...codes, ['status', 'HTTP status'], ['delay', 'Delay'], ['cut', 'Cut the connection']]

// Returns the field for the detail of an outcome.
function detailOf(outcome) {
	if (outcome === 'cut') return html`<${Choice} label="Cut" name="cut" options=${cuts} />`
	if (outcome === 'status') return html`<${Field} key="status" label="HTTP status" name="status" defaultValue="418" type="number" min="200" max="599" />`
	if (outcome === 'delay') return html`<${Field} key="delay" label="Delay" name="delay" defaultValue="100ms" mono hint="Such as 150ms or 2s" />`
	return html`<${Field} key="message" label="Message" name="message" hint="Empty: App Mesh's own" />`
}

function FaultForm() {
	const [outcome, setOutcome] = useState(codes[0])
	const [when, setWhen] = useState('')
	const [error, setError] = useState(null)
	const submit = async (event) => {
		event.preventDefault()
		const form = event.target
		const { n, ...fault } = Object.fromEntries([...new FormData(form)].filter(([, value]) => value))
		if (codes.includes(outcome)) fault.code = outcome
		if (fault.status) fault.status = Number(fault.status)
		if (when) fault[when] = Number(n)
		try {
			await mock('POST', 'faults', { json: { ...fault, after: Boolean(fault.after) } })
			notify('The fault is active')
			form.reset()
			setOutcome(codes[0])
			setWhen('')
			setError(null)
			readFaults()
		} catch (e) {
			setError(e)
		}
	}
	return html`<form class="form boxed" aria-label="Add a fault" onSubmit=${submit}><h2>Add a fault</h2>
		<${Field} label="Operation" name="operation" mono placeholder="Update*,Delete*" hint="Patterns with *, separated by commas; empty means all" />
		<${Field} label="Mesh" name="mesh" mono /><${Field} label="Resource" name="resource" mono />
		<${Choice} label="Outcome" value=${outcome} onInput=${setOutcome} options=${outcomes} />${detailOf(outcome)}
		<${Choice} label="Which calls" value=${when} onInput=${setWhen} options=${whens} />
		${when && html`<${Field} label=${{ share: 'Share', rate: 'Rate' }[when] || 'n'} name="n" defaultValue="1" type="number" step="any" min="0" required />`}
		<${Field} label="Name" name="name" hint="For the journal" />
		<${Check} label="Do the operation first, and lose its response only" name="after" />
		${error && html`<${Problem} error=${error} what="Adding the fault" />`}
		<footer class="actions"><${Button} type="submit" tone="primary">Add the fault<//></footer></form>`
}
