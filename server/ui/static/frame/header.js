import { html, useEffect, useState } from '../html.js'
import { useStore, update, state } from '../store.js'
import { go, tenant, toView } from '../address.js'
import { readState, serverNow } from '../live.js'
import { Icon } from '../parts/icon.js'
import { clockTime, iso } from '../parts/text.js'
import { Search } from './search.js'
import { openDialog, closeDialog, Dialog } from '../parts/dialog.js'
import { Field } from '../parts/form.js'
import { showKeys } from './keys.js'

const themes = ['auto', 'light', 'dark']

export function Header() {
  const theme = useStore((s) => s.theme)
  const next = themes[(themes.indexOf(theme) + 1) % themes.length]
  const setTheme = () => {
    localStorage.setItem('theme', next)
    document.documentElement.dataset.theme = next
    update({ theme: next })
  }
  return html`<header class="header">
    <a class="brand" aria-label="appmesh-mock: all meshes" href=${toView('start')}><${Icon} name="mesh" size="18" /><span>appmesh-mock</span></a>
    <${TenantPicker} />
    <${Search} />
    <${Clock} />
    <${Live} />
    <button type="button" class="button quiet" title=${`Theme: ${theme}. Change to ${next}`} aria-label=${`Theme: ${theme}`} onClick=${setTheme}><${Icon} name="theme" /></button>
    <button type="button" class="button quiet keys" title="Keys (?)" aria-label="Keys" onClick=${showKeys}><${Icon} name="key" /></button>
  </header>`
}

const other = 'other'

/** TenantPicker chooses account and region: those that have resources, or others. */
function TenantPicker() {
  const world = useStore((s) => s.world)
  useStore((s) => s.address)
  useStore((s) => s.defaults)
  const now = tenant()
  const value = now.account + '/' + now.region
  const known = new Map((world?.tenants || []).map((t) => [t.account + '/' + t.region, t.resources]))
  for (const key of [state.defaults.account + '/' + state.defaults.region, value]) if (key !== '/' && !known.has(key)) known.set(key, 0)
  const choose = (key) => {
    if (key === other) return openDialog(() => html`<${OtherTenant} />`)
    setTenant(key)
  }
  return html`<label class="tenant"><span class="hidden">Account and region</span>
    <select value=${value} onChange=${(e) => (choose(e.target.value), (e.target.value = value))}>
      ${[...known].map(([key]) => html`<option key=${key} value=${key} selected=${key === value}>${key.replace('/', ' · ')}</option>`)}
      <option value=${other}>Other account or region…</option>
    </select></label>`
}

function setTenant(key) {
  const own = state.defaults.account + '/' + state.defaults.region
  go(toView('start', '', { as: key === own ? '' : key }))
  readState(true)
}

function OtherTenant() {
  const [account, setAccount] = useState(tenant().account)
  const [region, setRegion] = useState(tenant().region)
  const submit = (event) => {
    event.preventDefault()
    closeDialog()
    setTenant(account + '/' + region)
  }
  return html`<${Dialog} title="Account and region"><form class="form" onSubmit=${submit}>
    <${Field} label="Account" value=${account} onInput=${setAccount} mono=${true} pattern="[0-9]{12}" title="12 digits" required=${true} autofocus=${true} />
    <${Field} label="Region" value=${region} onInput=${setRegion} mono=${true} pattern=${'[\\w\\-]{1,64}'} required=${true} />
    <footer class="actions"><button class="button primary">Show</button></footer></form><//>`
}

function Clock() {
  const clock = useStore((s) => s.clock)
  const [, tick] = useState(0)
  useEffect(() => {
    if (!clock?.running) return
    const timer = setInterval(() => document.hidden || tick((n) => n + 1), 1000)
    return () => clearInterval(timer)
  }, [clock?.running])
  if (!clock) return html`<span class="clock"></span>`
  const now = serverNow()
  return html`<a class="clock" href=${toView('controls')} title=${`The server's clock: ${iso(now)}`}><${Icon} name="clock" /><span>${clock.running ? '' : 'frozen '}<span class="mono">${clockTime(now)}Z</span></span></a>`
}

const liveTexts = {
  live: ['live', 'Changes are shown as they happen.'],
  busy: ['busy', 'There are many changes: they are shown every few seconds.'],
  connecting: ['connecting', 'Waiting for the server.'],
  lost: ['offline', 'The server does not respond. The page tries again.'],
}

function Live() {
  const live = useStore((s) => s.live)
  const [text, title] = liveTexts[live]
  return html`<button type="button" class=${'live ' + live} title=${title + ' Click to read the state now.'} onClick=${() => readState(true)}><span class="dot" aria-hidden="true"></span>${text}</button>`
}
