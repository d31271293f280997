import { useStore, state } from '../store.js'
import { tenant } from '../address.js'

/** useTenant returns the meshes of the account and region that the page shows, and null until
 * the state has been read.
 * @returns {import('../mesh/world.js').Tenant | null} */
export function useTenant() {
  useStore('address', 'defaults', 'world')
  return tenantNow()
}

export function tenantNow() {
  const { account, region } = tenant()
  return state.world && state.world.of(account, region)
}
