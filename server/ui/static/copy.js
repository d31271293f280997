// Resources and calls as commands and code to paste.
import { inputOf, kinds } from './mesh/kinds.js'
import { authorization } from './api.js'

const indented = (value) => JSON.stringify(value, null, 2)

/** quoteShell quotes a word for a POSIX shell. */
export const quoteShell = (text) => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`)

/** quoteGo quotes a text for Go: raw if it can be. */
export function quoteGo(text) {
  if (!/[`\r]/.test(text) && /[\n"\\]/.test(text)) return '`' + text + '`'
  return JSON.stringify(text).replace(/[\u007f-\uffff]/g, (c) => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0'))
}

/** dashed writes a name as the AWS CLI does: meshName is mesh-name. */
const dashed = (name) => name.replace(/(?!^)[A-Z]/g, '-$&').toLowerCase()

/** command writes an operation as an aws command. */
function command(operation, input, region) {
  const options = Object.entries({ ...input, region, endpointUrl: location.origin }).map(([member, value]) => {
    return ` \\\n  --${dashed(member)} ${quoteShell(typeof value === 'object' ? JSON.stringify(value) : String(value))}`
  })
  return `aws appmesh ${dashed(operation)}${options.join('')}\n`
}

/** asCommand writes the command that creates a resource. */
export const asCommand = (resource) => command('Create' + kinds[resource.kind].title, inputOf(resource), resource.region)

/** asGo writes the start of a Go test whose server has a resource. */
export const asGo = (resource) => `srv := appmeshtest.Start(t, appmeshtest.WithSeed(${quoteGo(indented([inputOf(resource)]))}))\n`

/** Members whose property does not begin with just one capital letter. */
const abbreviations = ['acm', 'dns', 'grpc', 'http', 'http2', 'sds', 'tcp', 'tls']

function property(member) {
  if (member === 'awsCloudMap') return 'AWSCloudMap'
  return abbreviations.includes(member) ? member.toUpperCase() : member[0].toUpperCase() + member.slice(1)
}

function properties(value) {
  if (Array.isArray(value)) return value.map(properties)
  if (!value || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([member, inner]) => [property(member), properties(inner)]))
}

/** asCloudFormation writes a CloudFormation template with a resource. */
export function asCloudFormation(resource) {
  const { title } = kinds[resource.kind]
  const id = [title, ...resource.names].map((name) => name.replace(/[^A-Za-z0-9]/g, '')).map((name) => name && property(name)).join('')
  return indented({ Resources: { [id]: { Type: 'AWS::AppMesh::' + title, Properties: properties(inputOf(resource)) } } }) + '\n'
}

/** callAsCommand writes a call of the journal as an aws command. */
export function callAsCommand(call) {
  const { pathname, searchParams } = new URL(call.path, location.origin)
  const [, , ...segments] = pathname.split('/') // after the version: meshes/shop/virtualRouter/web/routes/all
  const input = {}
  for (let i = 0; i + 1 < segments.length; i += 2) {
    const kind = segments[i] === 'meshes' ? 'mesh' : segments[i].replace(/s$/, '')
    input[kind + 'Name'] = decodeURIComponent(segments[i + 1])
  }
  return command(call.operation, { ...input, ...Object.fromEntries(searchParams), ...bodyOf(call.request) }, call.region)
}

function bodyOf(text) {
  try {
    return JSON.parse(text)
  } catch {
    return {} // a call without a body, or one that is damaged
  }
}

/** callAsCurl writes a call of the journal as a curl command. */
export function callAsCurl(call) {
  const words = ['curl', '-X', call.method, location.origin + call.path]
  for (const [name, value] of Object.entries(authorization(call))) words.push('-H', `${name}: ${value}`)
  if (call.request) words.push('-H', 'Content-Type: application/json', '-d', call.request)
  return words.map(quoteShell).join(' ') + '\n'
}

/** resolveCommand writes a request of the route tester as a command. */
export function resolveCommand(from, request) {
  const { method, scheme, host, port, path, headers = {}, protocol } = request
  const words = ['appmesh-mock', 'resolve', '--from', from, `${scheme}://${host}${port ? ':' + port : ''}${path}`]
  if (method !== 'GET') words.push('-X', method)
  for (const [name, values] of Object.entries(headers)) for (const value of values) words.push('-H', `${name}: ${value}`)
  if (protocol) words.push('--protocol', protocol)
  return words.map(quoteShell).join(' ') + '\n'
}

/** resolveAssertion writes a request of the route tester and its result as Go code. */
export function resolveAssertion(from, request, result) {
  const { method, scheme, host, port, path, headers, protocol } = request
  const texts = { From: from, Method: method, Scheme: scheme, Host: host, Path: path, Protocol: protocol }
  const members = Object.entries(texts).filter(([, text]) => text).map(([name, text]) => `${name}: ${quoteGo(text)}`)
  if (port) members.push(`Port: ${port}`)
  if (headers) {
    const list = Object.entries(headers).map(([name, values]) => `${quoteGo(name)}: {${values.map(quoteGo).join(', ')}}`)
    members.push(`Headers: map[string][]string{${list.join(', ')}}`)
  }
  const code = `request := appmeshtest.Request{\n${members.map((member) => `\t${member},\n`).join('')}}\n`
  const targets = (result.targets || []).map((t) => `srv.AssertRoutesTo(t, request, ${quoteGo(t.virtualNode)}, ${t.share})\n`)
  if (targets.length) return code + targets.join('')
  const outcome = quoteGo(result.outcome)
  return `${code}if got := srv.Resolve(request).Outcome; got != ${outcome} {\n\tt.Errorf("outcome %s, want %s", got, ${outcome})\n}\n`
}
