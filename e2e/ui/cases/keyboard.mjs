import assert from 'node:assert/strict'
import { base, must, open, send, until } from '../browser.mjs'

const focused = (page) => page.evaluate(() => document.activeElement.getAttribute('aria-label') || document.activeElement.textContent)

/** tabTo presses Tab until an element with the name has the focus. */
const tabTo = (page, name) => until(`${name} has the focus`, async () => {
  await page.keyboard.press('Tab')
  return name.test(await focused(page))
})

export const cases = {
  async 'with the keyboard alone: search, outline, detail, tabs, create and delete'() {
    const page = await open('#/mesh/storefront/map')
    await page.locator('.box').first().waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('catalog-v2')
    await page.getByRole('option', { name: /^catalog-v2/ }).waitFor()
    await page.keyboard.press('Enter')
    const drawer = page.getByRole('complementary', { name: 'Resource' })
    await drawer.getByRole('heading', { name: 'catalog-v2' }).waitFor()
    await until('the detail has the focus', async () => (await focused(page)) === 'catalog-v2')
    await page.keyboard.press('Escape')
    await drawer.waitFor({ state: 'detached' })

    await page.keyboard.press('o')
    const outline = page.getByRole('navigation', { name: 'Outline' })
    await outline.waitFor()
    await until('the button below ingress has the focus', async () => {
      await page.keyboard.press('Tab')
      return (await focused(page)) === 'Below ingress'
    })
    await page.keyboard.press('Enter')
    await outline.getByRole('link', { name: 'cart', exact: true }).first().waitFor()
    await until('a gateway route has the focus', async () => {
      await page.keyboard.press('Tab')
      return (await focused(page)) === 'cart'
    })
    await page.keyboard.press('Enter')
    await drawer.waitFor()
    assert.match(page.url(), /gatewayRoute/)
    await page.keyboard.press('Escape')
    await until('the focus is back in the outline', async () => (await focused(page)) === 'cart')

    await page.keyboard.press('g')
    await page.keyboard.press('r')
    const table = page.getByRole('table', { name: 'Resources' })
    await table.waitFor()
    await until('a row has the focus', async () => {
      await page.keyboard.press('Tab')
      return page.evaluate(() => document.activeElement.className.includes('row-link'))
    })
    await page.keyboard.press('Enter')
    await drawer.waitFor()
    await until('the tabs have the focus', async () => {
      await page.keyboard.press('Tab')
      return (await focused(page)) === 'JSON'
    })
    await page.keyboard.press('Enter')
    await drawer.getByRole('region', { name: 'JSON', exact: true }).waitFor()
    await page.keyboard.press('Escape')
    await drawer.waitFor({ state: 'detached' })

    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keys' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Create', exact: true }).press('Enter')
    await page.getByRole('dialog', { name: 'Create a resource' }).waitFor()
    await until('the name has the focus', () => page.evaluate(() => document.activeElement.labels?.[0]?.textContent === 'Name'))
    await page.keyboard.type('typed')
    await page.keyboard.press('Enter')
    await drawer.getByRole('heading', { name: 'typed' }).waitFor()
    await must('DELETE', '/v20190125/meshes/storefront/virtualNodes/typed')
    await page.done()
  },

  async 'with the keyboard alone: a resource is edited, saved and deleted'() {
    await must('PUT', '/v20190125/meshes/storefront/virtualNodes', { virtualNodeName: 'edited', spec: {} })
    const page = await open('#/mesh/storefront/virtualNode/edited')
    const drawer = page.getByRole('complementary', { name: 'Resource' })
    await drawer.getByRole('heading', { name: 'edited' }).waitFor()
    const dialog = page.getByRole('dialog', { name: 'Edit edited' })
    const listeners = [{ portMapping: { port: 80, protocol: 'http' } }]
    const spec = (host) => JSON.stringify({ listeners, serviceDiscovery: { dns: { hostname: host } } })
    const write = async (host) => {
      await tabTo(page, /^Edit$/)
      await page.keyboard.press('Enter')
      await dialog.waitFor()
      await until('the editor has the focus', async () => (await focused(page)) === 'Spec and tags')
      await page.keyboard.press('Control+A')
      await page.keyboard.type(`{"spec": ${spec(host)}, "tags": []}`)
    }
    await write('tab.local')
    await tabTo(page, /^Save$/)
    await page.keyboard.press('Enter')
    await dialog.waitFor({ state: 'detached' })
    await drawer.getByText('tab.local').waitFor()
    await write('shortcut.local')
    await page.keyboard.press('Control+Enter')
    await dialog.waitFor({ state: 'detached' })
    await drawer.getByText('shortcut.local').waitFor()
    const saved = await must('GET', '/v20190125/meshes/storefront/virtualNodes/edited')
    assert.equal(saved.spec.serviceDiscovery.dns.hostname, 'shortcut.local')
    assert.equal(saved.metadata.version, 3)

    await tabTo(page, /^Delete$/)
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: 'Delete edited?' }).waitFor()
    await tabTo(page, /^Delete$/)
    await page.keyboard.press('Enter')
    await drawer.waitFor({ state: 'detached' })
    assert.equal((await send('GET', '/v20190125/meshes/storefront/virtualNodes/edited')).status, 404)
    await page.done()
  },

  async 'with the keyboard alone: calls, route tester and controls'() {
    await send('GET', '/v20190125/meshes/storefront/virtualNodes/absent')
    const page = await open('#/mesh/storefront/map')
    await page.locator('.box').first().waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('c')
    await page.getByRole('table', { name: 'Calls' }).waitFor()
    await until('a call has the focus', async () => {
      await page.keyboard.press('Tab')
      return page.evaluate(() => document.activeElement.className.includes('row-link'))
    })
    await page.keyboard.press('Enter')
    const drawer = page.getByRole('complementary', { name: 'Call' })
    await drawer.waitFor()
    await page.keyboard.press('Escape')
    await drawer.waitFor({ state: 'detached' })

    await page.goto(base + '/_mock/ui/#/mesh/storefront/map')
    await page.locator('.box').first().waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('t')
    await page.getByRole('region', { name: 'Route tester' }).waitFor()
    await until('the URL has the focus', async () => {
      await page.keyboard.press('Tab')
      return page.evaluate(() => document.activeElement.labels?.[0]?.textContent === 'URL')
    })
    await page.keyboard.press('Control+A')
    await page.keyboard.type('http://www.example.com:8443/catalog/books')
    await page.getByText('Routed', { exact: true }).waitFor()

    await tabTo(page, /Copy as Go assertion/) // keys are not shortcuts while a field has the focus
    await page.keyboard.press('g')
    await page.keyboard.press('o')
    await page.getByRole('heading', { name: 'Controls', level: 1 }).waitFor()
    await until('the name of a checkpoint has the focus', async () => {
      await page.keyboard.press('Tab')
      return page.evaluate(() => document.activeElement.labels?.[0]?.textContent === 'Name')
    })
    await page.keyboard.type('typed')
    await page.keyboard.press('Enter')
    await page.getByRole('list', { name: 'Checkpoints' }).getByText('typed').waitFor()
    await tabTo(page, /^Delete typed$/)
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Delete typed' }).waitFor({ state: 'detached' })
    await page.done()
  },
}
