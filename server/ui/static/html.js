// Preact and htm, joined for all modules.
import htm from './vendor/htm.js'
import { h } from './vendor/preact.js'

export const html = htm.bind(h)
export { render } from './vendor/preact.js'
export { useEffect, useLayoutEffect, useMemo, useRef, useState, useId } from './vendor/hooks.js'
