// The address of the page: everything that is selected is in its fragment.
//   #/mesh/shop/map              a view of a mesh: map, resources, test or findings
//   #/mesh/shop/route/web/all    a resource, beside the view that the query names (view=map)
//   #/calls?code=*Exception      a view of the server: calls, faults, envoys or controls
// as=ACCOUNT/REGION in the query is the tenant, if it is not the server's own.
import { kinds } from './mesh/kinds.js'
import { state, update } from './store.js'

export const meshViews = ['map', 'resources', 'test', 'findings']
export const serverViews = ['calls', 'faults', 'envoys', 'controls']

/** @typedef {{view: string, mesh: string, kind: string, names: string[], call: number, query: Object<string, string>}} Address */

/** parse reads a fragment. An unknown one is the start view.
 * @returns {Address} */
export function parse(fragment) {
  const [path, queryText = ''] = fragment.replace(/^#?\/?/, '').split('?')
  const query = Object.fromEntries(new URLSearchParams(queryText))
  const parts = path.split('/').filter((part) => part !== '').map(decode)
  const address = { view: 'start', mesh: '', kind: '', names: [], call: 0, query }
  if (serverViews.includes(parts[0])) {
    return { ...address, view: parts[0], call: Number(parts[1]) || 0 }
  }
  if (parts[0] !== 'mesh' || parts.length < 2) return address
  address.mesh = parts[1]
  address.view = meshViews.includes(query.view) ? query.view : 'map'
  if (parts.length === 2) return { ...address, kind: query.mesh === 'open' ? 'mesh' : '', names: [parts[1]] }
  if (parts.length === 3 && meshViews.includes(parts[2])) return { ...address, view: parts[2] }
  if (kinds[parts[2]]?.depth === parts.length - 2) return { ...address, kind: parts[2], names: [parts[1], ...parts.slice(3)] }
  return address
}

function decode(text) {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** format writes an address as a fragment. */
export function format({ view, mesh, kind, names, call, query = {} }) {
  const rest = { ...query }
  delete rest.view
  delete rest.mesh
  let path = view === 'start' ? '' : view
  if (meshViews.includes(view)) {
    path = `mesh/${encodeURIComponent(mesh)}/${view}`
    if (kind === 'mesh') {
      path = `mesh/${encodeURIComponent(mesh)}`
      rest.mesh = 'open'
    } else if (kind) path = ['mesh', mesh, kind, ...names.slice(1)].map(encodeURIComponent).join('/')
    if (kind && view !== 'map') rest.view = view
  } else if (call) path += '/' + call
  const text = new URLSearchParams(Object.entries(rest).filter(([, value]) => value !== '' && value != null)).toString()
  return '#/' + path + (text && '?' + text)
}

/** kept returns the members of the query that all addresses have. */
const kept = () => (state.address?.query.as ? { as: state.address.query.as } : {})

/** toView returns the address of a view. */
export function toView(view, mesh = state.address?.mesh, query = {}) {
  return format({ view, mesh, query: { ...kept(), ...query } })
}

/** toResource returns the address of a resource, beside the view that is open. */
export function toResource(kind, names, query = {}) {
  const view = meshViews.includes(state.address?.view) ? state.address.view : 'map'
  return format({ view, mesh: names[0], kind, names, query: { ...kept(), ...query } })
}

/** withQuery returns the present address with other members in its query. */
export function withQuery(changes) {
  return format({ ...state.address, query: { ...state.address.query, ...changes } })
}

/** closed returns the present address with nothing selected. */
export function closed() {
  const { tab, ...query } = state.address.query
  return format({ ...state.address, kind: '', call: 0, query })
}

/** go changes the address; replace leaves no entry in the history. */
export function go(fragment, replace = false) {
  if (replace) {
    history.replaceState(null, '', fragment)
    read()
  } else location.hash = fragment
}

function read() {
  update({ address: parse(location.hash) })
}

/** follow updates the address in the state when that of the browser changes. */
export function follow() {
  read()
  addEventListener('hashchange', read)
}

/** tenant returns the account and region that the page shows. */
export function tenant() {
  const [account, region] = (state.address?.query.as || '').split('/')
  return { account: account || state.defaults.account, region: region || state.defaults.region }
}
