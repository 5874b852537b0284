import type { ElementType, Key } from 'react'
import { jsx, jsxs } from './jsx-runtime.ts'

export { Fragment, type JSX } from './jsx-runtime.ts'

/** See jsx-runtime.ts: what TSX compiles to while the page is being developed. `hasMany`: its children are several. */
// oxlint-disable-next-line eslint/max-params -- the compiler calls it
export function jsxDEV(type: ElementType, props: Readonly<Record<string, unknown>>, key?: Key, hasMany = false) {
  return hasMany ? jsxs(type, props, key) : jsx(type, props, key)
}
