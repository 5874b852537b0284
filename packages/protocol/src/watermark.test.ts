import { expect, test } from 'vitest'
import { formatWatermark, parseWatermark } from './watermark.ts'

test.each([
  { epoch: 'e1', number: 0 },
  { epoch: '9', number: 999_999_999_999_999 },
  { epoch: 'a'.repeat(32), number: 7 },
])('[PR-W1] $epoch and $number make a watermark and come back', position => {
  expect(parseWatermark(formatWatermark(position))).toEqual(position)
})

test.each([
  '',
  'e1',
  '-1',
  'e1-',
  'e1--1',
  'e1-1.5',
  'e1-0x1',
  'e1- 1',
  'e1-1 ',
  'e1-1\n',
  'E1-1',
  'e_1-1',
  'a-b-1',
  `${'a'.repeat(33)}-1`,
  'e1-1000000000000000',
])('[PR-W1] %j is no watermark', text => {
  expect(parseWatermark(text)).toBeUndefined()
})
