import { must, open, send } from '../browser.mjs'

const tls = { mode: 'STRICT', certificate: { acm: { certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/abc' } } }
const spec = { listeners: [{ portMapping: { port: 8080, protocol: 'http' }, tls }], serviceDiscovery: { dns: { hostname: 'secure.local' } } }

export const cases = {
  async 'Envoys are listed with their version, what was left out and what they reject'() {
    await must('PUT', '/v20190125/meshes/storefront/virtualNodes', { virtualNodeName: 'secure', spec })
    await must('POST', '/v3/discovery:listeners', { node: { id: 'mesh/storefront/virtualNode/secure' } })
    const resource = 'mesh/storefront/virtualNode/cart'
    await must('PUT', '/_mock/envoys', {
      id: 'bridged', transport: 'ads', resource, address: '127.0.0.1', account: '123456789012', region: 'us-east-1', lastSeen: new Date().toISOString(),
      types: [{ type: 'clusters', current: '2', acknowledged: '1' }], rejected: 'clusters: <b>no such file</b>',
    })
    const page = await open('#/envoys')
    const asked = page.getByRole('article').filter({ hasText: 'rest' })
    await asked.getByText('mesh/storefront/virtualNode/secure').waitFor()
    await asked.getByRole('table').getByText('listeners', { exact: true }).waitFor()
    await asked.getByText(/there is no ACM here/).waitFor()
    const bridged = page.getByRole('article').filter({ hasText: 'bridged' })
    await bridged.getByRole('alert').getByText('clusters: <b>no such file</b>').waitFor()
    await bridged.getByText('behind').waitFor()
    await page.screenshot({ path: process.env.E2E_SHOTS + '/envoys.png' })
    await bridged.getByRole('link', { name: 'cart' }).waitFor()
    await asked.getByRole('listitem').getByRole('link', { name: 'secure' }).click()
    await page.getByRole('complementary', { name: 'Resource' }).getByRole('heading', { name: 'secure' }).waitFor()
    await send('DELETE', '/v20190125/meshes/storefront/virtualNodes/secure')
    await page.done()
  },
}
