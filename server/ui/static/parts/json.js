// JSON for people: with colours, and with marks at the members that something is said about.
import { html } from '../html.js'

/** pretty formats a body; one that is no JSON stays as it is. */
export function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}

/** linesOf returns the number of the line, from 0, on which each member of a JSON text begins.
 * A path is written as spec.listeners.0.port. Of a text that is damaged, it has the members
 * before the damage. */
export function linesOf(text) {
  const lines = new Map([['', 0]])
  const token = /\s+|"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+|"/g
  let line = 0
  const path = []
  const open = [] // for each level: the index of a list, or -1 in an object
  let key = null
  for (const [part] of text.matchAll(token)) {
    const inObject = open.at(-1) === -1
    if (/^\s/.test(part)) line += part.split('\n').length - 1
    else if (part === '{' || part === '[') {
      enter(lines, path, open, key, line)
      open.push(part === '{' ? -1 : 0)
      path.push(null)
      key = null
    } else if (part === '}' || part === ']') {
      open.pop()
      path.pop()
      key = null
    } else if (part === ',') {
      key = null
      if (!inObject && open.length) open[open.length - 1]++
    } else if (part === ':') continue
    else if (inObject && key === null) {
      key = unquote(part)
      path[path.length - 1] = key
      lines.set(path.join('.'), line)
    } else enter(lines, path, open, key, line)
  }
  return lines
}

function enter(lines, path, open, key, line) {
  if (!open.length || key !== null || open.at(-1) === -1) return
  path[path.length - 1] = open.at(-1)
  lines.set(path.join('.'), line)
}

function unquote(text) {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** marksOf returns, by line, what is said about members of a text. Of a member that is not
 * there, it is said at the innermost one around it that is.
 * @param {{path: string, message: string, tone: string}[]} remarks */
export function marksOf(text, remarks) {
  const marks = new Map()
  if (!remarks.length) return marks
  const lines = linesOf(text)
  for (const remark of remarks) {
    let path = remark.path
    while (!lines.has(path)) path = path.includes('.') ? path.slice(0, path.lastIndexOf('.')) : ''
    const line = lines.get(path)
    marks.has(line) ? marks.get(line).push(remark) : marks.set(line, [remark])
  }
  return marks
}

/** violationsOf reads the violations in App Mesh's message of a refusal. */
export function violationsOf(message = '') {
  const violations = []
  for (const [, value, path, constraint] of message.matchAll(/Value (.*?) at '([^']*)' failed to satisfy constraint: (.*?)(?=; Value |$)/gs)) {
    violations.push({ path: dotted(path), message: constraint + (value === 'null' ? '' : `, not ${value}`), tone: 'error' })
  }
  if (violations.length) return violations
  for (const part of message.split(/; (?=spec[.[ ])/)) {
    const [, path] = part.match(/^((?:spec|tags)[\w.[\]]*)\b/) || []
    if (path) violations.push({ path: dotted(path), message: part, tone: 'error' })
  }
  return violations
}

/** dotted writes a path as linesOf does: listeners.1.member.port and listeners[0].port are
 * listeners.0.port. */
export function dotted(path) {
  return path.replace(/\.(\d+)\.member\b/g, (_, n) => '.' + (n - 1)).replace(/\[(\d+)\]/g, '.$1').replace(/^\$?\./, '')
}

const token = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(true|false|null)\b|(-?\d[\d.eE+-]*)/g

function coloured(line) {
  const parts = []
  let at = 0
  for (const match of line.matchAll(token)) {
    const [whole, text, colon, word] = match
    parts.push(line.slice(at, match.index))
    const kind = text ? (colon ? 'key' : 'string') : word ? 'word' : 'number'
    parts.push(html`<span class=${'json-' + kind}>${text && colon ? text : whole}</span>`, text && colon)
    at = match.index + whole.length
  }
  parts.push(line.slice(at))
  return parts
}

const mostLines = 3000

/** Json shows a JSON text, with remarks at the lines of the members that they are about. */
export function Json({ text, remarks = [], label }) {
  const lines = text.split('\n')
  const marks = marksOf(text, remarks)
  return html`<pre class="json" tabindex="0" role="region" aria-label=${label}><code>${lines.slice(0, mostLines).map((line, i) => html`<span key=${i} class=${'json-line' + (marks.has(i) ? ' marked-' + marks.get(i)[0].tone : '')}>${coloured(line)}${marks.has(i) && html`<span class="json-remark">${' ← ' + marks.get(i).map((r) => r.message).join('; ')}</span>`}${'\n'}</span>`)}${lines.length > mostLines && `… ${lines.length - mostLines} more lines`}</code></pre>`
}
