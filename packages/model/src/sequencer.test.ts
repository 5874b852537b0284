import { describe, expect, test } from 'vitest'
import { FIELD_SET } from './resources.ts'
import { aService } from './testing/sample-objects.ts'
import type { Entry, EntryContent } from './entry.ts'
import { Sequencer } from './sequencer.ts'

const added = (name: string): EntryContent => ({
  type: 'delta',
  delta: { resource: 'services', type: 'added', object: aService({ name }), resourceVersion: '1' },
})

/** A Sequencer whose clock rises by one second a look, and all that it told. */
function recorded() {
  let time = 0
  const sequencer = new Sequencer(() => (time += 1_000))
  const batches: (readonly Entry[])[] = []
  sequencer.subscribe(batch => batches.push(batch))
  return { sequencer, batches }
}

describe('Sequencer', () => {
  test('numbers rise by one over everything, and each batch is closed by an entry of its own', () => {
    const { sequencer, batches } = recorded()
    expect(sequencer.number).toBe(0)
    sequencer.write([added('a'), added('b')])
    sequencer.write([added('c')])
    expect(batches.map(batch => batch.map(({ number, type }) => `${number} ${type}`))).toEqual([
      ['1 delta', '2 delta', '3 batch'],
      ['4 delta', '5 batch'],
    ])
    expect(sequencer.number).toBe(5)
  })

  test('a batch has one time, and every entry names the field set', () => {
    const { sequencer, batches } = recorded()
    sequencer.write([added('a'), added('b')])
    sequencer.write([added('c')])
    expect(batches.map(batch => batch.map(({ time }) => time))).toEqual([
      [1_000, 1_000, 1_000],
      [2_000, 2_000],
    ])
    expect(new Set(batches.flat().map(({ fieldSet }) => fieldSet))).toEqual(new Set([FIELD_SET]))
  })

  test('a clock that is put back makes no entry older than the one before it', () => {
    const times = [5000, 2000, 6000]
    const told: number[] = []
    const sequencer = new Sequencer(() => times.shift() ?? 0)
    sequencer.subscribe(batch => told.push(...batch.map(({ time }) => time)))
    for (const name of ['a', 'b', 'c']) sequencer.write([added(name)])
    expect(told).toEqual([5000, 5000, 5000, 5000, 6000, 6000])
  })

  test('the content is told as it was written, in order', () => {
    const { sequencer, batches } = recorded()
    sequencer.write([added('b'), added('a')])
    expect(batches.flat()).toMatchObject([added('b'), added('a'), { type: 'batch' }])
  })

  test('no contents are no batch: nothing is numbered, nobody is told', () => {
    const { sequencer, batches } = recorded()
    sequencer.write([])
    expect(batches).toEqual([])
    expect(sequencer.number).toBe(0)
  })

  test('listeners hear every batch from their subscription to its undo, each once', () => {
    const { sequencer, batches } = recorded()
    const late: number[] = []
    sequencer.write([added('a')])
    const stop = sequencer.subscribe(batch => late.push(batch.length))
    sequencer.write([added('b'), added('c')])
    stop()
    stop()
    sequencer.write([added('d')])
    expect(late).toEqual([3])
    expect(batches).toHaveLength(3)
  })

  test('what a listener sees is already counted', () => {
    const { sequencer } = recorded()
    const seen: boolean[] = []
    sequencer.subscribe(batch => seen.push(batch.at(-1)?.number === sequencer.number))
    sequencer.write([added('a'), added('b')])
    expect(seen).toEqual([true])
  })
})
