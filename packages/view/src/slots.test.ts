import { describe, expect, test } from 'vitest'
import { type Placed, Slots } from './slots.ts'

function placed(key: string, zone: string | null = 'a', createdAt: string | null = null): Placed {
  return { key, zone, createdAt }
}

function slotsOf(slots: Slots, backends: readonly Placed[]): Readonly<Record<string, number>> {
  slots.assign(backends)
  return Object.fromEntries(backends.map(({ key }) => [key, slots.slotOf(key)]))
}

describe('slots', () => {
  test('first by creation, then by key; each zone counts for itself', () => {
    const backends = [
      placed('x', 'a', '2026-01-01T00:00:02Z'),
      placed('z', 'a', '2026-01-01T00:00:01Z'),
      placed('y', 'a', '2026-01-01T00:00:01Z'),
      placed('late', 'a'),
      placed('w', 'b', '2026-01-01T00:00:09Z'),
      placed('v', null),
    ]
    expect(slotsOf(new Slots(), backends)).toEqual({ y: 0, z: 1, x: 2, late: 3, w: 0, v: 0 })
  })

  test('a newcomer takes the lowest free one, whatever its age, and nobody else moves', () => {
    const slots = new Slots()
    slotsOf(
      slots,
      ['p', 'q', 'r', 's'].map(key => placed(key)),
    )
    expect(slotsOf(slots, [placed('p'), placed('r'), placed('s')])).toEqual({ p: 0, r: 2, s: 3 })
    const older = placed('old', 'a', '2020-01-01T00:00:00Z')
    expect(slotsOf(slots, [placed('p'), placed('r'), placed('s'), placed('new'), older])).toEqual({
      p: 0,
      old: 1,
      r: 2,
      s: 3,
      new: 4,
    })
  })

  test('who changes zone is a newcomer there', () => {
    const slots = new Slots()
    slotsOf(slots, [placed('p'), placed('q'), placed('r', 'b')])
    expect(slotsOf(slots, [placed('p', 'b'), placed('q'), placed('r', 'b'), placed('t')])).toEqual({
      p: 1,
      q: 1,
      r: 0,
      t: 0,
    })
  })

  test('what has no place says so', () => {
    expect(new Slots().slotOf('nobody')).toBe(-1)
  })
})
