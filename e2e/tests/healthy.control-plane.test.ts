import { setTimeout } from 'node:timers/promises'
import { waitFor } from '@slicescope/control-plane'
import { useControlPlane } from '@slicescope/control-plane/vitest'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import {
  alarmingRows,
  type HealthyCluster,
  healthyRows,
  isAlarm,
  makeHealthyCluster,
  STORE,
} from '../causes/healthy-cluster.ts'
import { followCluster, type FollowedCluster } from '../followed-cluster.ts'

/** `npm run laws -- --law healthy` makes more. */
const COPIES = 2
/** Often enough to see each pod's gap, and the cores are left to the controllers. */
const BETWEEN_LOOKS_MS = 100
/** The rollouts share the machine with all that watch them. */
const ROLLING_MS = 200_000
/** Longer than the patience that rules have with the controllers. */
const PATIENCE = { timeout: 60_000, interval: 500 }
const plane = useControlPlane()
let followed: FollowedCluster
let made: HealthyCluster = { namespaces: [], services: [] }

beforeAll(async () => {
  made = await makeHealthyCluster(plane(), COPIES)
  followed = await followCluster(plane().kubeconfig.reader)
  await waitFor(() => followed.synced(), { what: 'Slicescope to be synced', timeoutMs: 60_000 })
  await plane().settled()
})

afterAll(() => followed?.slicescope.stop())

/** Every Service's findings, not only the one that makes its row: of one namespace of shapes, for they are alike. */
async function alarms(): Promise<readonly string[]> {
  const found: string[] = []
  const shaped = (await healthyRows(made, followed)).filter(({ namespace }) => namespace === made.namespaces[0])
  for (const { namespace, name } of [...shaped, ...made.services.map(own => ({ ...own, namespace: STORE }))]) {
    const { health, findings } = await followed.view(namespace, name)
    found.push(...findings.filter(isAlarm).map(({ code, sentence }) => `${name}: ${code} ${sentence}`))
    if (namespace === STORE && health !== 'healthy' && health !== 'external') found.push(`${name}: ${health}`)
  }
  return found
}

async function expectCalm(): Promise<void> {
  await vi.waitFor(async () => expect(await alarmingRows(made, followed)).toEqual([]), PATIENCE)
  expect(await alarms()).toEqual([])
}

test('more than a hundred healthy Services, in the shapes that charts and operators make, get no warning', async () => {
  expect((await healthyRows(made, followed)).length).toBeGreaterThanOrEqual(130)
  await expectCalm()
})

test('rolled out again and scaled they are critical at no time, and get no warning after', async () => {
  const critical = new Set<string>()
  let looks = 0
  const look = async () => {
    looks += 1
    for (const { namespace, name, severity, verdict } of await healthyRows(made, followed))
      if (severity === 'critical') critical.add(`${namespace}/${name}: ${verdict}`)
    await setTimeout(BETWEEN_LOOKS_MS)
    return 'moving'
  }
  const workloads = made.services.flatMap(({ workload }) => (workload === null ? [] : [workload]))
  await plane().kubectl(['-n', STORE, 'set', 'env', ...workloads, 'REVISION=2'])
  for (const namespace of made.namespaces.slice(0, 1)) {
    await plane().kubectl(['-n', namespace, 'rollout', 'restart', 'deployment'])
    await plane().kubectl(['-n', namespace, 'scale', 'deployment', 'nginx', 'dns', '--replicas=3'])
  }
  const settled = plane()
    .settled({ timeoutMs: ROLLING_MS })
    .then(() => 'settled')
  while ((await Promise.race([settled, look()])) === 'moving');
  // On a busy machine a look takes seconds: a few of them see what moves, one would not.
  expect(looks).toBeGreaterThan(2)
  expect([...critical]).toEqual([])
  await expectCalm()
})
