// Runs all cases, one after the other, and prints a line of JSON for each.
import { browser } from './browser.mjs'
import { cases as views } from './cases/views.mjs'
import { cases as mesh } from './cases/mesh.mjs'
import { cases as resources } from './cases/resources.mjs'
import { cases as calls } from './cases/calls.mjs'
import { cases as controls } from './cases/controls.mjs'
import { cases as keyboard } from './cases/keyboard.mjs'
import { cases as hostile } from './cases/hostile.mjs'
import { cases as large } from './cases/large.mjs'

const all = { ...mesh, ...resources, ...calls, ...keyboard, ...views, ...hostile, ...controls, ...large }
const wanted = process.env.E2E_CASE
let count = 0
for (const [name, run] of Object.entries(all)) {
  if (wanted && !name.includes(wanted)) continue
  const begun = Date.now()
  let failed = ''
  try {
    await run()
  } catch (error) {
    failed = error.stack || String(error)
  }
  count++
  console.log(JSON.stringify({ case: name, seconds: (Date.now() - begun) / 1000, failed }))
}
console.log(JSON.stringify({ cases: count }))
await browser.close()
