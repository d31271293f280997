import assert from 'node:assert/strict'
import { must, open, send, until } from '../browser.mjs'

export const cases = {
  async 'calls appear, are filtered, explained and copied'() {
    await must('DELETE', '/_mock/calls')
    const page = await open('#/calls')
    await page.getByRole('heading', { name: 'No calls yet' }).waitFor()
    await send('PUT', '/v20190125/meshes/storefront/virtualNodes', { virtualNodeName: 'n', spec: { listeners: [{ portMapping: { port: 99999, protocol: 'http' } }] } })
    await must('GET', '/v20190125/meshes/storefront')
    const table = page.getByRole('table', { name: 'Calls' })
    await table.getByRole('row').nth(2).waitFor()
    await table.locator('tr.failed').getByText(/BadRequestException/).waitFor()
    await page.getByLabel('Result').selectOption('BadRequestException')
    await until('filtered', async () => (await table.getByRole('row').count()) === 2)
    await page.getByLabel('Result').selectOption('')
    await page.getByLabel('Operation').fill('Describe')
    await until('filtered', async () => (await table.getByText('CreateVirtualNode').count()) === 0)
    await page.getByRole('button', { name: 'No filter' }).click()
    await table.locator('tr.failed').getByRole('link').click()
    const drawer = page.getByRole('complementary', { name: 'Call' })
    await drawer.getByRole('heading', { name: 'CreateVirtualNode' }).waitFor()
    assert.match(await drawer.locator('.marked-error').textContent(), /"port": 99999.*65535/)
    await drawer.getByText(/^Rule \d+/).waitFor()
    await drawer.getByText(/^Source: /).waitFor()
    const copied = async (item, pattern) => {
      await drawer.getByRole('button', { name: 'Copy' }).click()
      await drawer.getByRole('button', { name: item }).click()
      await until(item, async () => pattern.test(await page.evaluate(() => navigator.clipboard.readText())))
    }
    await copied('aws command', /^aws appmesh create-virtual-node \\\n  --mesh-name storefront/)
    await copied('curl command', /^curl -X PUT http/)
    const link = page.url()
    await page.goto('about:blank')
    await page.goto(link)
    await drawer.getByRole('heading', { name: 'CreateVirtualNode' }).waitFor()
    await drawer.getByRole('button', { name: 'Fail the next one like this' }).click()
    await page.getByRole('link', { name: /Faults/ }).getByText('1').waitFor()
    await must('DELETE', '/_mock/faults')
    await page.done()
  },

  async 'the list of calls can be paused and cleared'() {
    const page = await open('#/calls')
    await page.getByRole('button', { name: 'Pause' }).click()
    await must('GET', '/v20190125/meshes/storefront/virtualRouters')
    await page.waitForTimeout(1300)
    assert.equal(await page.getByText('ListVirtualRouters').count(), 0)
    await must('GET', '/v20190125/meshes/storefront')
    await page.getByLabel('Operation').fill('DescribeMesh')
    await page.getByRole('table', { name: 'Calls' }).getByText('DescribeMesh').first().waitFor() // a filter works in a pause too
    await page.getByLabel('Operation').fill('')
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByText('ListVirtualRouters').first().waitFor()
    await page.getByRole('button', { name: 'Clear' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Clear' }).click()
    await page.getByRole('heading', { name: 'No calls yet' }).waitFor()
    await page.done()
  },

  async 'ignored members and hints of a call are shown'() {
    const page = await open('#/calls')
    await send('PUT', '/v20190125/meshes/storefront/virtualNodes', { virtualNodeName: 'ignored', spec: { listener: [] } })
    await page.getByRole('table').getByRole('link').first().click()
    const drawer = page.getByRole('complementary', { name: 'Call' })
    await drawer.getByRole('heading', { name: 'CreateVirtualNode' }).waitFor()
    assert.match(await drawer.locator('.marked-warning').textContent(), /"listener": \[\] ← ignored \(did you mean listeners\?\)/)
    await page.getByRole('table').getByText('1 ignored').waitFor({ state: 'attached' })
    await must('DELETE', '/v20190125/meshes/storefront/virtualNodes/ignored')
    await send('GET', '/v20190125/meshes/storefront/virtualNodes/absent')
    await page.getByRole('row', { name: /DescribeVirtualNode/ }).getByRole('link').first().click()
    await drawer.getByRole('heading', { name: 'DescribeVirtualNode' }).waitFor()
    const { calls } = await must('GET', '/_mock/calls?operation=DescribeVirtualNode')
    const { hint } = calls.at(-1)
    assert.match(hint, /^Mesh storefront has these VirtualNodes: /)
    await drawer.getByText(hint).waitFor()
    await page.done()
  },

  async 'refused calls are counted beside the view'() {
    const page = await open('#/mesh/storefront/map')
    await page.locator('.box').first().waitFor()
    await send('GET', '/v20190125/meshes/storefront/virtualNodes/absent')
    await page.getByRole('link', { name: /Calls \d+/ }).waitFor()
    await page.done()
  },
}
