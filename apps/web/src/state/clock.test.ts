import { afterEach, expect, test, vi } from 'vitest'
import { Clock } from './clock.ts'

afterEach(() => vi.useRealTimers())

test('ticks once a second while someone looks, and not at all otherwise', () => {
  vi.useFakeTimers({ now: 1000 })
  const clock = new Clock(() => Date.now())
  const seen: number[] = []
  const stop = clock.subscribe(() => seen.push(clock.getSnapshot()))
  const stopOther = clock.subscribe(() => {})
  vi.advanceTimersByTime(2500)
  expect(seen).toEqual([2000, 3000])
  stop()
  stopOther()
  expect(vi.getTimerCount()).toBe(0)
  vi.advanceTimersByTime(60_000)
  expect(clock.getSnapshot()).toBe(3000)
})

test('who looks again sees the time of now, at once and also by a tick', () => {
  const times = [1000, 9000, 9500]
  const clock = new Clock(() => times.shift() ?? 0)
  const stop = clock.subscribe(() => {})
  expect(clock.getSnapshot()).toBe(9000)
  clock.tick()
  expect(clock.getSnapshot()).toBe(9500)
  stop()
})
