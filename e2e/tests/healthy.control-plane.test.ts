import { setTimeout } from 'node:timers/promises'
import { makeNamespace, makeNodes } from '@slicescope/control-plane'
import { useControlPlane } from '@slicescope/control-plane/vitest'
import type { Row } from '@slicescope/view'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type HealthyService, makeHealthyServices } from '../causes/healthy-services.ts'
import { followCluster, type FollowedCluster } from '../followed-cluster.ts'

const NAMESPACE = 'store'
/** Often enough to see each pod's gap, and the cores are left to the controllers. */
const BETWEEN_LOOKS_MS = 100
/** Two hundred rollouts share the machine with all that watch them. */
const ROLLING_MS = 200_000
const plane = useControlPlane()
let followed: FollowedCluster
let services: readonly HealthyService[] = []

beforeAll(async () => {
  const { api } = plane()
  await makeNodes(api, { count: 6, zones: ['a', 'b', 'c'] })
  await makeNamespace(api, NAMESPACE)
  services = await makeHealthyServices(api, { namespace: NAMESPACE, count: 200 })
  followed = await followCluster(plane().kubeconfig.reader)
  await plane().settled()
})

afterAll(() => followed?.slicescope.stop())

async function rows(): Promise<readonly Row[]> {
  const answer = await followed.overview(`namespace=${NAMESPACE}`)
  return answer.services
}

const isAlarm = ({ severity }: { readonly severity: string | null }) =>
  severity === 'warning' || severity === 'critical'

/** Every Service's findings, not only the one that makes its row. */
async function alarms(): Promise<readonly string[]> {
  const found: string[] = []
  for (const { name } of services) {
    const view = await followed.view(NAMESPACE, name)
    found.push(...view.findings.filter(isAlarm).map(({ code, title }) => `${name}: ${code} ${title}`))
    if (view.health !== 'healthy' && view.health !== 'external') found.push(`${name}: ${view.health}`)
  }
  return found
}

test('two hundred healthy Services of all kinds get no warning', async () => {
  await vi.waitFor(async () => expect((await rows()).filter(isAlarm)).toEqual([]), { timeout: 30_000 })
  expect(await rows()).toHaveLength(200)
  expect(await alarms()).toEqual([])
})

test('a rolling update of all of them is critical for none, and leaves no warning', async () => {
  const critical = new Set<string>()
  let looks = 0
  const look = async () => {
    looks += 1
    for (const { name, severity, verdict } of await rows())
      if (severity === 'critical') critical.add(`${name}: ${verdict}`)
    await setTimeout(BETWEEN_LOOKS_MS)
    return 'moving'
  }
  const workloads = services.flatMap(({ workload }) => (workload === null ? [] : [workload]))
  await plane().kubectl(['-n', NAMESPACE, 'set', 'env', ...workloads, 'REVISION=2'])
  const settled = plane()
    .settled({ timeoutMs: ROLLING_MS })
    .then(() => 'settled')
  while ((await Promise.race([settled, look()])) === 'moving');
  expect(looks).toBeGreaterThan(5)
  expect([...critical]).toEqual([])
  await vi.waitFor(async () => expect((await rows()).filter(isAlarm)).toEqual([]), { timeout: 30_000 })
  expect(await alarms()).toEqual([])
})
