import { type ControlPlane, startControlPlane } from '@slicescope/control-plane'
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest'
import { checkControllerLaw } from '../law/controller-law.ts'
import { Random } from '@slicescope/model/random'

let plane: ControlPlane

beforeAll(async () => {
  plane = await startControlPlane()
})

afterAll(() => plane.stop())

const SEED = 20_260_707

test(`[L6] 150 Services with pods in random states: what we expect is what the real controller writes (seed ${SEED})`, async () => {
  const { services, endpoints, mismatches } = await checkControllerLaw(plane, {
    random: new Random(SEED),
    count: 150,
    tag: 'fixed',
  })
  expect(services).toBe(150)
  expect(endpoints).toBeGreaterThan(500)
  onTestFailed(() => {
    process.stderr.write(plane.logs(15))
  })
  expect(mismatches.slice(0, 3)).toEqual([])
})
