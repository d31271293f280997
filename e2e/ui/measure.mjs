// Measures how long a mesh of 10,000 resources takes to open, and the longest task while its map is
// moved: the best and the median of several runs.
//   E2E_URL=http://127.0.0.1:4600 E2E_CHROMIUM=/usr/bin/chromium node measure.mjs [PROFILE]
// PROFILE is a file for the CPU profile of one more run, for Chromium's developer tools.
// Use a server without other resources, on a machine that does nothing else.
import { writeFileSync } from 'node:fs'
import { browser, must, open } from './browser.mjs'
import { longestMove, openLarge, seed } from './cases/large.mjs'

const runs = 7

/** measure opens the page in a new context, so that nothing is cached, and moves the map. */
async function measure() {
  const { page, opened } = await openLarge()
  const longest = await longestMove(page)
  await page.done()
  return { opened, longest }
}

/** profile writes a CPU profile of the page's main thread while the page opens. */
async function profile(path) {
  const page = await open('#/faults')
  const session = await page.context().newCDPSession(page)
  await session.send('Profiler.enable')
  await session.send('Profiler.start')
  await page.goto(`${process.env.E2E_URL}/_mock/ui/?profile#/mesh/large/map`)
  await page.locator('.box').first().waitFor()
  const result = await session.send('Profiler.stop')
  writeFileSync(path, JSON.stringify(result.profile))
  await page.done()
}

/** summary returns the best and the median of a member of the results. */
function summary(results, member) {
  const list = results.map((result) => Math.round(result[member])).sort((a, b) => a - b)
  return `best ${list[0]} ms, median ${list[Math.floor(list.length / 2)]} ms`
}

await must('POST', '/_mock/seed', seed())
const results = []
for (let i = 0; i < runs; i++) {
  results.push(await measure())
  const { opened, longest } = results.at(-1)
  console.log(`opened after ${Math.round(opened)} ms, longest task while moving ${Math.round(longest)} ms`)
}
console.log(`${runs} runs: opening: ${summary(results, 'opened')}; longest task: ${summary(results, 'longest')}`)
if (process.argv[2]) await profile(process.argv[2])
await browser.close()
