// Each view in both themes and at two widths: axe, overflow and a screenshot.
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { axe, must, open, send } from '../browser.mjs'

const views = {
  start: ['#/?as=000000000000/eu-west-1', 'No mesh yet'],
  map: ['#/mesh/storefront/map', 'storefront'],
  flawed: ['#/mesh/flawed/map', 'flawed'],
  resource: ['#/mesh/storefront/route/catalog/all', 'all'],
  json: ['#/mesh/storefront/virtualGateway/ingress?tab=json', 'ingress'],
  resources: ['#/mesh/storefront/resources', 'storefront'],
  test: ['#/mesh/storefront/test?url=http://www.example.com:8443/catalog/books', 'storefront'],
  findings: ['#/mesh/storefront/findings', 'storefront'],
  missing: ['#/mesh/nothing/map', 'There is no such mesh'],
  calls: ['#/calls', 'Calls'],
  call: ['#/calls/', 'CreateVirtualNode'],
  faults: ['#/faults', 'Faults'],
  envoys: ['#/envoys', 'Envoys'],
  controls: ['#/controls', 'Controls'],
}

// A mesh with a backend that does not exist, and a route that another one shadows.
const flawed = [
  { meshName: 'flawed', spec: {} },
  { meshName: 'flawed', virtualNodeName: 'cart', spec: { backends: [{ virtualService: { virtualServiceName: 'missing.local' } }] } },
  { meshName: 'flawed', virtualRouterName: 'cart', spec: { listeners: [{ portMapping: { port: 80, protocol: 'http' } }] } },
  ...[['first', 1], ['shadowed', 2]].map(([routeName, priority]) => (
    { meshName: 'flawed', virtualRouterName: 'cart', routeName, spec: { priority, httpRoute: { match: { prefix: '/' }, action: { weightedTargets: [{ virtualNode: 'cart', weight: 1 }] } } } })),
  { meshName: 'flawed', virtualServiceName: 'cart.local', spec: { provider: { virtualRouter: { virtualRouterName: 'cart' } } } },
]

async function prepare() {
  await must('POST', '/_mock/seed', flawed)
  await must('DELETE', '/_mock/calls')
  await must('DELETE', '/_mock/faults')
  await must('PUT', '/_mock/checkpoints/before')
  await must('POST', '/_mock/faults', { operation: 'Update*,Delete*', code: 'TooManyRequestsException', first: 2 })
  await send('PUT', '/v20190125/meshes/storefront/virtualNodes', { virtualNodeName: 'n', spec: { listeners: [{ portMapping: { port: 99999, protocol: 'http' } }] } })
  await must('GET', '/v20190125/meshes/storefront')
  const { calls } = await must('GET', '/_mock/calls')
  return calls[0].number
}

let prepared

async function look(name) {
  const call = await (prepared ||= prepare())
  const [fragment, heading] = views[name]
  const page = await open(name === 'call' ? fragment + call : fragment)
  await page.getByRole('heading', { name: heading, exact: true }).first().waitFor()
  if (['map', 'flawed', 'test'].includes(name)) await page.locator('.box').first().waitFor()
  if (name === 'flawed') assert.ok((await page.locator('.box .mark').count()) > 0, 'findings are marked on the boxes')
  if (name === 'test') await page.getByText('Routed', { exact: true }).waitFor()
  mkdirSync(process.env.E2E_SHOTS, { recursive: true })
  for (const [theme, width, height] of [['light', 1440, 900], ['dark', 1440, 900], ['dark', 360, 740], ['light', 360, 740]]) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    await page.setViewportSize({ width, height })
    await page.waitForTimeout(80) // for the layout to follow the size
    await page.screenshot({ path: `${process.env.E2E_SHOTS}/${name}-${theme}-${width}.png` })
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    assert.ok(wide <= 0, `the page is ${wide} pixels wider than the window of ${width}`)
    if (theme === 'dark' && width === 360) continue // as dark and wide, as light and narrow
    assert.deepEqual(await axe(page), [], `${theme}, ${width} pixels`)
  }
  await page.done()
}

export const cases = Object.fromEntries(Object.keys(views).map((name) => [`view ${name} in both themes and at 360 pixels`, () => look(name)]))

cases['the data of the views is removed'] = async () => {
  await must('DELETE', '/_mock/faults')
  await must('DELETE', '/_mock/checkpoints/before')
  await must('POST', '/_mock/reset?to=start')
}
