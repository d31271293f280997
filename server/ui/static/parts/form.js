import { html, useEffect, useId, useRef, useState } from '../html.js'
import { Icon } from './icon.js'
import { notify } from '../store.js'
import { Dialog, openDialog } from './dialog.js'

/** Field is an input with its label. */
export function Field({ label, value, onInput, hint, type = 'text', mono, ...rest }) {
  const id = useId()
  return html`<div class="field"><label for=${id}>${label}</label>
    <input id=${id} type=${type} class=${mono ? 'mono' : ''} value=${value} onInput=${(e) => onInput(e.target.value)} autocomplete="off" spellcheck="false" aria-describedby=${hint && id + '-hint'} ...${rest} />
    ${hint && html`<small id=${id + '-hint'}>${hint}</small>`}</div>`
}

/** Choice is a select with its label. options are texts, or pairs of a value and a text. */
export function Choice({ label, value, onInput, options, hidden }) {
  return html`<label class="field"><span class=${hidden ? 'hidden' : ''}>${label}</span>
    <select value=${value} onChange=${(e) => onInput(e.target.value)}>${options.map((option) => {
      const [name, text] = Array.isArray(option) ? option : [option, option]
      return html`<option key=${name} value=${name} selected=${name === value}>${text}</option>`
    })}</select></label>`
}

/** Check is a checkbox with its label. */
export function Check({ label, value, onInput }) {
  return html`<label class="check"><input type="checkbox" checked=${value} onChange=${(e) => onInput(e.target.checked)} /><span>${label}</span></label>`
}

/** Menu is a button that opens a list of actions: arrow keys move, Escape closes. */
export function Menu({ label, icon, items }) {
  const [open, setOpen] = useState(false)
  const element = useRef(null)
  useEffect(() => {
    if (!open) return
    element.current.querySelector('[role=menuitem]')?.focus()
    const outside = (event) => element.current.contains(event.target) || setOpen(false)
    addEventListener('pointerdown', outside)
    return () => removeEventListener('pointerdown', outside)
  }, [open])
  const keys = (event) => {
    const all = [...element.current.querySelectorAll('[role=menuitem]')]
    const at = all.indexOf(document.activeElement)
    if (event.key === 'Escape' && open) {
      event.stopPropagation()
      setOpen(false)
      element.current.querySelector('button').focus()
    } else if (open && ['ArrowDown', 'ArrowUp'].includes(event.key)) {
      event.preventDefault()
      all[(at + (event.key === 'ArrowDown' ? 1 : all.length - 1)) % all.length].focus()
    } else if (event.key === 'Tab') setOpen(false)
  }
  return html`<div class="menu" ref=${element} onKeyDown=${keys}>
    <button type="button" class="button" aria-haspopup="menu" aria-expanded=${open ? 'true' : 'false'} onClick=${() => setOpen(!open)}>${icon && html`<${Icon} name=${icon} />`}${label}<${Icon} name="down" size="12" /></button>
    ${open && html`<div role="menu" class="menu-list" aria-label=${label}>${items.map(({ text, run }) => html`<button key=${text} type="button" role="menuitem" tabindex="-1" onClick=${() => (setOpen(false), run())}>${text}</button>`)}</div>`}
  </div>`
}

/** copy puts a text on the clipboard. Where the browser does not allow it, the text is shown. */
export async function copy(text, what) {
  try {
    await navigator.clipboard.writeText(text)
    notify(`${what} copied`)
  } catch {
    openDialog(() => html`<${Dialog} title=${what} wide=${true}><textarea class="mono code" readonly rows="14" aria-label=${what} value=${text} onFocus=${(e) => e.target.select()} autofocus></textarea><//>`)
  }
}

/** download saves a text as a file. */
export function download(name, text, type = 'application/json') {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = Object.assign(document.createElement('a'), { href: url, download: name })
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 1000)
}

/** Empty is shown where there is nothing yet, and says what to do. */
export function Empty({ icon, title, children }) {
  return html`<div class="empty"><${Icon} name=${icon} size="28" /><h2>${title}</h2>${children}</div>`
}

/** Problem is shown where something failed. */
export function Problem({ error, what, retry }) {
  if (error.absent) {
    return html`<${Empty} icon="info" title=${what + ' is not available'}><p>This server has no such route. A newer version of appmesh-mock may have it.</p><//>`
  }
  return html`<div class="problem" role="alert"><${Icon} name="error" /><div><strong>${what} failed.</strong> ${error.message}</div>${retry && html`<button type="button" class="button" onClick=${retry}>Try again</button>`}</div>`
}
