import assert from 'node:assert/strict'
import { must, open, send, until } from '../browser.mjs'

const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText())

export const cases = {
  async 'resources are filtered, sorted and opened'() {
    const page = await open('#/mesh/storefront/resources')
    const table = page.getByRole('table', { name: 'Resources' })
    await table.waitFor()
    assert.equal(await table.getByRole('row').count(), 13)
    await page.getByLabel('Filter by name or tag').fill('catalog')
    await until('filtered', async () => (await table.getByRole('row').count()) === 8)
    await page.getByRole('tab', { name: /Virtual nodes/ }).click()
    await until('of one kind', async () => (await table.getByRole('row').count()) === 3)
    await page.getByLabel('Filter by name or tag').fill('')
    await table.getByRole('button', { name: 'Name' }).click()
    await table.getByRole('button', { name: 'Name' }).click()
    assert.equal((await table.getByRole('link').first().textContent()).trim(), 'catalog-v2')
    await table.getByRole('link', { name: 'cart' }).click()
    const drawer = page.getByRole('complementary', { name: 'Resource' })
    await drawer.getByText('cart.storefront.local', { exact: true }).waitFor()
    await drawer.getByRole('tab', { name: 'JSON' }).click()
    await drawer.getByRole('region', { name: 'Spec as JSON' }).getByText('"/dev/stdout"').waitFor()
    await drawer.getByRole('tab', { name: 'Relations' }).click()
    await drawer.getByRole('tabpanel').getByRole('link', { name: 'catalog.storefront.local' }).waitFor()
    await drawer.getByRole('tab', { name: 'Envoy' }).click()
    await drawer.getByRole('region', { name: 'Envoy configuration' }).waitFor()
    await drawer.getByRole('tab', { name: 'History' }).click()
    await drawer.getByText(/The journal has no call|Calls/).first().waitFor()
    await drawer.getByRole('button', { name: 'Close the detail' }).click()
    await drawer.waitFor({ state: 'detached' })
    await page.done()
  },

  async 'a resource is created, refused, corrected, edited, copied and deleted'() {
    const page = await open('#/mesh/storefront/map', { allowed: [/status of 400/] })
    await page.getByRole('button', { name: 'Create', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: 'Create a resource' })
    await dialog.getByLabel('Name').fill('made')
    const editor = dialog.getByLabel('Spec and tags')
    const first = await editor.inputValue()
    await editor.fill(first.replace('8080', '99999'))
    await dialog.getByRole('button', { name: 'Create' }).click()
    await dialog.getByRole('alert').getByText('BadRequestException', { exact: true }).waitFor()
    assert.match(await dialog.locator('.line.marked-error').textContent(), /"port": 99999.*less than or equal to 65535/)
    await dialog.getByRole('alert').getByText(/^Rule \d+/).waitFor()
    await editor.fill('{ "spec": ')
    await dialog.getByRole('button', { name: 'Create' }).click()
    await dialog.getByRole('alert').getByText('Not sent').waitFor()
    await editor.fill(first)
    await dialog.getByRole('button', { name: 'Create' }).click()
    await dialog.waitFor({ state: 'detached' })
    const drawer = page.getByRole('complementary', { name: 'Resource' })
    await drawer.getByRole('heading', { name: 'made' }).waitFor()
    await page.locator('[data-ref="mesh/storefront/virtualNode/made"]').waitFor()

    await drawer.getByRole('button', { name: 'Edit' }).click()
    const edit = page.getByRole('dialog', { name: 'Edit made' })
    const text = await edit.getByLabel('Spec and tags').inputValue()
    await edit.getByLabel('Spec and tags').fill(text.replace('node.local', 'changed.local').replace('"tags": []', '"tags": [{"key": "team", "value": "a"}]'))
    await edit.getByLabel('Spec and tags').press('Control+Enter')
    await edit.waitFor({ state: 'detached' })
    await drawer.getByText('changed.local').waitFor()
    await drawer.locator('.tag').getByText('team').waitFor()
    assert.equal((await must('GET', '/v20190125/meshes/storefront/virtualNodes/made')).metadata.version, 2)

    const copied = async (item, pattern) => {
      await drawer.getByRole('button', { name: 'Copy' }).click()
      await page.getByRole('menuitem', { name: item, exact: true }).click()
      await until(item, async () => pattern.test(await clipboard(page)))
    }
    await copied('aws command', /^aws appmesh create-virtual-node \\\n  --mesh-name storefront \\\n  --virtual-node-name made/)
    await copied('CloudFormation', /"Type": "AWS::AppMesh::VirtualNode"[^]*"DNS"/)
    const template = await clipboard(page)
    await copied('Go', /appmeshtest\.WithSeed\(`/)
    await copied('ARN', /^arn:aws:appmesh:us-east-1:123456789012:mesh\/storefront\/virtualNode\/made$/)

    await drawer.getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await drawer.waitFor({ state: 'detached' })
    assert.equal((await send('GET', '/v20190125/meshes/storefront/virtualNodes/made')).status, 404)
    await must('POST', '/_mock/import?format=cloudformation', template) // what was copied is a template
    await must('DELETE', '/v20190125/meshes/storefront/virtualNodes/made')
    await page.done()
  },

  async 'a refused deletion says why'() {
    const page = await open('#/mesh/storefront/virtualRouter/catalog', { allowed: [/status of 409/] })
    const drawer = page.getByRole('complementary', { name: 'Resource' })
    await drawer.getByRole('button', { name: 'Delete' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText(/2 resources below it/).waitFor()
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('status').getByText(/ResourceInUseException/).waitFor()
    await page.done()
  },

  async 'another account and region have their own meshes'() {
    const page = await open('')
    await page.getByRole('heading', { name: 'storefront' }).waitFor()
    await page.getByLabel('Account and region').selectOption('other')
    const dialog = page.getByRole('dialog', { name: 'Account and region' })
    await dialog.getByLabel('Account').fill('111122223333')
    await dialog.getByLabel('Region').fill('eu-west-1')
    await dialog.getByRole('button', { name: 'Show' }).click()
    await page.getByRole('heading', { name: 'No mesh yet' }).waitFor()
    await page.getByRole('button', { name: 'Load an example' }).click()
    await page.getByRole('heading', { name: 'example' }).waitFor()
    const { tenants } = await must('GET', '/_mock/tenants')
    assert.deepEqual(tenants.filter((t) => t.account === '111122223333').map((t) => [t.region, t.resources]), [['eu-west-1', 12]])
    await page.getByRole('button', { name: 'Create', exact: true }).click()
    await page.getByRole('dialog').getByLabel('Name').fill('abroad')
    await page.getByRole('dialog').getByRole('button', { name: 'Create' }).click()
    await page.getByRole('complementary').getByText('arn:aws:appmesh:eu-west-1:111122223333:mesh/example/virtualNode/abroad').waitFor()
    await must('POST', '/_mock/reset?account=111122223333&region=eu-west-1')
    await page.done()
  },
}
