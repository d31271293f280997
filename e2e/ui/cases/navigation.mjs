// What stays and what returns when the address, the account or the focus changes.
import assert from 'node:assert/strict'
import { base, must, open, send, until } from '../browser.mjs'

const drawerOf = (page) => page.getByRole('complementary', { name: 'Resource' })
const focused = (page) => page.evaluate(() => document.activeElement.textContent.trim())
const as = 'as=111122223333%2Feu-west-1'
const tenant = 'account=111122223333&region=eu-west-1'

export const cases = {
  async 'a resource opened beside the route tester leaves the request as it is'() {
    const page = await open('#/mesh/storefront/test?method=POST&url=http://www.example.com:8443/catalog/books')
    await page.getByRole('list', { name: 'Targets' }).getByRole('link', { name: 'catalog-v2' }).click()
    await drawerOf(page).getByRole('heading', { name: 'catalog-v2' }).waitFor()
    assert.equal(await page.getByLabel('Method').inputValue(), 'POST')
    assert.equal(await page.getByLabel('URL').inputValue(), 'http://www.example.com:8443/catalog/books')
    await page.done()
  },

  async 'a resource opened beside the resources of a kind leaves them as they are'() {
    const page = await open('#/mesh/storefront/resources?kind=virtualService')
    await page.getByRole('table').getByRole('link', { name: 'cart.storefront.local' }).click()
    await drawerOf(page).getByRole('link', { name: 'Relations' }).click()
    await drawerOf(page).getByRole('region', { name: 'Relations' }).getByRole('link').first().click()
    await drawerOf(page).getByRole('region', { name: 'Overview' }).waitFor()
    assert.equal(await page.getByRole('link', { name: /Virtual services/ }).getAttribute('aria-current'), 'page')
    await page.done()
  },

  async 'the URL of the route tester can be emptied and written anew'() {
    const page = await open('#/mesh/storefront/test')
    await page.getByText('Routed', { exact: true }).waitFor()
    const url = page.getByLabel('URL')
    await url.press('Control+A')
    await url.press('Delete')
    await page.getByText('The URL must be like').waitFor()
    await url.pressSequentially('www.example.com:8443/catalog/books')
    await page.getByText('Routed', { exact: true }).waitFor()
    await page.done()
  },

  async 'links and findings are those of the account and region of the page'() {
    await must('POST', '/_mock/worlds/storefront?' + tenant)
    const page = await open('#/mesh/storefront/findings')
    await page.getByRole('heading', { name: 'No findings' }).waitFor()
    await page.getByLabel('Account and region').selectOption('111122223333/eu-west-1')
    await page.getByRole('heading', { name: 'storefront' }).waitFor()
    await page.getByRole('button', { name: 'Create', exact: true }).click()
    await page.getByRole('dialog').getByLabel('Name').fill('abroad')
    await page.getByRole('dialog').getByLabel('Spec and tags').fill('{"spec": {"backends": [{"virtualService": {"virtualServiceName": "nowhere.local"}}]}}')
    await page.getByRole('dialog').getByRole('button', { name: 'Create' }).click()
    await drawerOf(page).getByRole('link', { name: /Findings.*2/ }).waitFor()
    await drawerOf(page).getByRole('link', { name: 'History' }).click()
    await drawerOf(page).getByRole('table').getByRole('link').first().click()
    await page.getByRole('complementary', { name: 'Call' }).getByText('111122223333 · eu-west-1').waitFor()
    assert.match(page.url(), new RegExp(as))
    await page.keyboard.press('/')
    await page.keyboard.type('#1')
    await page.getByRole('option', { name: /Call 1/ }).click()
    await page.getByRole('complementary', { name: 'Call' }).waitFor()
    assert.match(page.url(), new RegExp(as))
    const findings = page.waitForResponse((response) => response.url().includes('/_mock/analyze') && !response.url().includes('111122223333'))
    await page.goto(base + '/_mock/ui/#/mesh/storefront/findings')
    await findings
    await page.getByRole('heading', { name: 'No findings' }).waitFor()
    await must('POST', '/_mock/reset?' + tenant)
    await page.done()
  },

  async 'the history of a resource has its own calls only'() {
    await must('POST', '/_mock/seed', [
      { meshName: 'twins', spec: {} },
      { meshName: 'twins', virtualNodeName: 'node', spec: {} },
      ...['one', 'two'].flatMap((virtualRouterName) => [
        { meshName: 'twins', virtualRouterName, spec: {} },
        { meshName: 'twins', virtualRouterName, routeName: 'all', spec: { tcpRoute: { action: { weightedTargets: [{ virtualNode: 'node', weight: 1 }] } } } },
      ]),
    ])
    const url = '/v20190125/meshes/twins/'
    await must('GET', url + 'virtualRouter/one/routes/all')
    await must('GET', url + 'virtualRouter/two/routes/all')
    await send('GET', url + 'virtualGateway/one/gatewayRoutes/all')
    const page = await open('#/mesh/twins/route/one/all?tab=history')
    const table = drawerOf(page).getByRole('table', { name: 'Calls' })
    await table.getByText('DescribeRoute').waitFor()
    assert.equal(await table.getByRole('row').count(), 2)
    await must('POST', '/_mock/reset?to=start')
    await page.done()
  },

  async 'Escape closes the menu first, and then the detail'() {
    const page = await open('#/mesh/storefront/virtualNode/cart')
    await drawerOf(page).getByRole('button', { name: 'Copy' }).click()
    const item = drawerOf(page).getByRole('button', { name: 'ARN' })
    await item.waitFor()
    await page.keyboard.press('Escape')
    await item.waitFor({ state: 'hidden' })
    assert.equal(await drawerOf(page).count(), 1)
    await page.keyboard.press('Escape')
    await drawerOf(page).waitFor({ state: 'detached' })
    await page.done()
  },

  async 'the focus returns to what opened the detail'() {
    const page = await open('#/mesh/storefront/resources?kind=virtualRouter', { allowed: [/status of 400/] })
    await page.getByRole('table').getByRole('link', { name: 'catalog' }).press('Enter')
    await drawerOf(page).getByRole('heading', { name: 'catalog' }).waitFor()
    await drawerOf(page).getByRole('link', { name: /Relations/ }).press('Enter')
    await drawerOf(page).getByRole('region', { name: 'Relations' }).getByRole('link', { name: 'all' }).press('Enter')
    await drawerOf(page).getByRole('heading', { name: 'all' }).waitFor()
    await until('the detail has the focus', async () => (await focused(page)) === 'all')
    await page.keyboard.press('Escape')
    await until('the row has the focus', async () => (await focused(page)) === 'catalog')
    await must('PUT', '/v20190125/meshes/storefront/virtualNodes', { virtualNodeName: 'gone', spec: {} })
    await page.getByRole('link', { name: 'Test', exact: true }).press('Enter')
    await page.getByLabel('From').selectOption('mesh/storefront/virtualNode/gone')
    await page.getByRole('region', { name: 'Map' }).focus()
    await page.locator('[data-ref="mesh/storefront/virtualNode/gone"]').click()
    await drawerOf(page).getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await drawerOf(page).waitFor({ state: 'detached' })
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-label')), 'Map')
    await page.done()
  },

  async 'a text is shown where the browser has no clipboard'() {
    const script = () => Object.defineProperty(navigator, 'clipboard', { value: undefined })
    const page = await open('#/mesh/storefront/virtualNode/cart', { script, allowed: [/^dialog: .*Copy the ARN from here/] })
    const dialog = page.waitForEvent('dialog')
    await drawerOf(page).getByRole('button', { name: 'Copy' }).click()
    await drawerOf(page).getByRole('button', { name: 'ARN' }).click()
    assert.match((await dialog).defaultValue(), /^arn:aws:appmesh:.*virtualNode\/cart$/)
    await page.done()
  },

  async 'addresses with names of the language are as any others'() {
    for (const fragment of ['#/mesh/storefront/constructor', '#/mesh/storefront/resources?kind=constructor', '#/mesh/__proto__/map', '#/constructor']) {
      const page = await open(fragment)
      await page.getByRole('heading', { level: 1 }).first().waitFor()
      await page.done()
    }
  },

  async 'after a lost connection, the state and all calls are read again, since the server may be another one'() {
    const script = () => (window.EventSource = class extends EventSource {
      constructor(url) {
        super(url)
        window.stream = this
      }
    })
    const page = await open('#/calls', { script })
    await page.getByRole('button', { name: 'live' }).waitFor()
    const tell = (event) => page.evaluate((name) => window.stream.dispatchEvent(new Event(name)), event)
    const read = (path) => page.waitForRequest((request) => request.url().endsWith(path))
    await tell('error')
    await page.getByRole('button', { name: 'offline' }).waitFor()
    const reads = Promise.all([read('/_mock/calls'), read('/_mock/state')])
    await tell('open')
    await reads
    await page.getByRole('button', { name: 'live' }).waitFor()
    await page.done()
  },
}
