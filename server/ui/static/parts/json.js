// JSON for people: with colours, remarks at members, differences, and an editor.
import { html, useRef } from '../html.js'

/** linesOf returns the lines of a value as JSON.stringify writes them with an indent of 2. Each
 * begins with indent and key; path is that of the member on it, as in spec.listeners.0.port.
 * @returns {{path: string, indent: string, key: string, text: string}[]} */
function linesOf(value, path = '', key = '', indent = '', comma = '') {
  const entries = value && typeof value === 'object' ? Object.entries(value) : []
  if (!entries.length) return [{ path, indent, key, text: JSON.stringify(value) + comma }]
  const list = Array.isArray(value)
  const inner = entries.flatMap(([name, member], i) => {
    const title = list ? '' : JSON.stringify(name) + ': '
    return linesOf(member, path ? `${path}.${name}` : name, title, indent + '  ', i < entries.length - 1 ? ',' : '')
  })
  return [{ path, indent, key, text: list ? '[' : '{' }, ...inner, { indent, key: '', text: (list ? ']' : '}') + comma }]
}

export const pretty = (value) => JSON.stringify(value, null, 2)

/** marksOf returns, by the number of the line, the remarks about members. One about a member that is
 * not there stands at the innermost one around it that is.
 * @param {{path: string, message: string, tone: string}[]} remarks */
function marksOf(lines, remarks) {
  const numbers = new Map(lines.map(({ path }, i) => [path, i]))
  return Map.groupBy(remarks, ({ path, line }) => {
    if (line !== undefined) return line
    while (path && !numbers.has(path)) path = path.slice(0, Math.max(0, path.lastIndexOf('.')))
    return numbers.get(path)
  })
}

/** violationsOf reads the violations in App Mesh's message of a refusal. */
export function violationsOf(message = '') {
  const found = message.matchAll(/Value (.*?) at '([^']*)' failed to satisfy constraint: (.*?)(?=; Value |$)/gs)
  const violations = [...found].map(([, value, path, constraint]) => (
    { path: dotted(path), message: constraint + (value === 'null' ? '' : `, not ${value}`), tone: 'error' }))
  if (violations.length) return violations
  return message.split(/; (?=spec[.[ ])/).flatMap((part) => {
    const [path] = part.match(/^(?:spec|tags)[\w.[\]]*\b/) || []
    return path ? [{ path: dotted(path), message: part, tone: 'error' }] : []
  })
}

/** dotted writes a path as linesOf does: listeners.1.member.port and listeners[0].port are
 * listeners.0.port. */
export function dotted(path) {
  return path.replace(/\.(\d+)\.member\b/g, (_, n) => '.' + (n - 1)).replace(/\[(\d+)\]/g, '.$1').replace(/^\$?\./, '')
}

const said = (remarks) => html`<span class="json-remark">${' ← ' + remarks.map((r) => r.message).join('; ')}</span>`
const mostLines = 3000

/** Json shows a value, with remarks at the lines of the members that they are about. */
export function Json({ value, remarks = [], label }) {
  const lines = linesOf(value)
  const marks = marksOf(lines, remarks)
  return html`<pre class="json" tabindex="0" role="region" aria-label=${label}><code>
    ${lines.slice(0, mostLines).map(({ indent, key, text }, i) => {
      const remarksHere = marks.get(i)
      return html`<span key=${i} class=${'json-line' + (remarksHere ? ' marked-' + remarksHere[0].tone : '')}>${indent}
        <span class="json-key">${key}</span><span class=${/^[[{\]}]/.test(text) ? '' : text[0] === '"' ? 'json-string' : 'json-word'}>${text}</span>
        ${remarksHere && said(remarksHere)}${'\n'}</span>`
    })}${lines.length > mostLines && `… ${lines.length - mostLines} more lines`}</code></pre>`
}

/** Body shows a text that is JSON in most cases. */
export function Body({ text, remarks, label }) {
  try {
    return html`<${Json} value=${JSON.parse(text)} remarks=${remarks} label=${label} />`
  } catch {
    return html`<pre class="json" tabindex="0" role="region" aria-label=${label}><code class="json-line">${text}</code></pre>`
  }
}

/** Editor is a field for JSON, with remarks at the lines of members: a remark has a path or a line. */
export function Editor({ label, text, onInput, remarks, onSave, autofocus }) {
  const behind = useRef(null)
  const marks = remarks.length ? marksOf(remarks[0].line === undefined ? linesOf(JSON.parse(text)) : [], remarks) : new Map()
  const scroll = ({ target }) => behind.current.scrollTo(target.scrollLeft, target.scrollTop)
  const keys = (event) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && (event.preventDefault(), onSave())
  return html`<div class="editor wide">
    <pre class="behind" ref=${behind} aria-hidden="true">${text.split('\n').map((line, i) => html`
      <span key=${i} class=${marks.has(i) ? 'line marked-error' : 'line'}><span class="line-number">${i + 1}</span>${line}${marks.has(i) && said(marks.get(i))}${'\n'}</span>`)}</pre>
    <textarea aria-label=${label} aria-invalid=${remarks.length ? 'true' : undefined} spellcheck=${false} autocomplete="off" wrap="off" autofocus=${autofocus}
      value=${text} onInput=${(e) => onInput(e.target.value)} onScroll=${scroll} onKeyDown=${keys}></textarea></div>`
}

const mostCompared = 4e6 // pairs of lines: longer texts are shown one after the other

/** diffOf compares lines by their longest common subsequence.
 * @returns {[' ' | '+' | '-', string][]} */
function diffOf(before, after) {
  const [a, b] = [before, after].map((text) => (text ? text.split('\n') : []))
  if (a.length * b.length > mostCompared) return [...a.map((line) => ['-', line]), ...b.map((line) => ['+', line])]
  // length[i][j] is the length of what the lines from a[i] and from b[j] have in common.
  const length = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1))
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) length[i][j] = a[i] === b[j] ? length[i + 1][j + 1] + 1 : Math.max(length[i + 1][j], length[i][j + 1])
  }
  const lines = []
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    if (i < a.length && a[i] === b[j]) lines.push([' ', a[i++]]), j++
    else if (j === b.length || (i < a.length && length[i + 1][j] >= length[i][j + 1])) lines.push(['-', a[i++]])
    else lines.push(['+', b[j++]])
  }
  return lines
}

/** Diff shows two texts as one, line by line. */
export function Diff({ before, after, label }) {
  return html`<pre class="json" tabindex="0" role="region" aria-label=${label}><code>${diffOf(before, after).map(([change, line], i) => html`
    <span key=${i} class=${'json-line ' + { '+': 'added', '-': 'removed', ' ': '' }[change]}>${`${change} ${line}\n`}</span>`)}</code></pre>`
}
