// Requests to the App Mesh API and to the admin routes.
import { tenant } from './address.js'
import { resourcePath } from './mesh/kinds.js'
import { queryOf } from './parts/text.js'

// Returns the error of a request. App Mesh refuses with a code and the number of a rule.
const failure = (message, code = '', rule = 0) => Object.assign(new Error(message), { code, rule })

// Sends a request to an admin route, and returns the text of the response.
export async function mockText(method, path, { query = {}, json, body = json && JSON.stringify(json), signal } = {}) {
	const headers = json && { 'Content-Type': 'application/json' }
	const [response, text] = await send('/_mock/' + path + queryOf(query), { method, headers, body, signal })
	if (response.ok) return text
	throw failure(messageOf(text) || `${method} /_mock/${path}: status ${response.status} ${text.slice(0, 300)}`)
}

// Sends a request to an admin route, and returns the JSON of the response.
export const mock = async (...request) => JSON.parse((await mockText(...request)) || 'null')

async function send(url, options) {
	const response = await fetch(url, options).catch((error) => {
		throw error.name === 'AbortError' ? error : failure('The server does not respond. Is it running?')
	})
	return [response, await response.text()]
}

export function messageOf(text) {
	try {
		return JSON.parse(text).message || ''
	} catch {
		return ''
	}
}

// Returns the header by which the server takes a request for one of the tenant's.
// The signature is not valid: a server that checks signatures refuses it.
function authorization({ account, region }) {
	if (!account || !region) return {}
	const credential = `Credential=${account}/20190125/${region}/appmesh/aws4_request`
	return { Authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=0` }
}

// Sends a request to the App Mesh API as the tenant that the page shows.
async function appMesh(method, path, body) {
	if (/\/\.\.?(\/|$)/.test(path)) throw failure('A browser cannot send a path with "." or ".." as a name. Use the aws command.')
	const headers = { ...authorization(tenant()), 'Content-Type': 'application/json' }
	const [response, text] = await send('/v20190125' + path, { method, headers, body: body && JSON.stringify(body) })
	if (response.ok) return
	const code = response.headers.get('x-amzn-errortype') || `status ${response.status}`
	let message = messageOf(text)
	if (/Signature|Token/.test(code)) message += ' This server checks signatures, and a browser has none: use a signed client.'
	throw failure(message, code, Number(response.headers.get('x-appmesh-mock-rule')))
}

export const createResource = (kind, names, body) => appMesh('PUT', resourcePath(kind, names).replace(/\/[^/]*$/, ''), body)
export const updateResource = (kind, names, spec) => appMesh('PUT', resourcePath(kind, names), { spec })
export const deleteResource = (kind, names) => appMesh('DELETE', resourcePath(kind, names))

export async function setTags(arn, before, after) {
	const query = queryOf({ resourceArn: arn })
	const tagKeys = before.map((tag) => tag.key).filter((key) => !after.some((tag) => tag.key === key))
	if (tagKeys.length) await appMesh('PUT', '/untag' + query, { tagKeys })
	if (after.length) await appMesh('PUT', '/tag' + query, { tags: after })
}
