import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { Fragment, jsx, jsxs } from './jsx-runtime.ts'

const TURNED = 'web\u202Eexe.\u200Bgnp'
const ESCAPED = String.raw`web\u202eexe.\u200bgnp`

test('text in which characters hide shows them as escapes, as text and in what is read of it', () => {
  const element = jsxs('p', {
    title: TURNED,
    'aria-label': TURNED,
    children: [TURNED, 1, null, jsx('b', { children: ['kind ', [TURNED, 'x']] }), '\u0007\t'],
  })
  expect(renderToStaticMarkup(element)).toBe(
    `<p title="${ESCAPED}" aria-label="${ESCAPED}">${ESCAPED}1<b>kind ${ESCAPED}x</b>${String.raw`\u0007\t`}</p>`,
  )
})

function Named({ children }: { readonly children: string }) {
  return jsx('i', { children })
}

test('text of a component and of a fragment too', () => {
  const element = jsx(Fragment, { children: [TURNED, jsx(Named, { children: TURNED }, 'named')] })
  expect(renderToStaticMarkup(element)).toBe(`${ESCAPED}<i>${ESCAPED}</i>`)
})

test('lines, spaces and letters of any script stay what they are, and so do props', () => {
  const props = { title: 'a\nb', children: ['caf\u00E9 \u05D0\u05D1\u00A0\u4E2D', '\n'] }
  expect(jsx('p', props).props).toEqual(props)
  expect(jsx('p', { 'data-name': TURNED, value: TURNED }).props).toEqual({ 'data-name': TURNED, value: TURNED })
})
