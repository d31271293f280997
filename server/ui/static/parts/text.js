// Leaves out the middle of a text that has more than a number of characters.
export function middle(text, most) {
	const all = [...text]
	if (all.length <= most) return text
	const tail = Math.floor((most - 1) / 2)
	return [...all.slice(0, most - 1 - tail), '…', ...all.slice(all.length - tail)].join('')
}

export function relative(time, now) {
	const seconds = Math.round((now - time) / 1000)
	const ago = Math.abs(seconds)
	if (ago < 2) return 'now'
	const [unit, size] = [['s', 1], ['min', 60], ['h', 3600], ['d', 86400]].findLast(([, length]) => ago >= length)
	const text = `${Math.floor(ago / size)} ${unit}`
	return seconds < 0 ? 'in ' + text : text + ' ago'
}

export const iso = (time) => new Date(time).toISOString()

export const clockTime = (time) => iso(time).slice(11, 19)

export function duration(seconds) {
	return seconds < 1 ? (seconds * 1000).toFixed(seconds < 0.01 ? 2 : 0) + ' ms' : seconds.toFixed(2) + ' s'
}

export const count = (n, one, many = one + 's') => `${n.toLocaleString('en')} ${n === 1 ? one : many}`

// Makes words of a member's name: portMapping is "Port mapping".
export function words(member) {
	const text = member.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase()
	const whole = text.replace(/\b(tls|dns|http2?|grpc|tcp|acm|sds|arn|ip|aws)\b/g, (word) => word.toUpperCase())
	return whole[0].toUpperCase() + whole.slice(1)
}

// Writes members that have a value, or a list of values, as the query of a URL.
export function queryOf(members) {
	const pairs = Object.entries(members).flatMap(([name, value]) => [value].flat().map((each) => [name, each]))
	const text = new URLSearchParams(pairs.filter(([, value]) => value != null && value !== '')).toString()
	return text && '?' + text
}

export const classes = (...names) => names.filter(Boolean).join(' ')
