import assert from 'node:assert/strict'
import { must, open, until } from '../browser.mjs'

const services = 2500 // each with a router, a route and a node: 10,000 resources

/** seed returns the documents of a mesh with 10,000 resources. */
export function seed() {
  const list = [{ meshName: 'large', spec: {} }, { meshName: 'large', virtualGatewayName: 'ingress', spec: { listeners: [{ portMapping: { port: 80, protocol: 'http' } }] } }]
  for (let i = 0; i < services; i++) {
    const team = ['shop', 'pay', 'stock', 'mail', 'search'][i % 5]
    const name = `${team}-${String(i).padStart(4, '0')}`
    list.push({ meshName: 'large', virtualNodeName: name, spec: { listeners: [{ portMapping: { port: 80, protocol: 'http' } }], serviceDiscovery: { dns: { hostname: name + '.local' } } } })
    list.push({ meshName: 'large', virtualRouterName: name, spec: { listeners: [{ portMapping: { port: 80, protocol: 'http' } }] } })
    list.push({ meshName: 'large', virtualRouterName: name, routeName: 'all', spec: { httpRoute: { match: { prefix: '/' }, action: { weightedTargets: [{ virtualNode: name, weight: 1 }] } } } })
    list.push({ meshName: 'large', virtualServiceName: `${name}.${team}.local`, spec: { provider: { virtualRouter: { virtualRouterName: name } } } })
  }
  return list
}

/** openLarge opens the map of the mesh, and returns with the page the time until the map was drawn:
 * milliseconds since the navigation began, by the clock of the page. */
export async function openLarge() {
  const page = await open('#/mesh/large/map', { script: noteDrawn })
  await page.locator('.box').first().waitFor()
  await page.waitForFunction(() => window.drawn)
  return { page, opened: await page.evaluate(() => window.drawn) }
}

/** noteDrawn runs in the page before its own scripts. The second frame begins after the first one
 * with the map in it was drawn. */
function noteDrawn() {
  const look = () => requestAnimationFrame(() => {
    if (!document.querySelector('.box')) return look()
    requestAnimationFrame(() => (window.drawn = performance.now()))
  })
  look()
}

/** longestMove pans and zooms the map, and returns the duration in milliseconds of the longest task
 * of the page meanwhile. Tasks of less than 50 ms count as 0. */
export async function longestMove(page) {
  await page.evaluate(() => {
    window.long = []
    new PerformanceObserver((list) => window.long.push(...list.getEntries().map((e) => e.duration))).observe({ type: 'longtask' })
  })
  await page.mouse.move(700, 500)
  await page.mouse.down()
  for (let i = 0; i < 40; i++) await page.mouse.move(700 - i * 8, 500 + (i % 7) * 6)
  await page.mouse.up()
  for (let i = 0; i < 10; i++) await page.mouse.wheel(0, i % 2 ? 120 : -120)
  return Math.max(0, ...(await page.evaluate(() => window.long)))
}

export const cases = {
  async 'a mesh of 10,000 resources opens fast and pans smoothly'() {
    await must('POST', '/_mock/seed', seed())
    const { page, opened } = await openLarge()
    assert.ok((await page.locator('.box').count()) < 400, 'large meshes are collapsed')
    const longest = await longestMove(page)
    await page.screenshot({ path: process.env.E2E_SHOTS + '/large.png' })
    await page.keyboard.press('/')
    await page.keyboard.type('pay-0001')
    await page.keyboard.press('Enter')
    await page.getByRole('complementary').getByRole('heading', { name: /pay-0001/ }).waitFor()
    await until('it stands alone', async () => (await page.locator('.box:not(.group)').count()) > 3)
    await page.screenshot({ path: process.env.E2E_SHOTS + '/large-selected.png' })
    console.error(`opened after ${Math.round(opened)} ms, longest task while moving ${Math.round(longest)} ms`)
    // The goals are 2 s and 200 ms on a machine that does nothing else.
    assert.ok(opened < 30_000, `it opened after ${Math.round(opened)} ms`)
    assert.ok(longest < 2000, `a task took ${Math.round(longest)} ms`)
    await page.keyboard.press('Escape')
    await page.keyboard.press('f')
    await page.waitForTimeout(300)
    await page.locator('.box.group').first().click()
    await until('the group is open', async () => (await page.locator('.box:not(.group)').count()) > 100)
    await must('POST', '/_mock/reset?to=start')
    await page.done()
  },
}
