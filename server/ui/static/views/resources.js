import { html, useState } from '../html.js'
import { useStore } from '../store.js'
import { go, toResource, withQuery } from '../address.js'
import { kinds, kindNames, refOf } from '../mesh/kinds.js'
import { listenersText, matchText, percent, routeOf, targetsOf } from '../mesh/match.js'
import { serverNow } from '../live.js'
import { Icon } from '../parts/icon.js'
import { Table } from '../parts/table.js'
import { Tabs } from '../parts/tabs.js'
import { Empty } from '../parts/form.js'
import { iso, relative } from '../parts/text.js'
import { createDialog } from './create.js'
import { useMesh, NoMesh, findingsByRef } from './map.js'

/** summary returns what matters most in a spec, on one line. */
export function summary(resource) {
  const { kind, spec } = resource
  switch (kind) {
    case 'mesh':
      return 'egress ' + (spec.egressFilter?.type || 'DROP_ALL')
    case 'virtualService':
      return spec.provider?.virtualRouter ? 'router ' + spec.provider.virtualRouter.virtualRouterName : spec.provider?.virtualNode ? 'node ' + spec.provider.virtualNode.virtualNodeName : 'no provider'
    case 'gatewayRoute':
      return `${matchText(routeOf(spec).route.match)} → ${routeOf(spec).route.action?.target?.virtualService?.virtualServiceName || '?'}`
    case 'route':
      return `${matchText(routeOf(spec).route.match)} → ${targetsOf(spec).map((t) => `${t.name} ${percent(t.share)}`).join(', ')}`
    default:
      return listenersText(spec) || 'no listener'
  }
}

/** ResourcesView is a table of each kind. */
export function ResourcesView() {
  const mesh = useMesh()
  const address = useStore((s) => s.address)
  const findings = findingsByRef(useStore((s) => s.findings))
  const [text, setText] = useState('')
  if (!mesh) return html`<${NoMesh} />`
  const kind = kinds[address.query.kind] ? address.query.kind : 'all'
  const all = kind === 'all' ? mesh.all : mesh.byKind[kind]
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean)
  const rows = all.filter((r) => wanted.every((word) => `${r.name} ${r.ref} ${r.tags.map((t) => t.key + '=' + t.value).join(' ')}`.toLowerCase().includes(word)))
  const now = serverNow()
  const columns = [
    { name: 'name', title: 'Name', sort: (r) => r.name, cell: (r) => html`<span class=${'kind-' + r.kind}><${Icon} name=${r.kind} /></span><span class="mono name" title=${r.name}>${r.names.length === 3 ? r.names.slice(1).join(' / ') : r.name}</span>` },
    ...(kind === 'all' ? [{ name: 'kind', title: 'Kind', sort: (r) => kindNames.indexOf(r.kind), cell: (r) => kinds[r.kind].word }] : []),
    { name: 'summary', title: 'In short', wide: true, cell: (r) => html`<span class="mono cut" title=${summary(r)}>${summary(r)}</span>` },
    { name: 'tags', title: 'Tags', cell: (r) => html`<span class="tags">${r.tags.slice(0, 3).map((t) => html`<span key=${t.key} class="tag" title=${`${t.key} = ${t.value}`}>${t.key}${t.value ? '=' + t.value : ''}</span>`)}${r.tags.length > 3 && html`<span class="tag">+${r.tags.length - 3}</span>`}</span>` },
    { name: 'findings', title: 'Findings', number: true, sort: (r) => findings.get(r.ref)?.count || 0, cell: (r) => findings.get(r.ref)?.count || '' },
    { name: 'version', title: 'Version', number: true, sort: (r) => r.version, cell: (r) => r.version },
    { name: 'changed', title: 'Changed', number: true, sort: (r) => -r.updated, cell: (r) => html`<time title=${iso(r.updated)}>${relative(r.updated, now)}</time>` },
  ]
  const tabs = [{ name: 'all', title: 'All', count: mesh.all.length }, ...kindNames.filter((k) => k !== 'mesh').map((k) => ({ name: k, title: kinds[k].plural, count: mesh.byKind[k].length }))]
  return html`<section class="page list-view">
    <${Tabs} tabs=${tabs} selected=${kind} label="Kinds" panel="resources" onSelect=${(name) => go(withQuery({ kind: name === 'all' ? '' : name }), true)} />
    <div class="bar filters"><input type="search" aria-label="Filter by name or tag" placeholder="Filter by name or tag" value=${text} onInput=${(e) => setText(e.target.value)} />
      <span class="quiet" role="status">${rows.length === all.length ? '' : `${rows.length} of ${all.length}`}</span>
      ${kind !== 'all' && html`<button type="button" class="button" onClick=${() => createDialog(kind)}><${Icon} name="plus" />Create a ${kinds[kind].word.toLowerCase()}</button>`}</div>
    <div id="resources" role="tabpanel" aria-label="Resources">
    ${rows.length
      ? html`<${Table} key=${kind} label="Resources" columns=${columns} rows=${rows} keyOf=${(r) => r.ref} linkOf=${(r) => toResource(r.kind, r.names, kind === 'all' ? {} : { kind })} selected=${address.kind ? refOf(address.kind, address.names) : ''} />`
      : html`<${Empty} icon=${kind === 'all' ? 'resources' : kind} title=${all.length ? 'Nothing fits the filter' : `No ${kinds[kind].word.toLowerCase()} yet`}><p>${all.length ? 'Change the filter to see more.' : 'Create one here, or with any client of App Mesh.'}</p><//>`}
    </div></section>`
}
