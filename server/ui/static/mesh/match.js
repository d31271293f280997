// Routes and gateway routes in words.

const routeMembers = ['httpRoute', 'http2Route', 'grpcRoute', 'tcpRoute']

/** routeOf returns the protocol of a route, and the member of its spec that has it. */
export function routeOf(spec) {
  const member = routeMembers.find((name) => spec?.[name])
  return { protocol: member ? member.replace('Route', '') : '', route: member ? spec[member] : {} }
}

/** matchText returns the criteria of a match on one line. */
export function matchText(match = {}) {
  const parts = []
  if (match.method) parts.push(match.method)
  if (match.hostname) parts.push(match.hostname.exact || '*' + (match.hostname.suffix || ''))
  if (match.path?.exact) parts.push('= ' + match.path.exact)
  else if (match.path?.regex) parts.push('~ ' + match.path.regex)
  else if (match.prefix) parts.push(match.prefix + (match.prefix.endsWith('/') ? '*' : '…'))
  if (match.serviceName) parts.push(match.serviceName + '.' + (match.methodName || '*'))
  for (const header of [...(match.headers || []), ...(match.metadata || [])]) parts.push(headerText(header))
  for (const parameter of match.queryParameters || []) parts.push(`?${parameter.name}${parameter.match ? '=' + parameter.match.exact : ''}`)
  if (match.scheme) parts.push(match.scheme + '://')
  if (match.port) parts.push(':' + match.port)
  return parts.join(' ') || 'everything'
}

function headerText({ name, invert, match }) {
  const not = invert ? '!' : ''
  if (!match) return `${not}[${name}]`
  const [how, value] = Object.entries(match)[0] || ['', '']
  const text = how === 'range' ? `${value.start}–${value.end}` : { prefix: value + '…', suffix: '…' + value, regex: '~' + value }[how] || value
  return `${not}[${name}: ${text}]`
}

/** targetsOf returns the targets of a route with their share of the traffic from 0 to 1. */
export function targetsOf(spec) {
  const targets = routeOf(spec).route.action?.weightedTargets || []
  const sum = targets.reduce((total, target) => total + target.weight, 0)
  return targets.map((target) => ({ name: target.virtualNode, port: target.port, weight: target.weight, share: sum ? target.weight / sum : 0 }))
}

/** percent writes a share: 0.125 is 12.5 %. */
export function percent(share) {
  const value = share * 100
  return (value > 0 && value < 0.1 ? '<0.1' : String(Math.round(value * 10) / 10)) + ' %'
}

/** listenersText returns protocols and ports of listeners. */
export function listenersText(spec) {
  return (spec?.listeners || []).map(({ portMapping: p = {} }) => `${p.protocol} :${p.port}`).join(', ')
}

export function usesTLS(spec) {
  return (spec?.listeners || []).some((l) => l.tls && l.tls.mode !== 'DISABLED')
}
