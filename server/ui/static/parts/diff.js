import { html } from '../html.js'

const most = 2500 // lines of a side: more are compared as a whole

/** diffOf returns the lines of two texts, each as kept, added or removed.
 * @returns {{change: '' | '+' | '-', line: string}[]} */
export function diffOf(before, after) {
  const a = before === '' ? [] : before.split('\n')
  const b = after === '' ? [] : after.split('\n')
  let begin = 0
  while (begin < a.length && begin < b.length && a[begin] === b[begin]) begin++
  let end = 0
  while (end < a.length - begin && end < b.length - begin && a[a.length - 1 - end] === b[b.length - 1 - end]) end++
  const keep = (lines) => lines.map((line) => ({ change: '', line }))
  const middle = changed(a.slice(begin, a.length - end), b.slice(begin, b.length - end))
  return [...keep(a.slice(0, begin)), ...middle, ...keep(a.slice(a.length - end))]
}

/** changed compares lines by their longest common subsequence. */
function changed(a, b) {
  const removed = (lines) => lines.map((line) => ({ change: '-', line }))
  const added = (lines) => lines.map((line) => ({ change: '+', line }))
  if (a.length * b.length > most * most || !a.length || !b.length) return [...removed(a), ...added(b)]
  const length = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1))
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      length[i][j] = a[i] === b[j] ? length[i + 1][j + 1] + 1 : Math.max(length[i + 1][j], length[i][j + 1])
    }
  }
  const result = []
  let i = 0
  let j = 0
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      result.push({ change: '', line: a[i++] })
      j++
    } else if (length[i + 1][j] >= length[i][j + 1]) result.push({ change: '-', line: a[i++] })
    else result.push({ change: '+', line: b[j++] })
  }
  return [...result, ...removed(a.slice(i)), ...added(b.slice(j))]
}

/** Diff shows two texts as one, line by line. */
export function Diff({ before, after, label }) {
  const lines = diffOf(before, after)
  return html`<pre class="json diff" tabindex="0" role="region" aria-label=${label}><code>${lines.map(({ change, line }, i) => html`<span key=${i} class=${'json-line ' + ({ '+': 'added', '-': 'removed' }[change] || '')}>${(change || ' ') + ' ' + line + '\n'}</span>`)}</code></pre>`
}
