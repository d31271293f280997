import { html, useEffect, useState } from '../html.js'
import { useStore, update, state } from '../store.js'
import { go, tenant, toView } from '../address.js'
import { readState, serverNow } from '../live.js'
import { Button, Choice, Field } from '../parts/basic.js'
import { openDialog, closeDialog, Dialog } from '../parts/dialog.js'
import { Icon } from '../parts/icon.js'
import { clockTime, iso } from '../parts/text.js'
import { Search } from './search.js'
import { showKeys } from './keys.js'

const themes = { auto: 'light', light: 'dark', dark: 'auto' } // each with the next

/** setTheme chooses the colours, and remembers the choice. */
export function setTheme(theme) {
  localStorage.setItem('theme', theme)
  document.documentElement.dataset.theme = theme
  update({ theme })
}

export function Header() {
  const { theme } = useStore('theme')
  return html`<header class="header">
    <a class="brand" aria-label="appmesh-mock: all meshes" href=${toView('start')}><${Icon} name="mesh" size="18" /><span>appmesh-mock</span></a>
    <${TenantPicker} /><${Search} /><${Clock} /><${Live} />
    <${Button} icon="theme" tone="quiet" label=${`Theme: ${theme}`} onClick=${() => setTheme(themes[theme])} />
    <${Button} icon="key" tone="quiet keys" label="Keys (?)" onClick=${showKeys} />
  </header>`
}

const other = 'other'
const keyOf = ({ account, region }) => account + '/' + region

/** TenantPicker chooses account and region: those that have resources, or others. */
function TenantPicker() {
  const { world, defaults } = useStore('world', 'address', 'defaults')
  const now = keyOf(tenant())
  const known = new Set([...(world?.tenants.map(keyOf) || []), keyOf(defaults), now])
  const choose = (key) => (key === other ? openDialog(() => html`<${OtherTenant} />`) : setTenant(key))
  return html`<div class="tenant"><${Choice} label="Account and region" hidden value=${now} onInput=${choose}
    options=${[...[...known].filter((key) => key !== '/').map((key) => [key, key.replace('/', ' · ')]), [other, 'Other account or region…']]} /></div>`
}

function setTenant(key) {
  go(toView('start', '', { as: key === keyOf(state.defaults) ? '' : key }))
  readState(true)
}

function OtherTenant() {
  const [account, setAccount] = useState(tenant().account)
  const [region, setRegion] = useState(tenant().region)
  return html`<${Dialog} title="Account and region" action="Show" onSubmit=${() => (closeDialog(), setTenant(account + '/' + region))}>
    <${Field} label="Account" value=${account} onInput=${setAccount} mono pattern="[0-9]{12}" title="12 digits" required autofocus />
    <${Field} label="Region" value=${region} onInput=${setRegion} mono pattern=${'[\\w\\-]{1,64}'} required /><//>`
}

function Clock() {
  const { clock } = useStore('clock')
  const [, tick] = useState(0)
  useEffect(() => {
    const timer = clock?.running && setInterval(() => document.hidden || tick((n) => n + 1), 1000)
    return () => clearInterval(timer)
  }, [clock?.running])
  if (!clock) return html`<span class="clock"></span>`
  const now = serverNow()
  return html`<a class="clock" href=${toView('controls')} title=${`The server's clock: ${iso(now)}`}><${Icon} name="clock" />
    <span>${clock.running ? '' : 'frozen '}<span class="mono">${clockTime(now)}Z</span></span></a>`
}

const liveTexts = {
  live: ['live', 'Changes are shown as they happen.'],
  busy: ['busy', 'There are many changes: they are shown every few seconds.'],
  connecting: ['connecting', 'Waiting for the server.'],
  lost: ['offline', 'The server does not respond. The page tries again.'],
}

function Live() {
  const { live } = useStore('live')
  const [text, title] = liveTexts[live]
  return html`<${Button} tone=${'quiet live ' + live} title=${title + ' Click to read the state now.'} onClick=${() => readState(true)}><span class="dot" aria-hidden="true"></span>${text}<//>`
}
