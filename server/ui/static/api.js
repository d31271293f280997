// Requests to the App Mesh API and to the admin routes.
import { tenant } from './address.js'
import { resourcePath } from './mesh/kinds.js'

/** RequestError is a request that did not succeed. App Mesh refuses with a code and a rule. */
export class RequestError extends Error {
  constructor(message, code = '', rule = 0) {
    super(message)
    Object.assign(this, { code, rule })
  }
}

/** mock sends a request to an admin route and returns the JSON of the response.
 * @param {{query?: object, json?: any, body?: BodyInit, signal?: AbortSignal}} options */
export async function mock(method, path, { query = {}, json, body, signal } = {}) {
  const given = Object.entries(query).filter(([, value]) => value !== '' && value != null)
  const text = given.length ? '?' + new URLSearchParams(given) : ''
  const headers = json ? { 'Content-Type': 'application/json' } : {}
  const response = await send('/_mock/' + path + text, { method, headers, body: json ? JSON.stringify(json) : body, signal })
  const result = await read(response)
  if (response.ok) return result
  throw new RequestError(result?.message || `${method} /_mock/${path}: status ${response.status}`)
}

async function send(url, options) {
  try {
    return await fetch(url, options)
  } catch (error) {
    if (error.name === 'AbortError') throw error
    throw new RequestError('The server does not respond. Is it running?')
  }
}

async function read(response) {
  const text = await response.text()
  try {
    return text === '' ? null : JSON.parse(text)
  } catch {
    return { message: text.slice(0, 300) }
  }
}

/** authorization returns the header by which the server takes a request for one of the tenant's.
 * The signature is not valid: a server that checks signatures refuses it. */
export function authorization({ account, region }) {
  if (!account || !region) return {}
  return { Authorization: `AWS4-HMAC-SHA256 Credential=${account}/20190125/${region}/appmesh/aws4_request, SignedHeaders=host, Signature=0` }
}

/** appMesh sends a request to the App Mesh API as the tenant that the page shows. */
async function appMesh(method, path, body) {
  const response = await send('/v20190125' + path, {
    method,
    headers: { ...authorization(tenant()), ...(body && { 'Content-Type': 'application/json' }) },
    body: body && JSON.stringify(body),
  })
  const result = await read(response)
  if (response.ok) return
  const code = response.headers.get('x-amzn-errortype') || `status ${response.status}`
  let message = result?.message || ''
  if (/Signature|Token/.test(code)) message += ' This server checks signatures, and a browser has none: use a signed client.'
  throw new RequestError(message, code, Number(response.headers.get('x-appmesh-mock-rule')))
}

/** checked refuses names that cannot be in a URL of a browser: it resolves dots in paths. */
function checked(names) {
  if (!names.some((name) => name === '.' || name === '..')) return names
  throw new RequestError('A browser cannot send a path with "." or ".." as a name. Use the aws command.')
}

export const createResource = (kind, names, body) =>
  appMesh('PUT', resourcePath(kind, checked(names.slice(0, -1)), true), body)

export const updateResource = (kind, names, spec) => appMesh('PUT', resourcePath(kind, checked(names)), { spec })

export const deleteResource = (kind, names) => appMesh('DELETE', resourcePath(kind, checked(names)))

export async function setTags(arn, before, after) {
  const gone = before.filter((tag) => !after.some((t) => t.key === tag.key)).map((tag) => tag.key)
  const query = '?resourceArn=' + encodeURIComponent(arn)
  if (gone.length) await appMesh('PUT', '/untag' + query, { tagKeys: gone })
  if (after.length) await appMesh('PUT', '/tag' + query, { tags: after })
}
