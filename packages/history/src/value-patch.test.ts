import { Random } from '@slicescope/model/random'
import { describe, expect, test } from 'vitest'
import { JournalError } from './journal-error.ts'
import { applyPatch, diffValues } from './value-patch.ts'

const SEEDS = 300

/** Anything that JSON can say, small enough that two of them are often alike. */
function randomValue(random: Random, depth = 3): unknown {
  const kind = random.below(depth === 0 ? 4 : 7)
  if (kind < 1) return null
  if (kind < 2) return random.below(3)
  if (kind < 4) return random.pick(['a', 'b', '', 'constructor'])
  if (kind < 6) {
    const names = ['a', 'b', 'c', 'toString', '__proto__'].filter(() => random.chance(0.5))
    return Object.fromEntries(names.map(name => [name, randomValue(random, depth - 1)]))
  }
  return Array.from({ length: random.below(6) }, () => randomValue(random, depth - 1))
}

function through(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}

describe('patches', () => {
  test.each(Array.from({ length: SEEDS }, (_, seed) => seed))(
    'lead to the value, member order included: seed %i',
    seed => {
      const random = new Random(seed)
      const [before, after] = [randomValue(random), randomValue(random)]
      expect(JSON.stringify(applyPatch(before, through(diffValues(before, after))))).toBe(JSON.stringify(after))
    },
  )

  test('of one endpoint among many are small', () => {
    const endpoints = Array.from({ length: 100 }, (_, at) => ({
      addresses: [`10.0.0.${at}`],
      conditions: { ready: true },
    }))
    const after = endpoints.with(7, { addresses: ['10.0.0.7'], conditions: { ready: false } })
    expect(JSON.stringify(diffValues({ endpoints }, { endpoints: after })).length).toBeLessThan(80)
    expect(JSON.stringify(diffValues({ endpoints }, { endpoints: endpoints.toSpliced(40, 1) })).length).toBeLessThan(40)
  })

  test.each([
    [{}, [9, 1]],
    [{}, null],
    ['text', [1, {}, []]],
    [{}, [1, 'text', []]],
    [[1], [2, [[3, [0, 1]]]]],
    [[1], [2, [[-1, [0, 1]]]]],
    [[1], [3, 0, 5, []]],
    [[1], [3, '0', 1, []]],
    [{ a: 1 }, [1, { a: [1, {}, []] }, []]],
  ])('that do not fit are refused: %j %j', (before, patch) => {
    expect(() => applyPatch(before, patch)).toThrow(JournalError)
  })

  test('change no prototype', () => {
    const patch: unknown = JSON.parse('[1,{"__proto__":[0,{"polluted":true}],"constructor":[0,1]},[]]')
    const patched = applyPatch({}, patch)
    expect(Object.keys(Object(patched))).toEqual(['__proto__', 'constructor'])
    expect(Object.getPrototypeOf(patched)).toBe(Object.prototype)
    expect(Object('').polluted).toBeUndefined()
  })
})
