import {
	html, useEffect, attempt, useStore, go, tenant, toView, mock, readClock, readFaults, readState, serverNow,
	kinds, Button, Dialog, Diff, Field, Page, Reading, Time, confirm, count, iso, openDialog, queryOf, useRead,
} from '../page.js'
import { FileDrop, Worlds } from './import.js'

export const ControlsView = () =>
	html`<${Page} title="Controls"><div class="boxes"><${Clock} /><${Checkpoints} /><${Data} /><${Reset} /></div><//>`

const Box = ({ title, children }) =>
	html`<section class="boxed" aria-label=${title}><h2>${title}</h2>${children}</section>`

// A field with a button that runs an action with its value.
function LineForm({ action, run, ...field }) {
	const submit = async (event) => {
		event.preventDefault()
		const { target } = event
		if (await run(target.elements[0].value)) target.reset()
	}
	return html`<form class="line" onSubmit=${submit}><${Field} mono required ...${field} /><${Button} type="submit">${action}<//></form>`
}

function Clock() {
	const { clock } = useStore('clock')
	useEffect(() => void readClock(), [])
	const put = async (json, done) => {
		const ok = await attempt(() => mock('PUT', 'clock', { json }), done)
		readClock()
		return ok
	}
	return html`<${Box} title="Clock">
		${clock && html`<p><span class="mono">${iso(serverNow())}</span> <span class="badge">${clock.running ? 'runs' : 'frozen'}</span></p>`}
		<p class="quiet">All times that the server shows come from this clock.</p>
		<div>${clock?.running ? html`<${Button} onClick=${() => put({ frozen: true }, 'The clock is frozen')}>Freeze<//>`
			: html`<${Button} onClick=${() => put({ frozen: false }, 'The clock runs')}>Let it run<//>`}</div>
		<${LineForm} label="Advance by" defaultValue="1h" action="Advance" run=${(advance) => put({ advance }, `The clock was moved by ${advance}`)} />
		<${LineForm} label="Set to" placeholder="2026-01-31T12:00:00Z" action="Set" run=${(now) => put({ now }, 'The clock was set')} /><//>`
}

function Checkpoints() {
	const { world } = useStore('world')
	const result = useRead(() => mock('GET', 'checkpoints'))
	const pathOf = (name) => 'checkpoints/' + encodeURIComponent(name)
	const act = async (method, name, done) => {
		const ok = await attempt(() => mock(method, pathOf(name)), done)
		result.again()
		return ok
	}
	const restore = (name) => confirm({
		title: `Restore ${name}?`, action: 'Restore', done: `${name} was restored`,
		run: () => mock('POST', pathOf(name) + '/restore'), after: () => readState(true),
		effects: [
			'All resources, tags and shares of all accounts become those of the checkpoint.',
			`Changes since then are lost: ${count(world?.total || 0, 'resource')} are there now.`, 'Clock, journal and faults stay.',
		],
	})
	const button = (name, text, onClick, tone) => html`<${Button} aria-label=${text + ' ' + name} onClick=${onClick} tone=${tone}>${text}<//>`
	return html`<${Box} title="Checkpoints">
		<${LineForm} label="Name" placeholder="before" action="Take" run=${(name) => act('PUT', name, `Checkpoint ${name} was taken`)} />
		<${Reading} result=${result} what="Reading the checkpoints">${({ checkpoints }) => (checkpoints.length ? html`
			<ul class="links" aria-label="Checkpoints">${checkpoints.map(({ name, time }) => html`<li key=${name}>
				<span class="mono name space" title=${name}>${name}</span><span class="quiet"><${Time} at=${time} /></span>
				${button(name, 'Compare', () => openDialog(() => html`<${Comparison} name=${name} />`))}${button(name, 'Restore', () => restore(name))}
				${button(name, 'Delete', () => act('DELETE', name), 'quiet')}</li>`)}</ul>`
			: html`<p class="quiet">None. A checkpoint keeps the whole state, so that you can go back to it.</p>`)}<//><//>`
}

const mostDifferences = 200

function Comparison({ name }) {
	const result = useRead(() => mock('GET', 'diff', { query: { from: name, text: true } }))
	return html`<${Dialog} title=${`Changes since ${name}`} wide><${Reading} result=${result} what="The comparison">${({ differences }) => html`
		<p>${differences.length ? count(differences.length, 'resource') : 'Nothing has changed.'}</p>
		<ul class="differences">${differences.slice(0, mostDifferences).map(({ change, kind, names, members, lines }, i) => html`
			<li key=${i}><details open=${differences.length <= 3}>
				<summary><b class=${'change ' + change}>${change}</b> ${kinds[kind].word} <span class="mono">${names.join(' / ')}</span> <small>${members?.join(', ')}</small></summary>
				<${Diff} label=${'Changes of ' + names.at(-1)} lines=${lines} /></details></li>`)}</ul>
		${differences.length > mostDifferences && html`<p class="quiet">The first ${mostDifferences} are shown.</p>`}`}<//><//>`
}

const exports = [
	['cloudformation', 'CloudFormation', 'template.json'], ['aws', 'AWS CLI', 'resources.sh'], ['go', 'Go', 'resources_test.go'],
]

function Data() {
	const { world } = useStore('world', 'address', 'defaults')
	const load = async ({ target }) => {
		const [file] = target.files
		const body = await file.text()
		target.value = ''
		confirm({
			title: `Load ${file.name}?`, action: 'Load',
			effects: [`The whole state is replaced: ${count(world?.total || 0, 'resource')} of all accounts are removed.`, 'A file that is damaged changes nothing.'],
			run: () => mock('PUT', 'state', { body }), done: `${file.name} was loaded`, after: () => readState(true),
		})
	}
	return html`<${Box} title="Data"><${Worlds} /><${FileDrop} />
		<div class="bar"><a class="button" href="/_mock/state" download="appmesh-mock-state.json">Export the state</a>
			<label class="button">Load a state<input type="file" class="hidden" aria-label="State to load" accept=".json" onChange=${load} /></label></div>
		<div class="bar"><span class="quiet space">This account and region:</span>${exports.map(([format, title, file]) => html`
			<a key=${format} class="button" href=${'/_mock/export' + queryOf({ format, ...tenant() })} download=${file}>${title}</a>`)}</div><//>`
}

function Reset() {
	const { account, region } = tenant()
	const { total = 0, tenants = new Map() } = useStore('world', 'address', 'defaults').world || {}
	const all = count(total, 'resource')
	const after = () => {
		for (const read of [readFaults, readClock, readState]) read(true)
		go(toView('start'))
	}
	const kept = 'Checkpoints, clock, journal and faults stay.'
	const choices = [
		['Remove all resources', {}, `${all} of ${count(tenants.size, 'account and region', 'accounts and regions')} are removed, with tags and shares.`, kept],
		['Remove those of this account and region', { account, region }, `${count(tenants.get(account + '/' + region) || 0, 'resource')} of ${account} in ${region} are removed.`, 'Everything else stays.'],
		['Go back to the start', { to: 'start' }, `${all} are replaced by those that the server was started with.`, kept],
		['Reset everything', { all: true }, `${all} are removed.`, 'Faults, journal and checkpoints are removed, and the clock goes back to what it was.'],
	]
	return html`<${Box} title="Reset"><div class="bar">${choices.map(([text, query, ...effects]) => html`
		<${Button} key=${text} tone="danger" onClick=${() => confirm({
			title: text + '?', effects, action: 'Reset', run: () => mock('POST', 'reset', { query }), done: 'The server was reset', after,
		})}>${text}<//>`)}</div><//>`
}
