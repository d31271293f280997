import { layoutOf } from './dagre-layout.js'

onmessage = ({ data }) => postMessage({ number: data.number, result: layoutOf(data.boxes, data.edges) })
