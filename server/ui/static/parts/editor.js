import { html, useRef } from '../html.js'
import { marksOf } from './json.js'

/** Editor is a field for JSON. Remarks stand at the lines of the members that they are about:
 * a remark has a path, or a line. */
export function Editor({ label, text, onInput, remarks, onSave, autofocus }) {
  const behind = useRef(null)
  const marks = marksOf(text, remarks.filter((r) => r.line === undefined))
  for (const remark of remarks) if (remark.line !== undefined) marks.set(remark.line, [remark])
  const lines = text.split('\n')
  const scroll = (event) => {
    behind.current.scrollTop = event.target.scrollTop
    behind.current.scrollLeft = event.target.scrollLeft
  }
  const keys = (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      onSave()
    }
  }
  return html`<div class="editor">
    <pre class="behind" ref=${behind} aria-hidden="true">${lines.map((line, i) => html`<span key=${i} class=${marks.has(i) ? 'line marked-error' : 'line'}><span class="line-number">${i + 1}</span>${line}${marks.has(i) && html`<span class="json-remark">${'  ← ' + marks.get(i).map((r) => r.message).join('; ')}</span>`}${'\n'}</span>`)}</pre>
    <textarea aria-label=${label} aria-invalid=${remarks.length ? 'true' : undefined} spellcheck="false" autocomplete="off" wrap="off" autofocus=${autofocus} value=${text} onInput=${(e) => onInput(e.target.value)} onScroll=${scroll} onKeyDown=${keys}></textarea></div>`
}
