import { describe, expect, test } from 'vitest'
import { Random } from './random.ts'
import { driveInRealTime } from './real-time.ts'
import { SimClock } from './sim-clock.ts'
import { WorkQueue } from './work-queue.ts'

describe('SimClock', () => {
  test('runs tasks by due time, those of one instant in the order of asking, each at its own time', () => {
    const clock = new SimClock(1000)
    const seen: string[] = []
    const note = (name: string) => () => seen.push(`${name} ${clock.now()}`)
    clock.after(30, note('c'))
    clock.after(10, note('a'))
    clock.after(20, note('b1'))
    clock.after(20, note('b2'))
    clock.step(25)
    expect(seen).toEqual(['a 1010', 'b1 1020', 'b2 1020'])
    expect(clock.now()).toBe(1025)
    clock.step(5)
    expect(seen.at(-1)).toBe('c 1030')
  })

  test('a task may ask for others, which run in the same step if they fall due', () => {
    const clock = new SimClock(0)
    const seen: number[] = []
    const again = () => {
      seen.push(clock.now())
      clock.after(10, again)
    }
    clock.after(10, again)
    clock.step(35)
    expect(seen).toEqual([10, 20, 30])
  })

  test('what is cancelled does not run', () => {
    const clock = new SimClock(0)
    const cancel = clock.after(10, () => expect.unreachable('cancelled'))
    cancel()
    expect(clock.nextDue()).toBeUndefined()
    clock.step(20)
  })

  test('keeps its order with many tasks', () => {
    const clock = new SimClock(0)
    const random = new Random(1)
    const seen: number[] = []
    for (let task = 0; task < 2000; task++) clock.after(random.whole(0, 500), () => seen.push(clock.now()))
    clock.step(1000)
    expect(seen).toHaveLength(2000)
    expect(seen).toEqual(seen.toSorted((a, b) => a - b))
  })
})

test('driven in real time it runs what falls due; stopped, its time stands still', async () => {
  const clock = new SimClock(Date.now())
  const seen: string[] = []
  const stop = driveInRealTime(clock, Date.now)
  await new Promise<void>(resolve => {
    clock.after(40, () => {
      seen.push('second')
      resolve()
    })
    clock.after(1, () => seen.push('first'))
  })
  expect(seen).toEqual(['first', 'second'])
  stop()
  const stopped = clock.now()
  await new Promise(resolve => setImmediate(resolve))
  expect(clock.now()).toBe(stopped)
})

test('a WorkQueue runs a key once for all that was added while it waited', () => {
  const clock = new SimClock(0)
  const seen: string[] = []
  const queue = new WorkQueue({
    clock,
    random: new Random(1),
    delay: [10, 10],
    sync: key => seen.push(`${key} ${clock.now()}`),
  })
  queue.add('a')
  queue.add('b')
  queue.add('a')
  clock.step(20)
  queue.add('a')
  queue.addAfter('a', 5)
  clock.step(30)
  expect(seen).toEqual(['a 10', 'b 10', 'a 30'])
})
