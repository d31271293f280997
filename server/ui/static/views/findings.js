import { html, useStore, readFindings, Empty, Icon, Reading, RefLink } from '../page.js'

const severities = ['error', 'warning', 'info']

const within = (ref, mesh) => (ref + '/').startsWith(`mesh/${mesh}/`)

// Returns the errors and warnings of a mesh, or of all.
export function problemsOf(findings, mesh) {
	if (!Array.isArray(findings)) return []
	return findings.filter((f) => f.severity !== 'info' && (mesh === undefined || within(f.ref, mesh)))
}

export function worstByRef(findings) {
	const worst = (all) => (all.some((f) => f.severity === 'error') ? 'error' : 'warning')
	const groups = Map.groupBy(problemsOf(findings), (f) => f.ref)
	return new Map([...groups].map(([ref, all]) => [ref, { count: all.length, worst: worst(all) }]))
}

export const FindingsView = ({ mesh }) =>
	html`<section class="page"><${FindingList} of=${(ref) => within(ref, mesh.name)} links /></section>`

export function FindingList({ of, links }) {
	const { findings } = useStore('findings')
	const result = { [Array.isArray(findings) ? 'value' : 'error']: findings, again: readFindings }
	return html`<${Reading} result=${result} what="The analysis">${(all) => {
		const found = all.filter((f) => of(f.ref)).sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity))
		if (!found.length) return html`<${Empty} icon="done" title="No findings"><p>The analysis found no mistake.</p><//>`
		return html`<ul class="findings" aria-label="Findings">${found.map(({ code, severity, ref, path, message, help }, i) => html`
			<li key=${i} class=${'finding ' + severity}>
				<p class="bar"><span class="severity"><${Icon} name=${severity} />${severity}</span><code>${code}</code>
					${links && html`<${RefLink} refersTo=${ref} query=${{ tab: path ? 'json' : '' }} />`}</p>
				<p>${message}</p>${path && html`<p class="quiet mono">${path}</p>`}${help && html`<p class="quiet">${help}</p>`}</li>`)}</ul>`
	}}<//>`
}
