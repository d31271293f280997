import { html, useEffect, useRef } from '../html.js'
import { closeDrawer, rememberOpener } from '../frame/keys.js'
import { Icon } from './icon.js'

/** Drawer is the detail of what is selected. It takes the focus, and gives it back when closed. */
export function Drawer({ label, title, kind, children, actions }) {
  const heading = useRef(null)
  useEffect(() => {
    rememberOpener()
    heading.current?.focus({ preventScroll: true })
  }, [])
  return html`<aside class="drawer" aria-label=${label}>
    <header class="bar"><div class="drawer-title">${kind}<h2 ref=${heading} tabindex="-1" class="mono">${title}</h2></div>
      <button type="button" class="button quiet" aria-label="Close the detail" title="Close (Esc)" onClick=${closeDrawer}><${Icon} name="close" /></button></header>
    ${actions && html`<div class="bar drawer-actions">${actions}</div>`}
    ${children}</aside>`
}
