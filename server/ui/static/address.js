// The address of the page: everything that is selected is in its fragment.
//   #/mesh/shop/map              a view of a mesh
//   #/mesh/shop/route/web/all    a resource, beside the view that the query names: view=test
//   #/calls/7?code=*Exception    a view of the server, and a call
// as=ACCOUNT/REGION in the query is the tenant, if it is not the server's own.
import { kinds } from './mesh/kinds.js'
import { queryOf } from './parts/text.js'
import { state, update, useStore } from './store.js'

export const meshViews = ['map', 'resources', 'test', 'findings']
export const serverViews = ['calls', 'faults', 'envoys', 'controls']

// Reads a fragment. An unknown one is the start view.
function parse(fragment) {
	const [path, search] = fragment.replace(/^#?\/?/, '').split('?')
	const query = Object.fromEntries(new URLSearchParams(search))
	const [first, second, third, ...rest] = path.split('/').filter(Boolean).map(decode)
	const address = { view: 'start', mesh: '', kind: '', names: [], call: 0, query }
	if (serverViews.includes(first)) return { ...address, view: first, call: Number(second) || 0 }
	if (first !== 'mesh' || !second) return address
	const view = [third, query.view].find((name) => meshViews.includes(name)) || 'map'
	const known = kinds[third]?.chain.length === rest.length + 1
	return { ...address, view, mesh: second, ...(known && { kind: third, names: [second, ...rest] }) }
}

function decode(text) {
	try {
		return decodeURIComponent(text)
	} catch {
		return text
	}
}

export function format({ view, mesh, kind, names, call, query = {} }) {
	let path = [view !== 'start' && view, call]
	if (meshViews.includes(view)) path = ['mesh', mesh, ...(kind ? [kind, ...names.slice(1)] : [view])]
	const shown = kind && view !== 'map' ? view : ''
	return '#/' + path.filter(Boolean).map(encodeURIComponent).join('/') + queryOf({ ...query, view: shown })
}

export const toView = (view, mesh = state.address.mesh, query = {}) => ofTenant({ view, mesh }, query)

// Returns the address of a resource, beside the view that is open.
export function toResource(kind, names, query) {
	const { view, mesh, query: now } = state.address
	const beside = meshViews.includes(view)
	const kept = beside && mesh === names[0] && now // such as the request of the route tester
	return ofTenant({ view: beside ? view : 'map', mesh: names[0], kind, names }, { ...kept, tab: '', ...query })
}

export const toCall = (call, query) => ofTenant({ view: 'calls', call }, query)

const ofTenant = (address, query) => format({ ...address, query: { as: state.address.query.as, ...query } })

export const withQuery = (changes) => format({ ...state.address, query: { ...state.address.query, ...changes } })

// Returns the present address with nothing selected.
export const closed = () => format({ ...state.address, kind: '', call: 0, query: { ...state.address.query, tab: '' } })

// Changes the address; replace leaves no entry in the history.
export function go(fragment, replace) {
	if (!replace) location.hash = fragment
	else history.replaceState(null, '', fragment), read()
}

const read = () => update({ address: parse(location.hash) })

export function follow() {
	read()
	addEventListener('hashchange', read)
}

export function tenant() {
	const [account, region] = (state.address.query.as || '').split('/')
	return { account: account || state.defaults.account, region: region || state.defaults.region }
}

// Returns what the tenant has, null until the state has been read: see mesh/world.js.
export const tenantNow = () => state.world && state.world.of(Object.values(tenant()).join('/'))

export function useTenant() {
	useStore('address', 'defaults', 'world')
	return tenantNow()
}
