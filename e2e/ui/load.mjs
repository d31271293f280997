// Measures the CPU time that ten open pages cost the server while it is under load:
//   E2E_URL=http://127.0.0.1:4600 E2E_CHROMIUM=/usr/bin/chromium SERVER_PID=$(pgrep -nx appmesh-mock) node load.mjs
// The server must have the data set storefront: appmesh-mock --world storefront.
// Each round sends the same requests at the same rate without pages and with ten, all of them in
// the foreground. CPU time depends little on what else the machine does; throughput would.
import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { base, browser, open } from './browser.mjs'

const pages = 10
const rounds = 4
const rate = 1000 // requests a second
const batch = 20 // requests at a time
const seconds = 8
const agent = new Agent({ keepAlive: true, maxSockets: 8 })
const ticksPerSecond = 100 // of the kernel's clock

/** cpu returns the seconds of CPU time that the server has used. */
function cpu() {
  const fields = readFileSync(`/proc/${process.env.SERVER_PID}/stat`, 'utf8').split(') ')[1].split(' ')
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
}

const send = (method, path, body) => new Promise((resolve, reject) => {
  const r = request(base + path, { method, agent }, (response) => response.resume().on('end', resolve))
  r.on('error', reject)
  r.end(body)
})

/** load sends reads, and an update for every tenth request, at a steady rate, and returns the
 * milliseconds of CPU time that the server needs in a second. */
async function load() {
  const before = cpu()
  const begun = performance.now()
  for (let sent = 0; sent < rate * seconds; sent += batch) {
    await new Promise((resolve) => setTimeout(resolve, begun + (sent / rate) * 1000 - performance.now()))
    await Promise.all(Array.from({ length: batch }, (_, i) => {
      if (i % 10) return send('GET', '/v20190125/meshes/storefront/virtualNodes/cart')
      return send('PUT', '/v20190125/meshes/storefront', JSON.stringify({ spec: { egressFilter: { type: sent % (2 * batch) ? 'ALLOW_ALL' : 'DROP_ALL' } } }))
    }))
  }
  return ((cpu() - before) * 1e6) / (performance.now() - begun)
}

await load() // to warm up
const results = { 0: [], [pages]: [] }
for (let i = 0; i < rounds; i++) {
  const opened = []
  for (const n of [0, pages]) {
    while (opened.length < n) opened.push(await open('#/mesh/storefront/map'))
    for (const page of opened) await page.locator('.box').first().waitFor()
    results[n].push(await load())
    console.log(`${n} pages: ${results[n].at(-1).toFixed(1)} ms of CPU time in a second`)
  }
  for (const page of opened) await page.context().close()
}
const median = (list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)]
const cost = median(results[pages]) - median(results[0])
console.log(`${pages} pages need ${cost.toFixed(1)} ms of CPU time in a second at ${rate} requests a second: ${(cost / 10).toFixed(2)} % of a core`)
await browser.close()
