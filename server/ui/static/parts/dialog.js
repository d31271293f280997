import { html, useEffect, useRef } from '../html.js'
import { update } from '../store.js'
import { Icon } from './icon.js'

/** openDialog shows a dialog; render returns it. */
export const openDialog = (render) => update({ dialog: render })
export const closeDialog = () => update({ dialog: null })

/** Dialog is a modal dialog: the browser keeps the focus in it, and Escape closes it. */
export function Dialog({ title, wide, children }) {
  const element = useRef(null)
  useEffect(() => {
    const { current } = element
    const before = document.activeElement
    current.showModal()
    return () => {
      current.close()
      before?.focus?.()
    }
  }, [])
  const outside = (event) => event.target === element.current && closeDialog()
  return html`<dialog ref=${element} class=${wide ? 'dialog wide' : 'dialog'} aria-label=${title} onCancel=${(e) => (e.preventDefault(), closeDialog())} onMouseDown=${outside}>
    <div class="dialog-inside">
      <header class="bar"><h2>${title}</h2><button type="button" class="button quiet" aria-label="Close the dialog" onClick=${closeDialog}><${Icon} name="close" /></button></header>
      ${children}
    </div>
  </dialog>`
}

/** confirm asks before something is lost. effects are sentences that say what. */
export function confirm({ title, effects, action, run }) {
  openDialog(() => html`<${Dialog} title=${title}>
    <ul class="effects">${effects.map((text) => html`<li key=${text}>${text}</li>`)}</ul>
    <footer class="actions">
      <button type="button" class="button" autofocus onClick=${closeDialog}>Cancel</button>
      <button type="button" class="button danger" onClick=${() => (closeDialog(), run())}>${action}</button>
    </footer>
  <//>`)
}
