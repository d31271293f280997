import { inputOf } from '../mesh/kinds.js'

/** Members whose property does not begin with just one capital letter. */
const properties = {
  acm: 'ACM', awsCloudMap: 'AWSCloudMap', dns: 'DNS', grpc: 'GRPC', http: 'HTTP', http2: 'HTTP2', sds: 'SDS', tcp: 'TCP', tls: 'TLS',
}

/** property returns the property of a member. */
function property(member) {
  return properties[member] || member[0].toUpperCase() + member.slice(1)
}

function converted(value) {
  if (Array.isArray(value)) return value.map(converted)
  if (!value || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([member, inner]) => [property(member), converted(inner)]))
}

/** asCloudFormation writes a resource as one of a CloudFormation template. */
export function asCloudFormation(resource) {
  const { kind, names, spec, tags } = resource
  const title = kind[0].toUpperCase() + kind.slice(1)
  const id = title + names.map((name) => name.replace(/[^A-Za-z0-9]/g, '')).map((name) => name && name[0].toUpperCase() + name.slice(1)).join('')
  const input = { ...inputOf(kind, names), spec, ...(tags.length && { tags }) }
  return JSON.stringify({ Resources: { [id]: { Type: 'AWS::AppMesh::' + title, Properties: converted(input) } } }, null, 2) + '\n'
}
