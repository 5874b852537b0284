import { setImmediate } from 'node:timers/promises'
import type { LeaseAnswer, LeaseKey } from '@slicescope/model'
import { expect, test } from 'vitest'
import { SteppedTimers } from '../testing/stepped-timers.ts'
import { LeaseReader } from './lease-reader.ts'

function lease(name: string): LeaseKey {
  return { namespace: 'kube-node-lease', name }
}

/** What was read, round by round; everything is answered with `answer`. */
function setUp(names: readonly string[], answer: LeaseAnswer | null) {
  const timers = new SteppedTimers()
  const wanted = names.map(lease)
  const reads: string[] = []
  const answers: string[] = []
  const reader = new LeaseReader({
    wanted: () => wanted,
    read: async ({ name }) => {
      reads.push(name)
      return answer
    },
    onAnswer: ({ name }, { state }) => answers.push(`${name} ${state}`),
    timers,
  })
  reader.start()
  const rounds = async (count: number) => {
    for (let round = 0; round < count; round += 1) {
      timers.step(10_000)
      await setImmediate()
    }
  }
  return { reader, reads, answers, wanted, rounds, timers }
}

const KNOWN = { state: 'known', renewTime: '2026-01-01T03:00:00Z', holder: 'n1', holdsMs: 40_000 } as const

test('reads what is wanted in turn, two in ten seconds, and nothing where nothing is', async () => {
  const { reads, answers, wanted, rounds } = setUp(['n1', 'n2', 'n3'], KNOWN)
  await rounds(3)
  expect(reads).toEqual(['n1', 'n2', 'n3', 'n1', 'n2', 'n3'])
  expect(answers.slice(0, 2)).toEqual(['n1 known', 'n2 known'])
  wanted.length = 0
  await rounds(3)
  expect(reads).toHaveLength(6)
})

test('asks a namespace that refuses again after five minutes', async () => {
  const { reads, answers, rounds } = setUp(['n1'], { state: 'forbidden' })
  await rounds(20)
  expect([reads, answers]).toEqual([['n1'], ['n1 forbidden']])
  await rounds(12)
  expect(reads).toEqual(['n1', 'n1'])
})

test('no answer is none, and the end is the end', async () => {
  const { reader, reads, answers, rounds, timers } = setUp(['n1'], null)
  await rounds(2)
  expect([reads, answers]).toEqual([['n1', 'n1'], []])
  reader.end()
  await rounds(2)
  expect([reads.length, timers.waiting]).toEqual([2, 0])
})
