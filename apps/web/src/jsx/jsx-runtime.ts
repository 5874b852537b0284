import { visible } from '@slicescope/view/text'
import type { ElementType, Key } from 'react'
import { Fragment, jsx as createElement, jsxs as createElements } from 'react/jsx-runtime'

export type { JSX } from 'react/jsx-runtime'
export { Fragment }

/** Attributes that people read, or hear. */
const READ = ['title', 'alt', 'placeholder', 'aria-label', 'aria-description', 'aria-valuetext'] as const

type Props = Readonly<Record<string, unknown>>

/**
 * What TSX of the page compiles to (`jsxImportSource`): React's own, but text in which characters hide, or turn it
 * around, shows them as escapes, wherever in the page it stands. Names and messages of a cluster can hold anything.
 */
export function jsx(type: ElementType, props: Props, key?: Key) {
  return createElement(type, shown(props), key)
}

/** The same of several children. */
export function jsxs(type: ElementType, props: Props, key?: Key) {
  return createElements(type, shown(props), key)
}

function shown(props: Props): Props {
  const changed: Record<string, unknown> = {}
  for (const name of READ) {
    const text = props[name]
    if (typeof text === 'string' && isHiding(text)) changed[name] = textShown(text)
  }
  const children = childShown(props['children'])
  if (children !== props['children']) changed['children'] = children
  return Object.keys(changed).length === 0 ? props : { ...props, ...changed }
}

/** The same one where nothing hides in it. */
function childShown(child: unknown): unknown {
  if (typeof child === 'string') return isHiding(child) ? textShown(child) : child
  if (!Array.isArray(child)) return child
  const children = child.map(childShown)
  return children.every((each, at) => each === child[at]) ? child : children
}

/** See `visible`; lines of one text may stay lines. */
const HIDING = /[^\P{Cc}\n]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u

function isHiding(text: string): boolean {
  return HIDING.test(text)
}

function textShown(text: string): string {
  return text.split('\n').map(visible).join('\n')
}
