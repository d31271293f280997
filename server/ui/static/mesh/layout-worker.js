import { layoutOf } from './dagre-layout.js'

onmessage = ({ data }) => postMessage(layoutOf(...data))
