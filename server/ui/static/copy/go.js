import { inputOf } from '../mesh/kinds.js'

/** asGo writes the start of a Go test whose server has a resource. */
export function asGo({ kind, names, spec, tags }) {
  const seed = JSON.stringify([{ ...inputOf(kind, names), spec, ...(tags.length && { tags }) }], null, 2)
  return `srv := appmeshtest.Start(t, appmeshtest.WithSeed(${quoteGo(seed)}))\n`
}

/** quoteGo quotes a text for Go: raw if it can be. */
export function quoteGo(text) {
  if (!/[`\r]/.test(text) && /[\n"\\]/.test(text)) return '`' + text + '`'
  return JSON.stringify(text).replace(/[\u007f-\uffff]/g, (c) => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0'))
}
