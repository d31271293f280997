import { html, useEffect, useRef } from '../html.js'
import { closed, go } from '../address.js'
import { attempt, state, update } from '../store.js'
import { Button } from './basic.js'

export const openDialog = (render) => update({ dialog: render })
export const closeDialog = () => update({ dialog: null })

// A modal dialog, in which the browser keeps the focus. With an action, it is a form.
export function Dialog({ title, wide, action, tone = 'primary', disabled, onSubmit, children }) {
	const element = useRef(null)
	useEffect(() => {
		const { current } = element
		const before = document.activeElement
		current.showModal()
		return () => (current.close(), before?.focus?.())
	}, [])
	return html`<dialog ref=${element} class=${wide ? 'dialog wide' : 'dialog'} aria-label=${title}
			onCancel=${(e) => (e.preventDefault(), closeDialog())} onMouseDown=${(e) => e.target === element.current && closeDialog()}>
		<form class="dialog-inside" onSubmit=${(e) => (e.preventDefault(), onSubmit(e))}>
			<header class="bar"><h2>${title}</h2><${Button} icon="close" tone="quiet" label="Close the dialog" onClick=${closeDialog} /></header>
			${children}
			${action && html`<footer class="actions"><${Button} onClick=${closeDialog}>Cancel<//>
				<${Button} type="submit" tone=${tone} disabled=${disabled}>${action}<//></footer>`}</form></dialog>`
}

// Asks before something is lost. effects are sentences that say what; after runs if run succeeds.
export function confirm({ title, effects, action, run, done, after }) {
	const submit = async () => (closeDialog(), (await attempt(run, done)) && after())
	openDialog(() => html`<${Dialog} title=${title} action=${action} tone="danger" onSubmit=${submit}>
		<ul class="effects">${effects.map((text) => html`<li key=${text}>${text}</li>`)}</ul><//>`)
}

let opener = null

// The detail of what is selected. It takes the focus, and gives it back when closed.
export function Drawer({ label, title, kind, children, actions }) {
	const heading = useRef(null)
	useEffect(() => {
		const { activeElement, body } = document
		if (activeElement !== body && !activeElement.closest('.drawer')) opener = activeElement
		heading.current.focus({ preventScroll: true })
	}, [])
	return html`<aside class="drawer" aria-label=${label}>
		<header class="bar"><div class="drawer-title">${kind}<h2 ref=${heading} tabindex="-1" class="mono">${title}</h2></div>
			<${Button} icon="close" tone="quiet" label="Close the detail (Esc)" onClick=${closeDrawer} /></header>
		${actions && html`<div class="bar drawer-actions">${actions}</div>`}${children}</aside>`
}

export function closeDrawer() {
	if (!state.address.kind && !state.address.call) return
	go(closed())
	if (opener?.isConnected) opener.focus()
}
