import { expect, test } from 'vitest'
import { JournalError } from '../journal-error.ts'
import { markMember, MEMBER_START, readMember } from './gzip-member.ts'

const PLAIN = Uint8Array.from([0x1f, 0x8b, 8, 0, 1, 2, 3, 4, 0, 3, 7, 7, 7, 1, 2, 3, 4, 5, 6, 7, 8])

test('a member says what it holds and how long it is', () => {
  const file = new Uint8Array([...markMember('header', PLAIN), ...markMember('chunk', PLAIN)])
  const size = PLAIN.length + 11
  expect(readMember(file, 0)).toEqual({ type: 'header', size })
  expect(readMember(file, size)).toEqual({ type: 'chunk', size })
  expect([...file.subarray(MEMBER_START, size)]).toEqual([...PLAIN.subarray(10)])
})

test('what is no member of ours is told apart', () => {
  const member = markMember('chunk', PLAIN)
  expect(readMember(PLAIN, 0)).toBeNull()
  expect(readMember(member, 1)).toBeNull()
  expect(readMember(member.subarray(0, MEMBER_START - 1), 0)).toBeNull()
  for (const at of [0, 1, 2, 3, 10, 12, 13, 14]) expect(readMember(member.with(at, 99), at - at)).toBeNull()
  expect(readMember(member.with(16, 9), 0)).toBeNull()
  expect(() => markMember('chunk', member)).toThrow(JournalError)
})
