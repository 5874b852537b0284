import { expect, test } from 'vitest'
import { SteadyClock } from './steady-clock.ts'

const BEGIN = Date.UTC(2030, 0, 1)

/** A machine whose wall clock can be set, and which can sleep. */
class Machine {
  wall = BEGIN
  ticks = 5_000
  uptime = 1_000_000
  readonly clock = new SteadyClock({ wall: () => this.wall, ticks: () => this.ticks, uptime: () => this.uptime })
  readonly steps: number[] = []

  constructor() {
    this.clock.onStep(byMs => this.steps.push(byMs))
  }

  /** Time passes, and the clock looks once a second. Answers with what `now` was after each. */
  pass(seconds: number): readonly number[] {
    return Array.from({ length: seconds }, () => {
      this.wall += 1_000
      this.ticks += 1_000
      this.uptime += 1_000
      this.clock.look()
      return this.clock.now()
    })
  }
}

test('goes with the wall clock', () => {
  const machine = new Machine()
  machine.pass(60)
  expect([machine.clock.now(), machine.steps]).toEqual([machine.wall, []])
})

test('set back, it goes on, slower, until both agree; the step is told once', () => {
  const machine = new Machine()
  const before = machine.clock.now()
  const begun = machine.clock.elapsed()
  machine.wall -= 180_000
  const times = machine.pass(120)
  expect(machine.steps).toEqual([-180_000])
  expect(times.every((time, at) => time > (times[at - 1] ?? before))).toBe(true)
  expect((times[0] ?? 0) - before).toBe(900)
  expect(machine.clock.elapsed() - begun).toBe(120_000)
  machine.pass(1_700)
  expect(machine.clock.now()).toBe(machine.wall)
})

test('set forward, it follows at once, and durations do not', () => {
  const machine = new Machine()
  const begun = machine.clock.elapsed()
  machine.wall += 3_600_000
  machine.pass(1)
  expect(machine.steps).toEqual([3_600_000])
  expect(machine.clock.now()).toBe(machine.wall)
  expect(machine.clock.elapsed() - begun).toBe(1_000)
})

test('sleep is no step: it has passed', () => {
  const machine = new Machine()
  const begun = machine.clock.elapsed()
  machine.wall += 28_800_000
  machine.uptime += 28_800_000
  machine.pass(1)
  expect(machine.steps).toEqual([])
  expect(machine.clock.now()).toBe(machine.wall)
  expect(machine.clock.elapsed() - begun).toBe(28_801_000)
})

test('small corrections are nothing to tell of, and still never go back', () => {
  const machine = new Machine()
  const times: number[] = []
  for (let n = 0; n < 40; n += 1) {
    machine.wall += n % 2 === 0 ? -700 : 500
    times.push(...machine.pass(3))
  }
  expect(machine.steps).toEqual([])
  expect(times).toEqual(times.toSorted((a, b) => a - b))
})
