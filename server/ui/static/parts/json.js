import { html, useRef } from '../html.js'

export const pretty = (value) => JSON.stringify(value, null, 2)

// Returns the lines of a value as pretty writes them, with the path of the member on each, such as
// spec.listeners.0.port.
function linesOf(value, path = '', key = '', indent = '', comma = '') {
	const entries = value && typeof value === 'object' ? Object.entries(value) : []
	if (!entries.length) return [{ path, indent, key, text: JSON.stringify(value) + comma }]
	const [begin, end] = Array.isArray(value) ? '[]' : '{}'
	return [{ path, indent, key, text: begin }, ...entries.flatMap(([name, member], i) => linesOf(
		member, path ? `${path}.${name}` : name, begin === '[' ? '' : JSON.stringify(name) + ': ', indent + '  ', i < entries.length - 1 ? ',' : '',
	)), { indent, key: '', text: end + comma }]
}

// Returns remarks ({path or line, message, tone}) by the number of the line. One about a member that is
// not there stands at the innermost one around it that is.
function marksOf(lines, remarks) {
	const numbers = new Map(lines.map(({ path }, i) => [path, i]))
	return Map.groupBy(remarks, ({ path, line }) => {
		while (path && !numbers.has(path)) path = path.slice(0, Math.max(0, path.lastIndexOf('.')))
		return line ?? numbers.get(path)
	})
}

// Reads the violations in App Mesh's message of a refusal, as remarks.
export function violationsOf(message = '') {
	const found = [...message.matchAll(/Value (.*?) at '([^']*)' failed to satisfy constraint: (.*?)(?=; Value |$)/gs)]
	const remark = (path, text) => ({ path: dotted(path), message: text, tone: 'error' })
	if (found.length) return found.map(([, value, path, text]) => remark(path, value === 'null' ? text : `${text}, not ${value}`))
	return message.split(/; (?=spec[.[ ])/).flatMap((part) => {
		const [path] = part.match(/^(?:spec|tags)[\w.[\]]*\b/) || []
		return path ? [remark(path, part)] : []
	})
}

// Writes listeners.1.member.port and listeners[0].port as listeners.0.port.
export const dotted = (path) =>
	path.replace(/\.(\d+)\.member\b/g, (_, n) => '.' + (n - 1)).replace(/\[(\d+)\]/g, '.$1').replace(/^\$?\./, '')

const Block = ({ label, children }) =>
	html`<pre class="json" tabindex="0" role="region" aria-label=${label}><code>${children}</code></pre>`
const said = (remarks) => remarks && html`<span class="json-remark">${' ← ' + remarks.map((r) => r.message).join('; ')}</span>`
const mostLines = 3000

export function Json({ value, remarks = [], label }) {
	const lines = linesOf(value)
	const marks = marksOf(lines, remarks)
	const color = (text) => (/^[[{\]}]/.test(text) ? '' : text[0] === '"' ? 'json-string' : 'json-word')
	return html`<${Block} label=${label}>${lines.slice(0, mostLines).map(({ indent, key, text }, i) => html`
		<span key=${i} class=${'json-line' + (marks.has(i) ? ' marked-' + marks.get(i)[0].tone : '')}>${indent}<span class="json-key">${key}</span>
			<span class=${color(text)}>${text}</span>${said(marks.get(i))}${'\n'}</span>`)}
		${lines.length > mostLines && `… ${lines.length - mostLines} more lines`}<//>`
}

export function Body({ text, remarks, label }) {
	try {
		return html`<${Json} value=${JSON.parse(text)} remarks=${remarks} label=${label} />`
	} catch {
		return html`<${Block} label=${label}><span class="json-line">${text}</span><//>`
	}
}

export function Editor({ label, text, onInput, remarks, onSave, autofocus }) {
	const behind = useRef(null)
	const lines = remarks[0]?.path ? linesOf(JSON.parse(text)) : []
	const marks = marksOf(lines, remarks)
	const keys = (event) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && (event.preventDefault(), onSave())
	return html`<div class="editor wide"><pre class="behind" ref=${behind} aria-hidden="true">${text.split('\n').map((line, i) => html`
			<span key=${i} class=${marks.has(i) ? 'line marked-error' : 'line'}><span class="line-number">${i + 1}</span>${line}${said(marks.get(i))}${'\n'}</span>`)}</pre>
		<textarea aria-label=${label} aria-invalid=${remarks.length > 0 || null} autocomplete="off" wrap="off" autofocus=${autofocus}
			value=${text} onInput=${(e) => onInput(e.target.value)} onKeyDown=${keys}
			onScroll=${({ target }) => behind.current.scrollTo(target.scrollLeft, target.scrollTop)}></textarea></div>`
}

// Shows the lines of a difference, which begin with two spaces, "- " or "+ ".
export const Diff = ({ lines, label }) =>
	html`<${Block} label=${label}>${lines.map((line, i) => html`
	<span key=${i} class=${'json-line ' + ({ '+': 'added', '-': 'removed' }[line[0]] || '')}>${line + '\n'}</span>`)}<//>`
