import { expect, test } from 'vitest'
import { parseLabelSelector } from './label-selector.ts'

test.each([
  ['constructor', false],
  ['!constructor', true],
  ['constructor=web', false],
  ['constructor!=web', true],
  ['toString in (web)', false],
  ['toString notin (web)', true],
  ['constructor>0', false],
])('"%s" asks for a label, never for what every object has', (selector, isMatch) => {
  const matches = parseLabelSelector(selector)
  expect(matches({})).toBe(isMatch)
  expect(matches({ app: 'web' })).toBe(isMatch)
})

test('a label may be named as what every object has', () => {
  const labels = { constructor: 'web' }
  const held = ['constructor', 'constructor=web', 'constructor in (web)', '!toString']
  const not = ['!constructor', 'constructor!=web', 'constructor notin (web)', 'toString']
  for (const selector of held) expect(parseLabelSelector(selector)(labels)).toBe(true)
  for (const selector of not) expect(parseLabelSelector(selector)(labels)).toBe(false)
})
