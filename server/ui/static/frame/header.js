import {
	html, useEffect, useState, useStore, update, go, tenant, toView, every, readState, serverNow,
	Button, Choice, Dialog, Field, Icon, openDialog, closeDialog, clockTime, iso,
} from '../page.js'
import { showKeys } from './keys.js'
import { Search } from './search.js'

const nextTheme = { auto: 'light', light: 'dark', dark: 'auto' }

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
		<${Button} icon="theme" tone="quiet" label=${`Theme: ${theme}`} onClick=${() => setTheme(nextTheme[theme] || 'auto')} />
		<${Button} icon="key" tone="quiet keys" label="Keys (?)" onClick=${showKeys} /></header>`
}

const keyOf = ({ account, region }) => account + '/' + region

const show = (key, own) => go(toView('start', '', { as: key === keyOf(own) ? '' : key }))

function TenantPicker() {
	const { world, defaults } = useStore('world', 'address', 'defaults')
	const now = keyOf(tenant())
	const known = [...new Set([...(world?.tenants.keys() || []), keyOf(defaults), now])].filter((key) => key !== '/')
	const options = [...known.map((key) => [key, key.replace('/', ' · ')]), ['other', 'Other account or region…']]
	const other = () => openDialog(() => html`<${OtherTenant} show=${(key) => show(key, defaults)} />`)
	return html`<div class="tenant"><${Choice} label="Account and region" hidden value=${now} options=${options}
		onInput=${(key) => (key === 'other' ? other() : show(key, defaults))} /></div>`
}

function OtherTenant({ show: choose }) {
	const submit = ({ target }) => (closeDialog(), choose([...new FormData(target).values()].join('/')))
	const { account, region } = tenant()
	return html`<${Dialog} title="Account and region" action="Show" onSubmit=${submit}>
		<${Field} label="Account" name="account" defaultValue=${account} mono pattern="[0-9]{12}" title="12 digits" required autofocus />
		<${Field} label="Region" name="region" defaultValue=${region} mono pattern=${'[\\w\\-]{1,64}'} required /><//>`
}

function Clock() {
	const { clock } = useStore('clock')
	const [, tick] = useState()
	useEffect(() => clock?.running && every(1000, () => tick({})), [clock?.running])
	const now = serverNow()
	return html`<a class="clock" href=${toView('controls')} title=${`The server's clock: ${iso(now)}`}>${clock && html`<${Icon} name="clock" />
		<span>${clock.running ? '' : 'frozen '}<span class="mono">${clockTime(now)}Z</span></span>`}</a>`
}

const liveTexts = { live: 'live', busy: 'busy', connecting: 'connecting', lost: 'offline' }

function Live() {
	const { live } = useStore('live')
	return html`<${Button} tone=${'quiet live ' + live} title="Read the state now" onClick=${() => readState(true)}>
		<span class="dot" aria-hidden="true"></span>${liveTexts[live]}<//>`
}
