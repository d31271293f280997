import {
	html, useState, attempt, notify, state, go, tenantNow, toResource, createResource, setTags, updateResource, mock, readState, arnOf, kindNames, kinds,
	Choice, Dialog, Editor, Field, RuleText, closeDialog, openDialog, pretty, violationsOf,
} from '../page.js'

export const createDialog = (kind, names) => attempt(async () => {
	const { templates } = await mock('GET', 'templates')
	openDialog(() => html`<${Create} first=${kind} names=${names} templates=${templates} />`)
})
export const editDialog = (resource) => openDialog(() => html`<${Edit} resource=${resource} />`)

function Create({ first, names = [], templates }) {
	const meshes = tenantNow()?.meshes || new Map()
	const [given, setGiven] = useState({
		kind: first, template: '', mesh: names[0] || state.address.mesh, parent: names.at(-2), name: names.at(-1) || '',
	})
	const { kind, template, name } = given
	const mesh = meshes.has(given.mesh) ? given.mesh : [...meshes.keys()][0]
	const { chain, parent: parentKind } = kinds[kind]
	const bodyOf = (k, t) => pretty({ spec: (templates[k].find(({ name: n }) => n === t) || templates[k][0]).spec, tags: [] })
	const editor = useEditor(bodyOf(kind, template))
	const set = (change) => setGiven({ ...given, ...change })
	const use = (change) => {
		const next = { ...given, ...change }
		setGiven(next)
		editor.setText(bodyOf(next.kind, next.template))
	}
	const parents = meshes.get(mesh)?.byKind[parentKind]?.map((r) => r.name) || []
	const parent = parents.includes(given.parent) ? given.parent : parents[0]
	const below = chain.length === 3 // another resource than the mesh
	const save = () => editor.run(async (body) => {
		const all = [[name], [mesh, name], [mesh, parent, name]][chain.length - 1]
		await createResource(kind, all, { [kind + 'Name']: name, ...body })
		notify(`${name} was created`)
		go(toResource(kind, all))
	})
	const known = kindNames.filter((k) => k === 'mesh' || meshes.size)
	return html`<${Dialog} title="Create a resource" wide action="Create" onSubmit=${save} disabled=${!name || (below && !parent)}><div class="form">
		<${Choice} label="Kind" value=${kind} onInput=${(k) => use({ kind: k, template: '' })} options=${known.map((k) => [k, kinds[k].word])} />
		<${Choice} label="Template" value=${template} onInput=${(t) => use({ template: t })} options=${templates[kind].map((t) => t.name)} />
		${chain.length > 1 && html`<${Choice} label="Mesh" value=${mesh} onInput=${(m) => set({ mesh: m })} options=${[...meshes.keys()]} />`}
		${below && (parent ? html`<${Choice} label=${kinds[parentKind].word} value=${parent} onInput=${(p) => set({ parent: p })} options=${parents} />`
			: html`<p class="remark">The mesh has no ${kinds[parentKind].noun} yet: create one first.</p>`)}
		<${Field} label="Name" value=${name} onInput=${(n) => set({ name: n })} mono autofocus required />
		${editor.render(save)}</div><//>`
}

function Edit({ resource }) {
	const { kind, names, spec, tags, name } = resource
	const before = pretty({ spec, tags })
	const editor = useEditor(before)
	const save = () => editor.run(async ({ spec: newSpec, tags: newTags = [] }) => {
		if (pretty(newSpec) !== pretty(spec)) await updateResource(kind, names, newSpec)
		if (pretty(newTags) !== pretty(tags)) await setTags(arnOf(resource), tags, newTags)
		notify(`${name} was updated`)
	})
	return html`<${Dialog} title=${'Edit ' + name} wide action="Save" onSubmit=${save} disabled=${editor.text === before}>
		<div class="form">${editor.render(save, true)}</div><//>`
}

// Returns an editor of JSON: run passes its value to an action, and closes the dialog or shows the error.
function useEditor(first) {
	const [text, setText] = useState(first)
	const [failure, setFailure] = useState(null) // {message, code, rule, remarks}
	const write = (value) => (setText(value), setFailure(null))
	const run = async (action) => {
		let value
		try {
			value = JSON.parse(text)
		} catch ({ message }) {
			const position = message.match(/position (\d+)/)?.[1] ?? text.length
			const line = text.slice(0, position).split('\n').length - 1
			return setFailure({ message, remarks: [{ line, message: 'not JSON from here' }] })
		}
		try {
			await action(value)
			closeDialog()
			readState(true)
		} catch ({ message, code, rule }) {
			setText(pretty(value)) // remarks stand at lines of formatted JSON
			setFailure({ message, code, rule, remarks: code ? violationsOf(message) : [] })
		}
	}
	const render = (save, autofocus) => html`
		<${Editor} label="Spec and tags" text=${text} onInput=${write} remarks=${failure?.remarks || []} onSave=${save} autofocus=${autofocus} />
		${failure && html`<${Failure} ...${failure} />`}`
	return { text, setText: write, run, render }
}

function Failure({ message, code, rule, remarks }) {
	const listed = remarks.filter((r) => r.path)
	return html`<div class="problem block wide" role="alert"><strong>${code || 'Not sent'}</strong>
		${listed.length ? html`<ul>${listed.map((r) => html`<li key=${r.path}><code>${r.path}</code> ${r.message}</li>`)}</ul>` : html`<p>${message}</p>`}
		${rule > 0 && html`<${RuleText} number=${rule} />`}</div>`
}
