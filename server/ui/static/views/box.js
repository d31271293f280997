import { html } from '../html.js'
import { Icon } from '../parts/icon.js'
import { middle } from '../parts/text.js'

const character = 7.3 // pixels of one in the monospace font of 12 pixels
const small = 6.4 // the same of 10.5 pixels

/** sizeOf returns width and height of a box: they depend on its kind only. */
export function sizeOf(box) {
  if (box.pill) return { width: 164, height: 36 }
  return { width: 188, height: 44 }
}

/** BoxShape draws a box, its upper left corner at the origin. */
export function BoxShape({ box, finding }) {
  const { width, height } = sizeOf(box)
  const room = width - 34 - (finding ? 18 : 0) - (box.tls ? 16 : 0)
  const tags = box.tags > 0 && !box.pill
  const lower = box.missing ? 'missing' : box.text || (box.kind === 'virtualService' ? '' : 'no listener')
  const low = lower || tags
  return html`
    ${box.count && html`<rect class="behind" x="4" y="4" width=${width} height=${height} rx="6" />`}
    <rect class="body" width=${width} height=${height} rx=${box.pill ? height / 2 : 6} />
    <${Icon} name=${box.kind} x=${box.pill ? 11 : 8} y=${box.pill ? 10 : low ? 7 : 14} size="15" />
    <text class="name" x="30" y=${box.pill ? 15 : low ? 19 : 26}>${middle(box.name, Math.floor(room / (box.pill ? small : character)))}</text>
    ${lower && html`<text class=${box.missing ? 'text word' : 'text'} x="30" y=${box.pill ? 28 : 35}>${middle(lower, Math.floor((width - 42 - (tags ? 38 : 0)) / small))}</text>`}
    ${box.tls && html`<${Icon} name="lock" x=${width - 22 - (finding ? 18 : 0)} y="6" size="13" />`}
    ${finding && html`<g class=${'mark ' + finding.severity}><${Icon} name=${finding.severity === 'error' ? 'error' : 'warning'} x=${width - 22} y=${box.pill ? 10 : 6} size="15" /></g>`}
    ${tags && html`<text class="text tags" x=${width - 9} y="35" text-anchor="end">${box.tags + ' tag' + (box.tags > 1 ? 's' : '')}</text>`}`
}
