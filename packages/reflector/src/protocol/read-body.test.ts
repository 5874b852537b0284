import { createGunzip, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { UnreadableError } from './api-error.ts'
import { discardBody, readBody } from './read-body.ts'

const MIB = 2 ** 20

/** Counts the chunks of 1 MiB that are taken from it. */
function endless(): { readonly body: AsyncIterable<Uint8Array>; readonly taken: () => number } {
  const chunk = new Uint8Array(MIB)
  let taken = 0
  const body = (async function* () {
    for (;;) {
      taken += 1
      yield chunk
    }
  })()
  return { body, taken: () => taken }
}

test('an answer without an end is given up', async () => {
  const { body, taken } = endless()
  await expect(readBody(body, 8 * MIB)).rejects.toThrow(new UnreadableError('it is longer than 8 MiB'))
  expect(taken()).toBe(9)
})

test('what is packed counts by its unpacked bytes', async () => {
  const unpacked = createGunzip()
  unpacked.end(gzipSync(new Uint8Array(9 * MIB)))
  await expect(readBody(unpacked, 8 * MIB)).rejects.toThrow(UnreadableError)
})

test('an answer as long as it may be is read whole', async () => {
  const body = (async function* () {
    yield Buffer.from('ab')
    yield Buffer.from('cd')
  })()
  expect((await readBody(body, 4)).toString()).toBe('abcd')
})

test('what is of no use is not read for long', async () => {
  const { body, taken } = endless()
  await discardBody(body)
  expect(taken()).toBe(1)
})
