// Measures what ten open pages cost the server while it is under load: its CPU time at a steady
// rate of requests, and the requests that it answers if they come as fast as it can. The server,
// with the data set storefront, and the sender share the first core; the browser has the second:
//   taskset -c 0 appmesh-mock --world storefront &
//   E2E_URL=http://127.0.0.1:4600 E2E_CHROMIUM=/usr/bin/chromium SERVER_PID=$! taskset -c 1 node load.mjs
// Each round does the same without pages and with ten, all of them in the foreground.
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const base = process.env.E2E_URL
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

/** sendBatch sends reads, and an update for every tenth request. */
const sendBatch = (number) => Promise.all(Array.from({ length: batch }, (_, i) => {
  if (i % 10) return send('GET', '/v20190125/meshes/storefront/virtualNodes/cart')
  return send('PUT', '/v20190125/meshes/storefront', JSON.stringify({ spec: { egressFilter: { type: number % 2 ? 'ALLOW_ALL' : 'DROP_ALL' } } }))
}))

/** steady sends requests at a steady rate, and returns the milliseconds of CPU time that the
 * server needs in a second. */
async function steady() {
  const before = cpu()
  const begun = performance.now()
  for (let number = 0; number < (rate * seconds) / batch; number++) {
    await new Promise((resolve) => setTimeout(resolve, begun + ((number * batch) / rate) * 1000 - performance.now()))
    await sendBatch(number)
  }
  return ((cpu() - before) * 1e6) / (performance.now() - begun)
}

/** flood sends requests as fast as they are answered, and returns how many were in a second. */
async function flood() {
  const begun = performance.now()
  let number = 0
  for (; performance.now() - begun < seconds * 1000; number++) await sendBatch(number)
  return (number * batch * 1000) / (performance.now() - begun)
}

const sender = { steady, flood }[process.argv[2]]
if (sender) {
  console.log(await sender())
  process.exit()
}

/** measure runs a sender in a process of its own, on the core of the server. */
async function measure(name) {
  const { stdout } = await promisify(execFile)('taskset', ['-c', '0', process.execPath, fileURLToPath(import.meta.url), name])
  return Number(stdout)
}

const { browser, open } = await import('./browser.mjs')
await measure('flood') // to warm up
const results = { 0: { steady: [], flood: [] }, [pages]: { steady: [], flood: [] } }
for (let i = 0; i < rounds; i++) {
  const opened = []
  for (const n of [0, pages]) {
    while (opened.length < n) opened.push(await open('#/mesh/storefront/map'))
    for (const page of opened) await page.locator('.box').first().waitFor()
    for (const name of ['steady', 'flood']) results[n][name].push(await measure(name))
    console.log(`${n} pages: ${results[n].steady.at(-1).toFixed(1)} ms of CPU time in a second; ${results[n].flood.at(-1).toFixed(0)} requests a second`)
  }
  for (const page of opened) await page.context().close()
}
const median = (list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)]
const cost = median(results[pages].steady) - median(results[0].steady)
const throughput = median(results[pages].flood) / median(results[0].flood)
console.log(`${pages} pages need ${cost.toFixed(1)} ms of CPU time in a second at ${rate} requests a second: ${(cost / 10).toFixed(2)} % of a core`)
console.log(`throughput with ${pages} pages: ${(throughput * 100).toFixed(1)} % of that without`)
await browser.close()
