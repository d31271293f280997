import { html } from '../html.js'
import { kinds } from '../mesh/kinds.js'
import { toResource } from '../address.js'
import { Icon } from './icon.js'

/** Kind names a kind with its icon. */
export function Kind({ kind }) {
  return html`<span class=${'kind kind-' + kind}><${Icon} name=${kind} />${kinds[kind].word}</span>`
}

/** ResourceLink leads to a resource. */
export function ResourceLink({ kind, names, text, query }) {
  return html`<a class=${'resource-link kind-' + kind} href=${toResource(kind, names, query)} title=${names.join(' / ')}><${Icon} name=${kind} /><span class="mono">${text ?? names.at(-1)}</span></a>`
}

/** byReference returns kind and names of a reference such as mesh/shop/virtualNode/cart. Names
 * may have slashes in them, so resources of the state are looked up first. */
export function byReference(ref, tenant) {
  const known = tenant?.byRef.get(ref)
  if (known) return known
  const parts = ref.split('/')
  if (parts[0] !== 'mesh' || parts.length < 2) return null
  if (parts.length === 2) return { kind: 'mesh', names: [parts[1]] }
  if (parts.length >= 6 && kinds[parts[4]]) return { kind: parts[4], names: [parts[1], parts[3], parts.slice(5).join('/')] }
  return kinds[parts[2]] ? { kind: parts[2], names: [parts[1], parts.slice(3).join('/')] } : null
}
