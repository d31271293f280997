import { html } from '../html.js'
import { useStore } from '../store.js'

const bases = {
  recorded: 'seen in real output of App Mesh', documented: "stated by AWS's documentation", model: "stated by AWS's model of the API", assumed: 'decided here, because the record is silent',
}

/** RuleText shows a rule in words, with its basis and source. */
export function RuleText({ number }) {
  const rule = useStore((s) => s.rules)?.get(number)
  if (!rule) return html`<p class="rule"><b>Rule ${number}</b></p>`
  return html`<div class="rule"><p><b>Rule ${number}</b> <span class="badge" title=${bases[rule.basis]}>${rule.basis}</span> ${rule.sentence}</p>
    <p class="quiet">Source: ${rule.source}</p>
    ${rule.relaxed && rule.basis === 'assumed' && html`<p class="quiet">Relaxed: ${rule.relaxed}</p>`}</div>`
}
