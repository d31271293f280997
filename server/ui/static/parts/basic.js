import { html, useEffect, useId, useState } from '../html.js'
import { withQuery } from '../address.js'
import { every, serverNow } from '../live.js'
import { attempt, notify, useStore } from '../store.js'
import { Icon } from './icon.js'
import { iso, relative } from './text.js'

export const Page = ({ title, status, actions, children }) =>
	html`<section class="page">
		<div class="bar"><h1>${title}</h1><span class="quiet space" role="status">${status}</span>${actions}</div>${children}</section>`

// label names a button without text.
export const Button = ({ icon, label, tone = '', children, ...rest }) =>
	html`<button type="button" class=${'button ' + tone} aria-label=${label} title=${label} ...${rest}>
		${icon && html`<${Icon} name=${icon} />`}${children}</button>`

export function Field({ label, value, onInput, hint, mono, wide, ...rest }) {
	const id = useId()
	return html`<div class=${'field' + (wide ? ' wide' : '')}><label for=${id}>${label}</label>
		<${rest.rows ? 'textarea' : 'input'} id=${id} class=${mono && 'mono'} value=${value} onInput=${(e) => onInput?.(e.target.value)}
			autocomplete="off" aria-describedby=${hint && id + '-hint'} ...${rest} />
		${hint && html`<small id=${id + '-hint'}>${hint}</small>`}</div>`
}

// A select. options are texts, or pairs of a value and a text.
export const Choice = ({ label, value, onInput, options, hidden, ...rest }) =>
	html`<label class="field"><span class=${hidden && 'hidden'}>${label}</span>
		<select value=${value} onChange=${(e) => onInput?.(e.target.value)} ...${rest}>${options.map((option) => {
			const [name, text = name] = [option].flat()
			return html`<option key=${name} value=${name} selected=${name === value}>${text}</option>`
		})}</select></label>`

export const Check = ({ label, ...rest }) =>
	html`<label class="check"><input type="checkbox" ...${rest} />${label}</label>`

// items are pairs of a name and a function that returns a text or a promise of it.
export function CopyMenu({ items }) {
	const id = useId()
	const choose = ([name, text]) => (document.getElementById(id).hidePopover(), copy(text(), name))
	return html`<div class="menu"><${Button} icon="copy" popovertarget=${id}>Copy<//><div id=${id} popover class="menu-list">
		${items.map((item) => html`<button key=${item[0]} type="button" onClick=${() => choose(item)}>${item[0]}</button>`)}</div></div>`
}

// Copies a text, or that of a promise, to the clipboard.
export const copy = (text, name) => attempt(async () => {
	const value = await text
	try {
		await navigator.clipboard.writeText(value) // there is no clipboard without TLS, but on a loopback address
		notify(`${name} copied`)
	} catch {
		prompt(`The browser does not allow the page to copy. Copy the ${name} from here.`, value)
	}
})

// A list of terms, values and styles, without terms that have no value.
export function Facts({ of }) {
	const given = of.filter(([, value]) => value || value === 0)
	return html`<dl class="facts">${given.map(([term, value, style]) => html`
		<div><dt>${term}</dt><dd class=${style}>${value}</dd></div>`)}</dl>`
}

export function Time({ at, now = serverNow() }) {
	return html`<time title=${iso(at)}>${relative(new Date(at), now)}</time>`
}

export const Empty = ({ icon, title, children }) =>
	html`<div class="empty"><${Icon} name=${icon} size="28" /><h2>${title}</h2>${children}</div>`

export const Problem = ({ error, what, retry }) =>
	html`<div class="problem" role="alert"><${Icon} name="error" /><div><strong>${what} failed.</strong> ${error.message}</div>
		${retry && html`<${Button} onClick=${retry}>Try again<//>`}</div>`

// Returns the value or the error of an asynchronous function, which is called again when the key
// changes or by again.
export function useRead(read, key) {
	const [result, setResult] = useState({})
	const [turn, setTurn] = useState(0)
	useEffect(() => {
		let current = true
		read().then((value) => current && setResult({ value }), (error) => current && setResult({ error }))
		return () => (current = false)
	}, [key, turn])
	return { ...result, again: () => setTurn(turn + 1) }
}

// Calls a function every two seconds while the component is shown.
export const usePoll = (read) => useEffect(() => (read(), every(2000, read)), [])

// Shows a result of useRead: children renders its value.
export function Reading({ result: { value, error, again }, what, children }) {
	if (error) return html`<${Problem} error=${error} what=${what} retry=${again} />`
	return value ? children(value) : html`<${Waiting} />`
}

export const Waiting = ({ children = 'Reading…' }) =>
	html`<p class="waiting" role="status">${children}</p>`

// Links that set a member of the query. Each tab has a name, a title and a count.
export const Tabs = ({ tabs, selected, label, member }) =>
	html`<nav class="tabs" aria-label=${label}>${tabs.map(({ name, title, count }) => html`<a key=${name} href=${withQuery({ [member]: name })}
		aria-current=${name === selected ? 'page' : null}>${title}<${Badge} n=${count} /></a>`)}</nav>`

export function Badge({ n, tone = '', title }) {
	return n > 0 && html`<span class=${'badge ' + tone} title=${title}>${n.toLocaleString('en')}</span>`
}

export function RuleText({ number }) {
	const rule = useStore('rules').rules?.get(number)
	return html`<div class="rule"><p><b>Rule ${number}</b> ${rule && html`<span class="badge">${rule.basis}</span> ${rule.sentence}`}</p>
		${rule && html`<p class="quiet">Source: ${rule.source}</p>`}</div>`
}
