// Resources, calls and requests as commands and code to paste.
import { authorization } from './api.js'
import { inputOf, kinds } from './mesh/kinds.js'
import { pretty } from './parts/json.js'

// Joins words to a command for a POSIX shell.
const shell = (words) => words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(' ')

// Quotes a text for Go: raw if it can be.
export function quoteGo(text) {
	if (!/[`\r]/.test(text) && /[\n"\\]/.test(text)) return '`' + text + '`'
	return JSON.stringify(text).replace(/[\u007f-\uffff]/g, (c) => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0'))
}

// Writes a name as the AWS CLI does: meshName is mesh-name.
const dashed = (name) => name.replace(/(?!^)[A-Z]/g, '-$&').toLowerCase()

// Writes an operation as an aws command.
function command(operation, input, region) {
	const options = Object.entries({ ...input, region, endpointUrl: location.origin }).map(([member, value]) => (
		' \\\n  ' + shell(['--' + dashed(member), typeof value === 'object' ? JSON.stringify(value) : String(value)])))
	return `aws appmesh ${dashed(operation)}${options.join('')}\n`
}

// Writes the command that creates a resource.
export const asCommand = (resource) => command('Create' + kinds[resource.kind].title, inputOf(resource), resource.region)

// Writes the start of a Go test whose server has a resource.
export const asGo = (resource) => `srv := appmeshtest.Start(t, appmeshtest.WithSeed(${quoteGo(pretty([inputOf(resource)]))}))\n`

// Members whose property does not begin with just one capital letter.
const abbreviations = ['acm', 'dns', 'grpc', 'http', 'http2', 'sds', 'tcp', 'tls']

function property(member) {
	if (member === 'awsCloudMap') return 'AWSCloudMap'
	return abbreviations.includes(member) ? member.toUpperCase() : member.replace(/^./, (c) => c.toUpperCase())
}

function properties(value) {
	if (Array.isArray(value)) return value.map(properties)
	if (!value || typeof value !== 'object') return value
	return Object.fromEntries(Object.entries(value).map(([member, inner]) => [property(member), properties(inner)]))
}

// Writes a CloudFormation template with a resource.
export function asCloudFormation(resource) {
	const { title } = kinds[resource.kind]
	const id = [title, ...resource.names].map((name) => property(name.replace(/[^A-Za-z0-9]/g, ''))).join('')
	return pretty({ Resources: { [id]: { Type: 'AWS::AppMesh::' + title, Properties: properties(inputOf(resource)) } } }) + '\n'
}

// Writes a call of the journal as an aws command.
export function callAsCommand(call) {
	const { pathname, searchParams } = new URL(call.path, location.origin)
	const names = pathname.matchAll(/\/(\w+?)(?:e?s)\/([^/]+)/g) // meshes/shop/virtualRouters/web/routes/all
	const input = Object.fromEntries([...names].map(([, kind, name]) => [kind + 'Name', decodeURIComponent(name)]))
	return command(call.operation, { ...input, ...Object.fromEntries(searchParams), ...bodyOf(call.request) }, call.region)
}

function bodyOf(text) {
	try {
		return JSON.parse(text)
	} catch {
		return {} // a call without a body, or one that is damaged
	}
}

const headersOf = (headers) => Object.entries(headers).flatMap(([name, values]) => [values].flat().flatMap((value) => ['-H', `${name}: ${value}`]))

// Writes a call of the journal as a curl command.
export function callAsCurl(call) {
	const body = call.request ? ['-H', 'Content-Type: application/json', '-d', call.request] : []
	return shell(['curl', '-X', call.method, location.origin + call.path, ...headersOf(authorization(call)), ...body]) + '\n'
}

// Writes a request of the route tester as a command.
export function resolveCommand(from, { method, scheme, host, port, path, headers = {}, protocol }) {
	const words = ['appmesh-mock', 'resolve', '--from', from, `${scheme}://${host}${port ? ':' + port : ''}${path}`]
	if (method !== 'GET') words.push('-X', method)
	words.push(...headersOf(headers))
	if (protocol) words.push('--protocol', protocol)
	return shell(words) + '\n'
}

// Writes a request of the route tester and its result as Go code.
export function resolveAssertion(from, { method, scheme, host, port, path, headers = {}, protocol }, { outcome, targets = [] }) {
	const texts = { From: from, Method: method, Scheme: scheme, Host: host, Path: path, Protocol: protocol }
	const members = Object.entries(texts).filter(([, text]) => text).map(([name, text]) => `${name}: ${quoteGo(text)}`)
	if (port) members.push(`Port: ${port}`)
	const list = Object.entries(headers).map(([name, values]) => `${quoteGo(name)}: {${values.map(quoteGo).join(', ')}}`)
	if (list.length) members.push(`Headers: map[string][]string{${list.join(', ')}}`)
	const code = `request := appmeshtest.Request{\n${members.map((member) => `\t${member},\n`).join('')}}\n`
	if (targets.length) return code + targets.map((t) => `srv.AssertRoutesTo(t, request, ${quoteGo(t.virtualNode)}, ${t.share})\n`).join('')
	const want = quoteGo(outcome)
	return `${code}if got := srv.Resolve(request).Outcome; got != ${want} {\n\tt.Errorf("outcome %s, want %s", got, ${want})\n}\n`
}
