// Runs all cases, and prints a line of JSON for each.
import { browser } from './browser.mjs'
import { cases as views } from './cases/views.mjs'
import { cases as mesh } from './cases/mesh.mjs'
import { cases as resources } from './cases/resources.mjs'
import { cases as calls } from './cases/calls.mjs'
import { cases as controls } from './cases/controls.mjs'
import { cases as keyboard } from './cases/keyboard.mjs'
import { cases as hostile } from './cases/hostile.mjs'
import { cases as envoys } from './cases/envoys.mjs'
import { cases as layout } from './cases/layout.mjs'
import { cases as navigation } from './cases/navigation.mjs'
import { cases as large } from './cases/large.mjs'

const all = { ...mesh, ...resources, ...navigation, ...calls, ...envoys, ...layout, ...keyboard, ...views, ...hostile, ...controls, ...large }
const wanted = process.env.E2E_CASE
let count = 0

async function run(name) {
  const begun = Date.now()
  let failed = ''
  try {
    await all[name]()
  } catch (error) {
    failed = error.stack || String(error)
  }
  count++
  console.log(JSON.stringify({ case: name, seconds: (Date.now() - begun) / 1000, failed }))
}

// Cases change the server, so they run one after the other. Those of the views only look at it.
const names = Object.keys(all).filter((name) => !wanted || name.includes(wanted))
const looking = names.filter((name) => name.startsWith('view '))
for (const name of names) {
  if (!looking.includes(name)) await run(name)
  else if (name === looking[0]) await Promise.all([0, 1, 2].map(async (i) => {
    for (let j = i; j < looking.length; j += 3) await run(looking[j])
  }))
}
console.log(JSON.stringify({ cases: count }))
await browser.close()
