// Requests to the App Mesh API and to the admin routes.
import { tenant } from './address.js'
import { resourcePath } from './mesh/kinds.js'

/** RequestError is a request that did not succeed. absent says that the server has no such route. */
export class RequestError extends Error {
  constructor(message, status = 0, absent = false) {
    super(message)
    Object.assign(this, { status, absent })
  }
}

/** routes is a promise of patterns for the paths of all admin routes. */
let routes

/** isAbsent reports whether the server does not have a route. Asking for the list once keeps
 * requests that must fail out of the browser's console. */
async function isAbsent(path) {
  routes ||= send('/_mock/', {}).then((response) => response.json()).then((index) => index.routes.map(patternOf))
  try {
    return !(await routes).some((pattern) => pattern.test('/_mock/' + path.split('?')[0]))
  } catch {
    routes = undefined
    return false
  }
}

const patternOf = ({ path }) => new RegExp('^' + path.replace(/[.+()]/g, '\\$&').replace(/\{[^}]*\}/g, '[^/]+') + '$')

/** mock sends a request to an admin route and returns the JSON that it is answered with.
 * @param {{query?: object, json?: any, body?: BodyInit, signal?: AbortSignal}} options */
export async function mock(method, path, { query, json, body, signal } = {}) {
  const text = query ? '?' + new URLSearchParams(Object.entries(query).filter(([, v]) => v !== '' && v != null)) : ''
  const headers = json === undefined ? {} : { 'Content-Type': 'application/json' }
  if (await isAbsent(path)) throw new RequestError(`The server has no route /_mock/${path}.`, 404, true)
  const response = await send('/_mock/' + path + text, { method, headers, body: json === undefined ? body : JSON.stringify(json), signal })
  const answer = await read(response)
  if (!response.ok) throw new RequestError(answer?.message || `${method} /_mock/${path}: status ${response.status}`, response.status)
  return answer
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

/** Refusal is what App Mesh says no with. */
export class Refusal extends Error {
  constructor(message, code, rule, status) {
    super(message || code || `status ${status}`)
    Object.assign(this, { code, rule, status })
  }
}

/** authorization returns the header by which the server takes a request for one of the tenant's.
 * The signature is not valid: a server that checks signatures refuses it. */
function authorization({ account, region }) {
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
  const answer = await read(response)
  if (response.ok) return answer
  const header = (name) => response.headers.get(name) || ''
  let message = answer?.message
  if (header('x-amzn-errortype').includes('Signature') || header('x-amzn-errortype').includes('Token')) {
    message = `${message} This server checks signatures, and a browser has none to give: change resources with a signed client.`
  }
  throw new Refusal(message, header('x-amzn-errortype'), Number(header('x-appmesh-mock-rule')), response.status)
}

/** unreachable reports whether a URL cannot have the name: browsers resolve dots in paths. */
const unreachable = (name) => name === '.' || name === '..'

function checked(names) {
  if (names.some(unreachable)) throw new RequestError('A browser cannot send a path with "." or ".." as a name. Use the aws command.')
  return names
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
