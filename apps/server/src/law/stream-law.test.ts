import type { Message } from '@slicescope/protocol'
import { describe, expect, test } from 'vitest'
import { findStreamDifference } from './stream-law.ts'

const STEPS = 500

/** Does it to every n-th message of a kind. */
function everyNth(n: number, type: Message['type'], deed: (message: Message) => readonly Message[]) {
  let count = 0
  return (message: Message): readonly Message[] => {
    if (message.type !== type) return [message]
    count += 1
    return count % n === 0 ? deed(message) : [message]
  }
}

test('[L2] after any patches, resumes and resets browsers hold what the server’s view is', { timeout: 120_000 }, () => {
  for (let seed = 1; seed <= 2; seed += 1) expect(findStreamDifference({ seed, steps: STEPS })).toBeNull()
})

describe('[L2] planted bugs are found', () => {
  test.each<[string, (message: Message) => readonly Message[]]>([
    ['a part that is lost', everyNth(20, 'part', () => [])],
    ['a patch that is lost', everyNth(20, 'patch', () => [])],
    ['a snapshot that is lost', everyNth(5, 'snapshot', () => [])],
    ['a part in whose place a patch comes', everyNth(9, 'part', () => [{ type: 'patch', watermark: 'law-1' }])],
  ])('%s', (_, tamper) => {
    expect(findStreamDifference({ seed: 1, steps: STEPS, tamper })).toMatch(/^seed 1, step \d+: browser \d /)
  })

  test('a view that does not say which Services changed, rows changed, or watches changed', () => {
    const none: ReadonlySet<string> = new Set()
    const blurs = [{ rows: none }, { services: none, rows: none }, { watches: false }]
    const found = blurs.map(blur =>
      findStreamDifference({ seed: 6, steps: STEPS, blur: changed => ({ ...changed, ...blur }) }),
    )
    expect(found).toEqual(blurs.map(() => expect.stringMatching(/browser \d (differs|saw)/)))
  })
})
