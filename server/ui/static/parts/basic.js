// The elements that the views have in common.
import { html, useEffect, useId, useState } from '../html.js'
import { notify, useStore } from '../store.js'
import { every, serverNow } from '../live.js'
import { Icon } from './icon.js'
import { iso, relative } from './text.js'

/** Button is a button with an icon, a text, or both. label names one that has no text. */
export function Button({ icon, label, tone = '', children, ...rest }) {
  return html`<button type="button" class=${'button ' + tone} aria-label=${label} title=${label} ...${rest}>
    ${icon && html`<${Icon} name=${icon} />`}${children}</button>`
}

/** Field is an input, or a text area if it has rows, with its label. */
export function Field({ label, value, onInput, hint, mono, wide, ...rest }) {
  const id = useId()
  const tag = rest.rows ? 'textarea' : 'input'
  return html`<div class=${'field' + (wide ? ' wide' : '')}><label for=${id}>${label}</label>
    <${tag} id=${id} class=${mono ? 'mono' : ''} value=${value} onInput=${(e) => onInput(e.target.value)} autocomplete="off"
      spellcheck=${false} aria-describedby=${hint && id + '-hint'} ...${rest} />
    ${hint && html`<small id=${id + '-hint'}>${hint}</small>`}</div>`
}

/** Choice is a select with its label. options are texts, or pairs of a value and a text. */
export function Choice({ label, value, onInput, options, hidden }) {
  return html`<label class="field"><span class=${hidden ? 'hidden' : ''}>${label}</span>
    <select value=${value} onChange=${(e) => onInput(e.target.value)}>
      ${options.map((option) => {
        const [name, text] = [option].flat()
        return html`<option key=${name} value=${name} selected=${name === value}>${text ?? name}</option>`
      })}</select></label>`
}

/** Check is a checkbox with its label. */
export function Check({ label, value, onInput }) {
  return html`<label class="check"><input type="checkbox" checked=${value} onChange=${(e) => onInput(e.target.checked)} />${label}</label>`
}

/** CopyMenu is a button that opens a list of texts to copy: pairs of a name and a function. */
export function CopyMenu({ items }) {
  const id = useId()
  const choose = ([name, text]) => (document.getElementById(id).hidePopover(), copy(text(), name))
  return html`<div class="menu"><${Button} icon="copy" popovertarget=${id}>Copy<//>
    <div id=${id} popover class="menu-list">
      ${items.map((item) => html`<button key=${item[0]} type="button" onClick=${() => choose(item)}>${item[0]}</button>`)}</div></div>`
}

/** copy puts a text on the clipboard. */
export async function copy(text, name) {
  try {
    await navigator.clipboard.writeText(text)
    notify(`${name} copied`)
  } catch {
    prompt(`${name}: the browser does not allow the page to copy. Copy it from here.`, text)
  }
}

/** Facts is a list of terms, values and styles. Terms without a value are left out. */
export function Facts({ of }) {
  const given = of.filter(([, value]) => value || value === 0)
  return html`<dl class="facts">${given.map(([term, value, style]) => html`<div key=${term}><dt>${term}</dt><dd class=${style}>${value}</dd></div>`)}</dl>`
}

/** Time writes how long ago a time is, by the server's clock or another. */
export function Time({ at, now = serverNow() }) {
  return html`<time title=${iso(at)}>${relative(new Date(at), now)}</time>`
}

/** Empty is shown instead of an empty list, and says what to do. */
export function Empty({ icon, title, children }) {
  return html`<div class="empty"><${Icon} name=${icon} size="28" /><h2>${title}</h2>${children}</div>`
}

/** Problem shows an error. */
export function Problem({ error, what, retry }) {
  return html`<div class="problem" role="alert"><${Icon} name="error" /><div><strong>${what} failed.</strong> ${error.message}</div>
    ${retry && html`<${Button} onClick=${retry}>Try again<//>`}</div>`
}

/** useRead returns the result of an asynchronous function or its error, and a function that reads
 * again. It is read anew when the key changes, and after each pause, if there is one. */
export function useRead(read, key, pause) {
  const [result, setResult] = useState({})
  const [turn, setTurn] = useState(0)
  const again = () => setTurn((n) => n + 1)
  useEffect(() => {
    let current = true
    read().then((value) => current && setResult({ value }), (error) => current && setResult({ error }))
    return () => (current = false)
  }, [key, turn])
  useEffect(() => (pause ? every(pause, again) : undefined), [])
  return { ...result, again }
}

/** Reading shows a result of useRead: children renders its value. */
export function Reading({ result, what, children }) {
  if (result.error) return html`<${Problem} error=${result.error} what=${what} retry=${result.again} />`
  if (!result.value) return html`<p class="waiting" role="status">Reading…</p>`
  return children(result.value)
}

/** Tabs shows a row of tabs: Left and Right move between them.
 * @param {{tabs: {name: string, title: string, count?: number}[], selected: string, onSelect: (name: string) => void, label: string}} props */
export function Tabs({ tabs, selected, onSelect, label, panel }) {
  const move = (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (!by) return
    const at = tabs.findIndex((tab) => tab.name === selected) + by
    const next = (at + tabs.length) % tabs.length
    onSelect(tabs[next].name)
    event.currentTarget.children[next].focus()
  }
  return html`<div class="tabs" role="tablist" aria-label=${label} onKeyDown=${move}>
    ${tabs.map(({ name, title, count }) => html`<button key=${name} type="button" role="tab" aria-controls=${panel}
      aria-selected=${String(name === selected)} tabindex=${name === selected ? 0 : -1} onClick=${() => onSelect(name)}>${title}<${Badge} n=${count} /></button>`)}
  </div>`
}

/** Badge is a number, if it is not 0. */
export function Badge({ n, tone = '', title }) {
  return n > 0 && html`<span class=${'badge ' + tone} title=${title}>${n.toLocaleString('en')}</span>`
}

const bases = {
  recorded: 'seen in real output of App Mesh', documented: "stated by AWS's documentation",
  model: "stated by AWS's model of the API", assumed: 'decided here, because the record is silent',
}

/** RuleText shows a rule in words, with its basis and source. */
export function RuleText({ number }) {
  const rule = useStore('rules').rules?.get(number)
  return html`<div class="rule"><p><b>Rule ${number}</b> ${rule && html`<span class="badge" title=${bases[rule.basis]}>${rule.basis}</span> ${rule.sentence}`}</p>
    ${rule && html`<p class="quiet">Source: ${rule.source}</p>`}</div>`
}
