import { html } from '../html.js'
import { useStore } from '../store.js'
import { readFindings } from '../live.js'
import { Empty, Reading } from '../parts/basic.js'
import { Icon } from '../parts/icon.js'
import { RefLink } from '../parts/resource.js'
import { useMesh, NoMesh } from './map.js'

const severities = ['error', 'warning', 'info']

const within = (ref, mesh) => ref === 'mesh/' + mesh || ref.startsWith(`mesh/${mesh}/`)

/** problemsOf returns the errors and warnings of a mesh, or of all. */
export function problemsOf(findings, mesh) {
  if (!Array.isArray(findings)) return []
  return findings.filter((f) => f.severity !== 'info' && (mesh === undefined || within(f.ref, mesh)))
}

/** worstByRef returns the worst severity and the number of the problems of each resource. */
export function worstByRef(findings) {
  const found = new Map()
  for (const { ref, severity } of problemsOf(findings)) {
    const { count = 0, worst } = found.get(ref) || {}
    found.set(ref, { count: count + 1, worst: worst === 'error' ? worst : severity })
  }
  return found
}

/** FindingsView lists what the analysis of the mesh found. */
export function FindingsView() {
  const mesh = useMesh()
  if (!mesh) return html`<${NoMesh} />`
  return html`<section class="page list-view"><${FindingList} of=${(ref) => within(ref, mesh.name)} links /></section>`
}

/** FindingList shows the findings about some references, the worst first. */
export function FindingList({ of, links }) {
  const { findings } = useStore('findings')
  const result = { [findings instanceof Error ? 'error' : 'value']: findings, again: readFindings }
  return html`<${Reading} result=${result} what="The analysis">${(all) => {
    const found = all.filter((f) => of(f.ref)).sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity))
    if (!found.length) return html`<${Empty} icon="done" title="No findings"><p>The analysis found no mistake.</p><//>`
    return html`<ul class="findings" aria-label="Findings">${found.map(({ code, severity, ref, path, message, help }, i) => html`
      <li key=${code + ref + path + i} class=${'finding ' + severity}>
        <p class="bar"><span class="severity"><${Icon} name=${severity} />${severity}</span><code>${code}</code>
          ${links && html`<${RefLink} refersTo=${ref} query=${{ tab: path ? 'json' : '' }} />`}</p>
        <p>${message}</p>${path && html`<p class="quiet mono">${path}</p>`}${help && html`<p class="quiet">${help}</p>`}</li>`)}</ul>`
  }}<//>`
}
