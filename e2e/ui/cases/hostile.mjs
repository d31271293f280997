import assert from 'node:assert/strict'
import { axe, base, browser, must, open, send } from '../browser.mjs'

const bad = '<img src=x onerror=alert(1)>"\'&`${1}'
const long = 'a-very-long-name-that-goes-on-and-on-'.repeat(6)

export const cases = {
  async 'hostile and long names are shown as text in all views'() {
    await must('PUT', '/v20190125/meshes', { meshName: 'hostile', tags: [{ key: 'markup', value: '<script>alert(1)</script>' }] }).catch(() => must('PUT', '/v20190125/meshes', { meshName: 'hostile' }))
    await must('PUT', '/v20190125/meshes/hostile/virtualNodes', { virtualNodeName: long.slice(0, 200), spec: { backends: [{ virtualService: { virtualServiceName: bad } }] } })
    await must('PUT', '/v20190125/meshes/hostile/virtualServices', { virtualServiceName: bad, spec: {} })
    await must('PUT', '/v20190125/meshes/hostile/virtualRouters', { virtualRouterName: 'router', spec: { listeners: [{ portMapping: { port: 80, protocol: 'http' } }] } })
    await must('PUT', '/v20190125/meshes/hostile/virtualRouter/router/routes', { routeName: 'r', spec: { httpRoute: { match: { prefix: '/<b>x</b>', headers: [{ name: '<i>h', match: { exact: bad } }] }, action: { weightedTargets: [{ virtualNode: long.slice(0, 200), weight: 1 }] } } } })
    await send('PUT', '/v20190125/meshes/hostile/virtualNodes', { virtualNodeName: bad, spec: { x: bad } })
    const page = await open('#/mesh/hostile/map')
    await page.locator('.box').first().waitFor()
    for (const fragment of [`#/mesh/hostile/virtualService/${encodeURIComponent(bad)}`, '#/mesh/hostile/route/router/r', '#/mesh/hostile/route/router/r?tab=json', '#/mesh/hostile/resources', '#/mesh/hostile/findings', '#/mesh/hostile/test', '#/mesh/hostile/mesh', `#/mesh/${encodeURIComponent(bad)}/map`, `#/calls?text=${encodeURIComponent(bad)}`, '#/calls']) {
      await page.goto(base + '/_mock/ui/' + fragment)
      await page.waitForTimeout(120)
      assert.equal(await page.locator('img, script:not([type=module]), .main b, .drawer i').count(), 0, fragment)
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0, fragment + ' is too wide')
    }
    await page.goto(base + `/_mock/ui/#/mesh/hostile/virtualService/${encodeURIComponent(bad)}`)
    await page.getByRole('complementary').getByRole('heading', { name: bad }).waitFor()
    await page.screenshot({ path: process.env.E2E_SHOTS + '/hostile.png' })
    assert.deepEqual(await axe(page), [])
    await must('POST', '/_mock/reset?to=start')
    await page.done()
  },

  async 'other origins and frames are refused'() {
    const get = (path, headers = {}) => fetch(base + path, { headers })
    const index = await get('/_mock/ui/')
    assert.match(index.headers.get('content-security-policy'), /default-src 'self'.*frame-ancestors 'none'/)
    assert.equal(index.headers.get('x-frame-options'), 'DENY')
    assert.equal((await get('/_mock/ui/', { Origin: 'http://evil.example' })).status, 403)
    const context = await browser.newContext()
    const page = await context.newPage()
    await page.route('http://evil.example/**', (route) => route.fulfill({ contentType: 'text/html', body: `<iframe src="${base}/_mock/ui/"></iframe>` }))
    await page.goto('http://evil.example/')
    await page.waitForTimeout(300)
    const inner = page.frames().find((f) => f !== page.mainFrame())
    assert.equal(await inner.locator('#app').count(), 0)
    await context.close()
  },
}
