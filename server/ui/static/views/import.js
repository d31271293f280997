import {
	html, useState, attempt, notify, tenant, mock, readState, Body, Button, Check, Choice, Dialog, Field,
	closeDialog, count, openDialog, useRead,
} from '../page.js'

export function FileDrop() {
	const [over, setOver] = useState(false)
	const take = (file) => file && attempt(async () => {
		const text = await file.text() // fails for a folder
		openDialog(() => html`<${Import} name=${file.name} text=${text} />`)
	})
	const drag = (isOver) => (event) => (event.preventDefault(), setOver(isOver))
	return html`<label class=${'drop' + (over ? ' over' : '')} onDragOver=${drag(true)} onDragLeave=${drag(false)}
			onDrop=${(e) => (drag(false)(e), take(e.dataTransfer.files[0]))}>
		<input type="file" class="hidden" aria-label="File to import" onChange=${(e) => (take(e.target.files[0]), (e.target.value = ''))} />
		<span><strong>Drop a file</strong> or choose one: CloudFormation, Kubernetes manifests, a seed</span></label>`
}

function Import({ name, text }) {
	const [{ plan, leftOut, error }, setResult] = useState({})
	const submit = async ({ target }) => {
		const form = Object.fromEntries(new FormData(target))
		const query = { ...tenant(), update: Boolean(form.update), parameter: form.parameters.split(/[\s,]+/), 'dry-run': !plan }
		const body = new Blob([text], { type: /\.ya?ml$/i.test(name) ? 'application/yaml' : '' })
		try {
			const result = await mock('POST', 'import', { query, body })
			if (!plan) return setResult(result)
			notify(`${name}: ${count(result.applied, 'resource')} applied${leftOutText(result.leftOut)}`)
			closeDialog()
			readState(true)
		} catch (e) {
			setResult({ error: e })
		}
	}
	const change = () => setResult({}) // the plan was for other options
	return html`<${Dialog} title=${'Import ' + name} wide action=${plan ? 'Apply' : 'Show the plan'} onSubmit=${submit}>
		<div class="form">
			<${Field} label="Parameters" name="parameters" mono placeholder="Name=value Other=value" hint="Of a CloudFormation template" onInput=${change} />
			<${Check} label="Update resources that exist and differ" name="update" defaultChecked onChange=${change} /></div>
		${plan ? html`<section aria-label="Plan"><h3>Plan: ${count(plan.length, 'resource')}${leftOutText(leftOut)}</h3>
			<ul class="plan">${plan.map(({ action, resource, reason }) => html`
				<li key=${resource}><b class=${'change ' + action}>${action}</b><span class="mono">${resource}</span><small>${reason}</small></li>`)}</ul></section>`
			: html`<${Body} text=${text} label="The file" />`}
		${error && html`<p class="problem" role="alert">${error.message}</p>`}<//>`
}

const leftOutText = (leftOut) => Object.entries(leftOut || {}).map(([type, n]) => `, ${n} ${type} left out`).join('')

export function Worlds() {
	const [name, setName] = useState('storefront')
	const { worlds = [] } = useRead(() => mock('GET', 'worlds')).value || {}
	const load = async (event) => {
		event.preventDefault()
		await attempt(() => mock('POST', 'worlds/' + name, { query: tenant() }), `The data set ${name} was loaded`)
		readState(true)
	}
	return html`<form class="line" onSubmit=${load}>
		<${Choice} label="Data set" value=${name} onInput=${setName} options=${worlds} /><${Button} type="submit" tone="primary">Load<//></form>`
}
