import { expect, test } from 'vitest'
import { canonicalIp } from './ip.ts'

test.each([
  ['10.0.0.1', '10.0.0.1'],
  ['010.0.0.001', '10.0.0.1'],
  ['10.0.0', undefined],
  ['10.0.0.256', undefined],
  ['host', undefined],
  ['::', '::'],
  ['::1', '::1'],
  ['FD00:0000::01', 'fd00::1'],
  ['fd00:0:0:1:0:0:0:1', 'fd00:0:0:1::1'],
  ['1:2:3:4:5:6:7:0', '1:2:3:4:5:6:7:0'],
  ['1:2:3:4:5:6:7:8:9', undefined],
  ['1::2::3', undefined],
  ['fd00::g', undefined],
  ['::ffff:10.0.0.1', '::ffff:a00:1'],
])('%s is %s', (address, expected) => {
  expect(canonicalIp(address)).toBe(expected)
})
