import { inputOf, kinds } from '../mesh/kinds.js'

/** quoteShell quotes a word for a POSIX shell. */
export function quoteShell(text) {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}

const flag = (member) => '--' + member.replace(/[A-Z]/g, (c) => '-' + c.toLowerCase())

/** command writes a call as an aws command. */
export function command(operation, input, { endpoint, region }) {
  const words = ['aws', 'appmesh', operation.replace(/(?!^)[A-Z]/g, (c) => '-' + c).toLowerCase()]
  for (const [member, value] of Object.entries(input)) {
    words.push(flag(member), quoteShell(typeof value === 'object' ? JSON.stringify(value) : String(value)))
  }
  if (region) words.push('--region', quoteShell(region))
  words.push('--endpoint-url', endpoint)
  return words.reduce((text, word, i) => text + (i === 0 ? '' : i > 2 && word.startsWith('--') ? ' \\\n  ' : ' ') + word, '') + '\n'
}

/** asCommand writes the command that creates a resource. */
export function asCommand(resource, endpoint) {
  const { kind, names, spec, tags, region } = resource
  return command('Create' + kind[0].toUpperCase() + kind.slice(1), { ...inputOf(kind, names), spec, ...(tags.length && { tags }) }, { endpoint, region })
}

const patterns = {
  mesh: /^\/meshes\/([^/]+)$/, route: /^\/meshes\/([^/]+)\/virtualRouter\/([^/]+)\/routes(?:\/([^/]+))?$/,
  gatewayRoute: /^\/meshes\/([^/]+)\/virtualGateway\/([^/]+)\/gatewayRoutes(?:\/([^/]+))?$/,
  other: /^\/meshes\/([^/]+)\/(virtual\w+)s(?:\/([^/]+))?$/,
}

/** callAsCommand writes a call of the journal as an aws command, "" if it is none. */
export function callAsCommand(call, endpoint) {
  if (!call.operation) return ''
  const url = new URL(call.path, 'http://host')
  const path = url.pathname.replace(/^\/v20190125/, '')
  const input = {}
  for (const [kind, pattern] of Object.entries(patterns)) {
    const match = path.match(pattern)
    if (!match) continue
    const [, mesh, second, third] = match.map((part) => part && decodeURIComponent(part))
    input.meshName = mesh
    if (kind === 'other') third && (input[kinds[second].member] = third)
    else if (kind !== 'mesh') {
      input[kinds[kinds[kind].parent].member] = second
      if (third) input[kinds[kind].member] = third
    }
    break
  }
  const body = call.request ? safeParse(call.request) : {}
  return command(call.operation, { ...input, ...Object.fromEntries(url.searchParams), ...body }, { endpoint, region: call.region })
}

function safeParse(text) {
  try {
    const value = JSON.parse(text)
    return value && typeof value === 'object' && !Array.isArray(value) ? value : {}
  } catch {
    return {}
  }
}

/** callAsCurl writes a call of the journal as a curl command. */
export function callAsCurl(call, endpoint) {
  const words = ['curl', '-X', call.method, quoteShell(endpoint + call.path)]
  if (call.account && call.region) words.push('-H', quoteShell(`Authorization: AWS4-HMAC-SHA256 Credential=${call.account}/20190125/${call.region}/appmesh/aws4_request, SignedHeaders=host, Signature=0`))
  if (call.request) words.push('-H', quoteShell('Content-Type: application/json'), '-d', quoteShell(call.request))
  return words.join(' ') + '\n'
}
