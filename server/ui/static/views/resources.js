import { html, useState } from '../html.js'
import { useStore } from '../store.js'
import { go, toResource, withQuery } from '../address.js'
import { matcher, textOf } from '../frame/search.js'
import { kinds, kindNames, refOf } from '../mesh/kinds.js'
import { listenersText, matchText, percent, routeOf, targetsOf } from '../mesh/match.js'
import { Button, Empty, Tabs, Time } from '../parts/basic.js'
import { Icon } from '../parts/icon.js'
import { Table } from '../parts/table.js'
import { createDialog } from './create.js'
import { worstByRef } from './findings.js'
import { useMesh, NoMesh } from './map.js'

/** summary returns the main members of a spec on one line. */
function summary({ kind, spec }) {
  const { match, action } = routeOf(spec).route
  const { virtualRouter, virtualNode } = spec.provider || {}
  switch (kind) {
    case 'mesh':
      return 'egress ' + (spec.egressFilter?.type || 'DROP_ALL')
    case 'virtualService':
      return virtualRouter ? 'router ' + virtualRouter.virtualRouterName : virtualNode ? 'node ' + virtualNode.virtualNodeName : 'no provider'
    case 'gatewayRoute':
      return `${matchText(match)} → ${action?.target?.virtualService?.virtualServiceName || '?'}`
    case 'route':
      return `${matchText(match)} → ${targetsOf(spec).map((t) => `${t.name} ${percent(t.share)}`).join(', ')}`
    default:
      return listenersText(spec) || 'no listener'
  }
}

const mostTags = 3 // in a row

/** ResourcesView is a table of each kind. */
export function ResourcesView() {
  const mesh = useMesh()
  const { address, findings } = useStore('address', 'findings', 'clock')
  const [text, setText] = useState('')
  if (!mesh) return html`<${NoMesh} />`
  const problems = worstByRef(findings)
  const problemCount = (r) => problems.get(r.ref)?.count || ''
  const kind = kinds[address.query.kind] ? address.query.kind : ''
  const all = kind ? mesh.byKind[kind] : mesh.all
  const rows = all.filter((r) => matcher(text)(textOf(r)))
  const columns = [
    { title: 'Name', sort: (r) => r.name, cell: (r) => html`<span class=${'kind-' + r.kind}><${Icon} name=${r.kind} /></span><span class="mono name" title=${r.name}>${r.names.slice(r.names.length === 3 ? 1 : -1).join(' / ')}</span>` },
    { title: 'Kind', style: 'minor', sort: (r) => kindNames.indexOf(r.kind), cell: (r) => kinds[r.kind].word },
    { title: 'In short', style: 'wide', cell: (r) => html`<span class="mono cut" title=${summary(r)}>${summary(r)}</span>` },
    { title: 'Tags', style: 'minor', cell: ({ tags }) => html`<span class="tags">${tags.slice(0, mostTags).map(({ key, value }) => html`<span key=${key} class="tag" title=${`${key} = ${value}`}>${value ? `${key}=${value}` : key}</span>`)}${tags.length > mostTags && html`<span class="tag">+${tags.length - mostTags}</span>`}</span>` },
    { title: 'Findings', style: 'number', sort: problemCount, cell: problemCount },
    { title: 'Version', style: 'number', sort: (r) => r.version, cell: (r) => r.version },
    { title: 'Changed', style: 'number', sort: (r) => -r.updated, cell: (r) => html`<${Time} at=${r.updated} />` },
  ]
  const tabs = [{ name: '', title: 'All', count: mesh.all.length }, ...kindNames.slice(1).map((k) => ({ name: k, title: kinds[k].plural, count: mesh.byKind[k].length }))]
  const word = kind ? kinds[kind].word.toLowerCase() : 'resource'
  return html`<section class="page list-view">
    <${Tabs} tabs=${tabs} selected=${kind} label="Kinds" panel="resources" onSelect=${(name) => go(withQuery({ kind: name }), true)} />
    <div class="bar filters"><input type="search" aria-label="Filter by name or tag" placeholder="Filter by name or tag" value=${text} onInput=${(e) => setText(e.target.value)} />
      <span class="quiet" role="status">${rows.length < all.length && `${rows.length} of ${all.length}`}</span>
      ${kind && html`<${Button} icon="plus" onClick=${() => createDialog(kind)}>Create a ${word}<//>`}</div>
    <div id="resources" role="tabpanel" aria-label="Resources">
      ${rows.length ? html`<${Table} key=${kind} label="Resources" columns=${kind ? columns.filter((c) => c.title !== 'Kind') : columns} rows=${rows} keyOf=${(r) => r.ref}
          linkOf=${(r) => toResource(r.kind, r.names, { kind })} selected=${address.kind ? refOf(address.kind, address.names) : ''} />`
        : html`<${Empty} icon=${kind || 'resources'} title=${all.length ? 'Nothing fits the filter' : `No ${word} yet`}><p>${all.length ? 'Change the filter to see more.' : 'Create one here, or with any client of App Mesh.'}</p><//>`}
    </div></section>`
}
