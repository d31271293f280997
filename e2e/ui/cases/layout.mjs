// Layout shifts, print and links.
import assert from 'node:assert/strict'
import { must, open } from '../browser.mjs'

const shifts = `window.shifts = []
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    if (!entry.hadRecentInput) window.shifts.push(entry.value + ' ' + entry.sources.map((s) => s.node?.className || s.node?.nodeName))
  }
}).observe({ type: 'layout-shift', buffered: true })`

export const cases = {
  async 'nothing shifts while a view loads and changes arrive'() {
    for (const fragment of ['map', 'resources', 'findings', 'test']) {
      const page = await open(`#/mesh/storefront/${fragment}`)
      await page.evaluate(shifts)
      await page.getByRole('heading', { name: 'storefront' }).waitFor()
      await must('PUT', '/v20190125/meshes/storefront', { spec: { egressFilter: { type: 'ALLOW_ALL' } } })
      await must('PUT', '/v20190125/meshes/storefront', { spec: { egressFilter: { type: 'DROP_ALL' } } })
      await page.waitForTimeout(700)
      assert.deepEqual(await page.evaluate('window.shifts'), [], fragment)
      await page.done()
    }
  },

  async 'print leaves the controls out and shows the whole map and table'() {
    const page = await open('#/mesh/storefront/map')
    await page.locator('.box').first().waitFor()
    await page.emulateMedia({ media: 'print' })
    for (const role of ['navigation', 'button']) assert.equal(await page.getByRole(role).count(), 0, role)
    const drawing = await page.locator('.drawing').boundingBox()
    assert.ok(drawing.width <= 1440 && drawing.height > 50, JSON.stringify(drawing))
    await page.screenshot({ path: process.env.E2E_SHOTS + '/print.png' })
    assert.ok((await page.pdf()).length > 5000)
    await page.emulateMedia({ media: 'screen' })
    await page.keyboard.press('g')
    await page.keyboard.press('r')
    await page.getByRole('table').waitFor()
    await page.emulateMedia({ media: 'print' })
    assert.equal(await page.getByRole('row').count(), 13)
    assert.ok((await page.pdf()).length > 5000)
    await page.done()
  },

  async 'a link leads to the same detail in another browser, and back leads back'() {
    const page = await open('#/mesh/storefront/resources?kind=virtualNode')
    await page.getByRole('table').getByRole('link', { name: 'catalog-v1' }).click()
    await page.getByRole('link', { name: 'JSON' }).click()
    await page.getByRole('region', { name: 'Spec as JSON' }).waitFor()
    const other = await open(new URL(page.url()).hash)
    await other.getByRole('region', { name: 'Spec as JSON' }).waitFor()
    assert.equal(await other.getByRole('link', { name: /Virtual nodes/ }).getAttribute('aria-current'), 'page')
    await other.done()
    await page.goBack()
    await page.getByRole('region', { name: 'Overview' }).waitFor()
    await page.goBack()
    await page.getByRole('complementary').waitFor({ state: 'detached' })
    await page.done()
  },
}
