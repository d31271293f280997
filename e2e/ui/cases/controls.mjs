import assert from 'node:assert/strict'
import { base, must, open, until } from '../browser.mjs'

export const cases = {
  async 'faults are added, counted and removed'() {
    const page = await open('#/faults')
    await page.getByRole('heading', { name: 'No faults' }).waitFor()
    const form = page.getByRole('form', { name: 'Add a fault' })
    await form.getByLabel('Operation', { exact: true }).fill('DescribeMesh')
    await form.getByLabel('Outcome').selectOption('status')
    await form.getByLabel('HTTP status', { exact: true }).fill('418')
    await form.getByLabel('Which calls').selectOption('first')
    await form.getByRole('button', { name: 'Add the fault' }).click()
    const table = page.getByRole('table', { name: 'Faults' })
    await table.getByText('status 418 for DescribeMesh: the first call').waitFor()
    assert.equal((await fetch(base + '/v20190125/meshes/storefront')).status, 418)
    await until('the counter', async () => (await table.locator('tbody tr td.number').allTextContents()).join() === '1,1')
    await table.getByRole('button', { name: /Remove/ }).click()
    await page.getByRole('button', { name: 'Profile flaky' }).click()
    await until('the profile', async () => (await table.getByRole('row').count()) === 4)
    await page.getByRole('button', { name: 'Remove all' }).click()
    await page.getByRole('heading', { name: 'No faults' }).waitFor()
    await page.done()
  },

  async 'an invalid fault is refused with a message'() {
    const page = await open('#/faults', { allowed: [/status of 400/] })
    const form = page.getByRole('form', { name: 'Add a fault' })
    await form.getByLabel('Operation', { exact: true }).fill('Nonsense')
    await form.getByRole('button', { name: 'Add the fault' }).click()
    await form.getByRole('alert').getByText(/Nonsense/).waitFor()
    await page.done()
  },

  async 'the clock is frozen, moved and set'() {
    const page = await open('#/controls')
    const box = page.getByRole('region', { name: 'Clock' })
    await box.getByLabel('Set to').fill('2030-01-02T03:04:05Z')
    await box.getByRole('button', { name: 'Set', exact: true }).click()
    await box.getByText(/2030-01-02T03:04/).waitFor()
    const { running } = await must('GET', '/_mock/clock')
    await box.getByRole('button', { name: running ? 'Freeze' : 'Let it run' }).click()
    await box.getByText(running ? 'frozen' : 'runs', { exact: true }).waitFor()
    await box.getByLabel('Advance by').fill('24h')
    await box.getByRole('button', { name: 'Advance', exact: true }).click()
    await box.getByText(/2030-01-03T03:0/).waitFor()
    await page.done()
  },

  async 'checkpoints are taken, compared, restored and deleted'() {
    const page = await open('#/controls')
    const box = page.getByRole('region', { name: 'Checkpoints' })
    await box.getByLabel('Name').fill('mine')
    await box.getByRole('button', { name: 'Take' }).click()
    await box.getByText('mine').waitFor()
    await must('PUT', '/v20190125/meshes/storefront', { spec: { egressFilter: { type: 'ALLOW_ALL' } } })
    await box.getByRole('button', { name: 'Compare mine' }).click()
    const dialog = page.getByRole('dialog', { name: 'Changes since mine' })
    await dialog.locator('.removed').getByText(/DROP_ALL/).waitFor()
    await dialog.locator('.added').getByText(/ALLOW_ALL/).waitFor()
    await page.screenshot({ path: process.env.E2E_SHOTS + '/compare.png' })
    await page.keyboard.press('Escape')
    await box.getByRole('button', { name: 'Restore mine' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Restore' }).click()
    await until('restored', async () => (await must('GET', '/v20190125/meshes/storefront')).mesh?.spec?.egressFilter.type !== 'ALLOW_ALL')
    await box.getByRole('button', { name: 'Delete mine' }).click()
    await until('deleted', async () => (await must('GET', '/_mock/checkpoints')).checkpoints.every((c) => c.name !== 'mine'))
    await page.done()
  },

  async 'a file is imported after its plan was shown, and the state is exported and loaded'() {
    const page = await open('#/controls', { allowed: [/status of 400/] })
    const template = { Resources: { M: { Type: 'AWS::AppMesh::Mesh', Properties: { MeshName: 'imported' } }, B: { Type: 'AWS::S3::Bucket' } } }
    await page.getByLabel('File to import').setInputFiles({ name: 'template.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(template)) })
    const dialog = page.getByRole('dialog', { name: 'Import template.json' })
    await dialog.getByRole('button', { name: 'Show the plan' }).click()
    const plan = dialog.getByRole('region', { name: 'Plan' })
    await plan.getByText('create').waitFor()
    await plan.getByText('mesh imported').waitFor()
    await plan.getByText('1 AWS::S3::Bucket left out').waitFor()
    await page.screenshot({ path: process.env.E2E_SHOTS + '/plan.png' })
    assert.equal((await fetch(base + '/v20190125/meshes/imported')).status, 404, 'nothing is applied yet')
    await dialog.getByRole('button', { name: 'Apply' }).click()
    await page.getByRole('link', { name: 'imported' }).waitFor()
    await page.getByLabel('File to import').setInputFiles({ name: 'bad.json', mimeType: 'application/json', buffer: Buffer.from('[{"meshName": 1}]') })
    const bad = page.getByRole('dialog', { name: 'Import bad.json' })
    await bad.getByRole('button', { name: 'Show the plan' }).click()
    await bad.getByRole('alert').waitFor()
    await page.keyboard.press('Escape')
    const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Export the state' }).click()])
    const file = await saved.path()
    await must('DELETE', '/v20190125/meshes/imported')
    await page.getByLabel('State to load').setInputFiles(file)
    await page.getByRole('dialog').getByRole('button', { name: 'Load' }).click()
    await page.getByRole('link', { name: 'imported' }).waitFor()
    await page.done()
  },

  async 'a dropped file is imported'() {
    const page = await open('#/controls')
    const dropped = await page.evaluateHandle(() => {
      const data = new DataTransfer()
      data.items.add(new File(['- meshName: dropped'], 'mesh.yaml'))
      return data
    })
    await page.locator('.drop').dispatchEvent('dragover', { dataTransfer: dropped })
    await page.locator('.drop.over').waitFor()
    await page.locator('.drop').dispatchEvent('drop', { dataTransfer: dropped })
    const dialog = page.getByRole('dialog', { name: 'Import mesh.yaml' })
    await dialog.getByRole('button', { name: 'Show the plan' }).click()
    await dialog.getByText('mesh dropped').waitFor()
    await dialog.getByRole('button', { name: 'Apply' }).click()
    await page.getByRole('link', { name: 'dropped' }).waitFor()
    await must('DELETE', '/v20190125/meshes/dropped')
    await page.done()
  },

  async 'a dropped folder is refused with a message'() {
    const page = await open('#/controls')
    const dropped = await page.evaluateHandle(() => {
      const folder = new File([], 'folder')
      folder.text = () => Promise.reject(new DOMException('A requested file or directory could not be found', 'NotFoundError'))
      const event = new Event('drop', { bubbles: true })
      event.dataTransfer = { files: [folder] }
      return event
    })
    await page.locator('.drop').evaluate((element, event) => element.dispatchEvent(event), dropped)
    await page.getByRole('status').getByText(/file or directory could not be found/).waitFor()
    await page.done()
  },

  async 'a reset removes only the data that its confirmation names'() {
    const page = await open('#/controls')
    await page.getByRole('button', { name: 'Remove all resources' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText(/\d+ resources of 1 account and region are removed/).waitFor()
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await must('GET', '/v20190125/meshes/storefront')
    await page.getByRole('button', { name: 'Remove all resources' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Reset' }).click()
    await page.getByRole('heading', { name: 'No mesh yet' }).waitFor()
    await page.goto(base + '/_mock/ui/#/controls')
    await page.getByRole('button', { name: 'Go back to the start' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Reset' }).click()
    await page.getByRole('heading', { name: 'storefront' }).waitFor()
    await page.done()
  },

  async 'the theme is remembered, and a lost connection is shown'() {
    const page = await open('#/mesh/storefront/map', { allowed: [/ERR_FAILED|ERR_INTERNET|Failed to load|net::/] })
    await page.getByRole('button', { name: 'Theme: auto' }).click()
    await page.getByRole('button', { name: 'Theme: light' }).click()
    await page.reload()
    await page.getByRole('button', { name: 'Theme: dark' }).waitFor()
    assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme), 'dark')
    await page.route('**/_mock/state', (route) => route.abort())
    await page.getByRole('button', { name: 'live' }).click()
    await page.getByRole('alert').getByText(/does not respond/).waitFor()
    await page.screenshot({ path: process.env.E2E_SHOTS + '/lost.png' })
    await page.unroute('**/_mock/state')
    await page.getByRole('alert').waitFor({ state: 'detached' })
    await page.done()
  },
}
