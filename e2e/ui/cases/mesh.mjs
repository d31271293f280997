import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { base, must, open, until } from '../browser.mjs'

export const cases = {
  async 'a browser at the root is redirected to the only mesh'() {
    const page = await open('')
    await page.goto(base + '/')
    await page.getByRole('heading', { name: 'storefront' }).waitFor()
    assert.match(page.url(), /\/_mock\/ui\/#\/mesh\/storefront\/map$/)
    assert.equal((await fetch(base + '/', { redirect: 'manual' })).status, 404, 'a client of the API gets what it got')
    await page.done()
  },

  async 'the map shows each resource, and a click opens it'() {
    const page = await open('#/mesh/storefront/map')
    const map = page.getByRole('img', { name: /Map of mesh storefront/ })
    await map.waitFor()
    assert.equal(await page.locator('.box').count(), 11)
    await page.locator('[data-ref="mesh/storefront/virtualRouter/catalog/route/all"]').click()
    await page.getByRole('complementary', { name: 'Resource' }).getByRole('heading', { name: 'all' }).waitFor()
    assert.match(page.url(), /#\/mesh\/storefront\/route\/catalog\/all$/)
    assert.ok(await page.locator('.box.faded').count() > 0, 'what is not up- or downstream is faded')
    assert.equal(await page.locator('[data-ref="mesh/storefront/virtualService/cart.storefront.local"].faded').count(), 1)
    await page.keyboard.press('Escape')
    await page.locator('.drawer').waitFor({ state: 'detached' })
    assert.match(page.url(), /#\/mesh\/storefront\/map$/)
    await page.goBack()
    await page.getByRole('complementary', { name: 'Resource' }).waitFor()
    await page.done()
  },

  async 'changes appear without a reload'() {
    const page = await open('#/mesh/storefront/map')
    await page.locator('.box').first().waitFor()
    await must('PUT', '/v20190125/meshes/storefront/virtualServices', { virtualServiceName: 'late.local', spec: { provider: { virtualNode: { virtualNodeName: 'cart' } } } })
    await page.locator('[data-ref="mesh/storefront/virtualService/late.local"]').waitFor()
    await page.evaluate(() => {
      window.faded = 0
      new MutationObserver(() => (window.faded += document.querySelectorAll('.box.removed').length)).observe(document.querySelector('.drawing'), { childList: true })
    })
    await must('DELETE', '/v20190125/meshes/storefront/virtualServices/late.local')
    await page.locator('[data-ref="mesh/storefront/virtualService/late.local"]').waitFor({ state: 'detached' })
    await until('the removed box fades out', () => page.evaluate(() => window.faded > 0))
    await page.locator('.box.removed').waitFor({ state: 'detached' })
    await page.done()
  },

  async 'zoom, fit, pan and dependencies'() {
    const page = await open('#/mesh/storefront/map')
    await page.locator('.box').first().waitFor()
    const width = () => page.locator('.drawing').getAttribute('width').then(Number)
    const left = () => page.getByRole('region', { name: 'Map' }).evaluate((element) => element.scrollLeft)
    const fitted = await width()
    await page.getByRole('button', { name: 'Zoom in' }).click()
    await until('zoomed', async () => (await width()) > fitted)
    await page.mouse.move(700, 700)
    await page.mouse.wheel(0, -200)
    await until('zoomed by the wheel', async () => (await width()) > 1.5 * fitted)
    const before = await left()
    await page.mouse.down()
    await page.mouse.move(600, 650, { steps: 4 })
    await page.mouse.up()
    assert.equal(Math.round(await left()), Math.round(before) + 100)
    assert.equal(await page.locator('.drawer').count(), 0, 'the end of a drag opens nothing')
    await page.getByRole('button', { name: 'Fit' }).click()
    assert.equal(await width(), fitted)
    await page.getByRole('button', { name: 'Dependencies' }).click()
    await page.locator('.edge.backend').first().waitFor()
    await page.done()
  },

  async 'the route tester shows the way, the losers and the shares'() {
    const page = await open('#/mesh/storefront/test')
    await page.getByLabel('URL').fill('http://www.example.com:8443/catalog/books')
    await page.getByText('Routed', { exact: true }).waitFor()
    const targets = page.getByRole('list', { name: 'Targets' })
    await targets.getByText('90 %').waitFor()
    assert.equal(await page.locator('.box.lit').count(), 7)
    await page.getByText('1 not taken').click()
    await page.locator('.losers').getByText('prefix /search').waitFor()
    await page.getByRole('button', { name: 'Copy as command' }).click()
    await until('copied', async () => (await page.evaluate(() => navigator.clipboard.readText())) ===
      `appmesh-mock resolve --from mesh/storefront/virtualGateway/ingress http://www.example.com:8443/catalog/books --server ${base}\n`)
    await page.getByRole('button', { name: 'Copy as Go assertion' }).click()
    await until('copied', async () => /AssertRoutesTo\(t, request, "catalog-v1", 0.9\)/.test(await page.evaluate(() => navigator.clipboard.readText())))
    await page.getByLabel('URL').fill('http://www.example.com:8443/nothing')
    await page.getByText('No gateway route', { exact: true }).waitFor()
    await page.getByLabel('URL').fill('http://[')
    await page.getByText('The URL must be like').waitFor()
    await page.getByLabel('URL').fill('http://www.example.com:8443/cart')
    await page.getByRole('button', { name: 'Headers and protocol' }).click()
    await page.getByLabel('Headers, one a line').fill('x-user: ann')
    await page.getByLabel('Method').selectOption('POST')
    await page.getByText('Routed', { exact: true }).waitFor()
    await page.reload()
    await page.getByText('Routed', { exact: true }).waitFor()
    assert.equal(await page.getByLabel('Method').inputValue(), 'POST')
    await page.getByLabel('From').selectOption('mesh/storefront/virtualNode/cart')
    await page.getByText('Routed', { exact: true }).waitFor()
    await page.done()
  },

  async 'findings are shown in their list, on the map and at the resource'() {
    await must('PUT', '/v20190125/meshes/storefront/virtualNodes', { virtualNodeName: 'lost', spec: { backends: [{ virtualService: { virtualServiceName: 'nowhere.local' } }] } })
    const page = await open('#/mesh/storefront/findings')
    const found = page.getByRole('list', { name: 'Findings' }).getByRole('listitem').filter({ hasText: 'nowhere.local' }).first()
    await found.waitFor()
    await found.getByRole('link', { name: 'lost' }).click()
    await page.getByRole('complementary', { name: 'Resource' }).getByRole('link', { name: /Findings 1|Findings/ }).click()
    await page.getByRole('region', { name: 'Findings' }).getByText(/nowhere.local/).first().waitFor()
    await page.goto(base + '/_mock/ui/#/mesh/storefront/map')
    await page.locator('[data-ref="mesh/storefront/virtualNode/lost"] .mark').waitFor()
    await page.locator('[data-ref="mesh/storefront/virtualService/nowhere.local"].missing').waitFor()
    await must('DELETE', '/v20190125/meshes/storefront/virtualNodes/lost')
    await page.done()
  },

  async 'the picture of the README'() {
    const page = await open('#/mesh/storefront/test?url=http://shop.example.com:8443/catalog/books', { width: 1480, height: 500 })
    await page.locator('.box.lit').first().waitFor()
    await page.waitForTimeout(400)
    const path = process.env.E2E_UI_UPDATE === '1' ? new URL('../../../server/ui/map.png', import.meta.url).pathname : process.env.E2E_SHOTS + '/readme.png'
    mkdirSync(process.env.E2E_SHOTS, { recursive: true })
    const bytes = await page.screenshot({ path })
    assert.ok(bytes.length < 120_000, `the picture has ${bytes.length} bytes`)
    await page.done()
  },
}
