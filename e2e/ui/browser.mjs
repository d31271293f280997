// A browser whose pages fail a case when they log an error or ask another server for something.
import { chromium } from 'playwright-core'
import { readFileSync } from 'node:fs'

export const base = process.env.E2E_URL
const axeSource = readFileSync(new URL('node_modules/axe-core/axe.min.js', import.meta.url), 'utf8')

export const browser = await chromium.launch({ executablePath: process.env.E2E_CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] })

/** open opens the page at a fragment. allowed are patterns of errors that the case causes; script is
 * a function that runs in the page before the scripts of the page. */
export async function open(fragment = '', options = {}) {
  const { width = 1440, height = 900, theme = 'light', allowed = [], at = base, script } = options
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme, bypassCSP: false, permissions: ['clipboard-read', 'clipboard-write'] })
  const page = await context.newPage()
  if (script) await page.addInitScript(script)
  page.setDefaultTimeout(40_000)
  const problems = []
  const note = (text) => allowed.some((pattern) => pattern.test(text)) || problems.push(text)
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && note(`console: ${message.text()} ${message.location().url}`))
  page.on('pageerror', (error) => note('error: ' + error.stack))
  page.on('dialog', (dialog) => (note('dialog: ' + dialog.message()), dialog.dismiss()))
  page.on('request', (request) => /^(data|blob):/.test(request.url()) || request.url().startsWith(at + '/') || note('request outside: ' + request.url()))
  await page.goto(`${at}/_mock/ui/${fragment}`)
  page.done = async () => {
    await context.close()
    if (problems.length) throw new Error(problems.join('\n'))
  }
  return page
}

/** axe returns the violations of accessibility rules, as texts. */
export async function axe(page) {
  // Playwright evaluates outside of the page's content security policy.
  await page.evaluate(axeSource)
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }))
  return violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target} ${n.failureSummary?.replace(/\s+/g, ' ')}`))
}

/** send sends a request to the server, outside of the browser. */
export async function send(method, path, body) {
  const response = await fetch(base + path, { method, body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body) })
  const text = await response.text()
  return { status: response.status, body: text ? JSON.parse(text) : null }
}

export async function must(method, path, body) {
  const { status, body: answer } = await send(method, path, body)
  if (status !== 200) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(answer)}`)
  return answer
}

/** until waits until a function returns something true. */
export async function until(what, check, milliseconds = 40_000) {
  const end = Date.now() + milliseconds
  for (;;) {
    const value = await check()
    if (value) return value
    if (Date.now() > end) throw new Error('it did not happen in time: ' + what)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
