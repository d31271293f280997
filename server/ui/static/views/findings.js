import { html } from '../html.js'
import { useStore } from '../store.js'
import { readFindings } from '../live.js'
import { useTenant } from '../frame/tenant.js'
import { Empty, Problem } from '../parts/form.js'
import { Icon } from '../parts/icon.js'
import { byReference, ResourceLink } from '../parts/resource.js'
import { useMesh, NoMesh } from './map.js'

const severities = ['error', 'warning', 'info']

/** FindingsView lists what the analysis of the mesh found. */
export function FindingsView() {
  const mesh = useMesh()
  const findings = useStore((s) => s.findings)
  if (!mesh) return html`<${NoMesh} />`
  const ref = 'mesh/' + mesh.name
  const own = Array.isArray(findings) ? findings.filter((f) => f.ref === ref || f.ref.startsWith(ref + '/')) : []
  return html`<section class="page list-view"><${FindingList} findings=${own} error=${findings instanceof Error ? findings : null} waiting=${findings === null} links=${true} /></section>`
}

/** FindingList shows findings, the worst first. */
export function FindingList({ findings, error, waiting, links }) {
  const tenant = useTenant()
  if (waiting) return html`<p class="waiting" role="status">Analyzing…</p>`
  if (error) return html`<${Problem} error=${error} what="The analysis" retry=${readFindings} />`
  if (!findings.length) return html`<${Empty} icon="done" title="No findings"><p>The analysis found no mistake.</p><//>`
  const sorted = [...findings].sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity))
  return html`<ul class="findings" aria-label="Findings">${sorted.map((f, i) => {
    const of = links && byReference(f.ref, tenant)
    return html`<li key=${f.code + f.ref + f.path + i} class=${'finding ' + f.severity}>
      <p class="finding-head"><span class=${'severity ' + f.severity}><${Icon} name=${f.severity} />${f.severity}</span><code>${f.code}</code>${of && html`<${ResourceLink} kind=${of.kind} names=${of.names} query=${{ tab: f.path ? 'json' : '' }} />`}</p>
      <p>${f.message}</p>${f.path && html`<p class="quiet mono break">${f.path}</p>`}${f.help && html`<p class="quiet">${f.help}</p>`}</li>`
  })}</ul>`
}
