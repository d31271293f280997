// Returns the member of a route's spec that has the name of its protocol.
export function routeOf(spec = {}) {
	return spec.httpRoute || spec.http2Route || spec.grpcRoute || spec.tcpRoute || {}
}

export function matchText({ method, hostname, path = {}, prefix, serviceName, methodName, scheme, port, ...lists } = {}) {
	const { headers = [], metadata = [], queryParameters = [] } = lists
	const slash = prefix?.endsWith('/') ? '*' : '…'
	return [
		method,
		hostname && (hostname.exact || '*' + (hostname.suffix || '')),
		path.exact ? '= ' + path.exact : path.regex ? '~ ' + path.regex : prefix && prefix + slash,
		serviceName && serviceName + '.' + (methodName || '*'),
		...[...headers, ...metadata].map(headerText),
		...queryParameters.map(({ name, match }) => '?' + name + (match ? '=' + match.exact : '')),
		scheme && scheme + '://',
		port && ':' + port,
	].filter(Boolean).join(' ') || 'everything'
}

function headerText({ name, invert, match }) {
	const not = invert ? '!' : ''
	if (!match) return `${not}[${name}]`
	const [how, value] = Object.entries(match)[0] || []
	const texts = { range: `${value?.start}–${value?.end}`, prefix: value + '…', suffix: '…' + value, regex: '~' + value }
	return `${not}[${name}: ${texts[how] || value}]`
}

// Returns the targets of a route with their share of the traffic from 0 to 1.
export function targetsOf(spec) {
	const targets = routeOf(spec).action?.weightedTargets || []
	const sum = targets.reduce((total, { weight }) => total + weight, 0)
	return targets.map(({ virtualNode, weight }) => ({ name: virtualNode, share: sum && weight / sum }))
}

// Writes a share: 0.125 is 12.5 %.
export function percent(share) {
	return (share > 0 && share < 0.001 ? '<0.1' : Math.round(share * 1000) / 10) + ' %'
}

export function listenersText({ listeners = [] }) {
	return listeners.map(({ portMapping: p = {} }) => `${p.protocol} :${p.port}`).join(', ')
}

export const usesTLS = ({ listeners = [] }) => listeners.some(({ tls }) => tls && tls.mode !== 'DISABLED')
