import { expect, test } from 'vitest'
import { textsAt } from './json.ts'
import { selectorMatcher } from './workload.ts'

test.each([
  ['Exists', false],
  ['DoesNotExist', true],
])('a LabelSelector with %s asks for a label, never for what every object has', (operator, isMatch) => {
  const matches = selectorMatcher({ matchExpressions: [{ key: 'constructor', operator }] })
  expect(matches(textsAt({ labels: { app: 'web' } }, 'labels'))).toBe(isMatch)
  expect(matches(textsAt({}, 'labels'))).toBe(isMatch)
  expect(matches(textsAt({ labels: { constructor: 'x' } }, 'labels'))).toBe(!isMatch)
})
