import { setTimeout } from 'node:timers/promises'
import { makeNamespace, makeNodes, waitFor } from '@slicescope/control-plane'
import { useControlPlane } from '@slicescope/control-plane/vitest'
import type { Row } from '@slicescope/view'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type HealthyService, makeHealthyServices } from '../causes/healthy-services.ts'
import { HEALTHY_WORKLOADS, prepareShapes } from '../causes/healthy-workloads.ts'
import { HEALTHY_WRITERS } from '../causes/healthy-writers.ts'
import { followCluster, type FollowedCluster } from '../followed-cluster.ts'

/** Of everyday kinds, each of which answers. */
const STORE = 'store'
const SHAPES = [...HEALTHY_WORKLOADS, ...HEALTHY_WRITERS]
/** Each holds every shape once. Some shapes have nothing behind a Service, and that is meant. */
const NAMESPACES = Array.from({ length: 9 }, (_, number) => `shapes-${number}`)
/** Often enough to see each pod's gap, and the cores are left to the controllers. */
const BETWEEN_LOOKS_MS = 100
/** The rollouts share the machine with all that watch them. */
const ROLLING_MS = 200_000
/** Longer than the patience that rules have with the controllers. */
const PATIENCE = { timeout: 60_000, interval: 500 }
const plane = useControlPlane()
let followed: FollowedCluster
let services: readonly HealthyService[] = []

beforeAll(async () => {
  const { api } = plane()
  const nodes = await makeNodes(api, { count: 6, zones: ['a', 'b', 'c'] })
  const [still = ''] = await makeNodes(api, { count: 1, zones: ['a'], simulated: false, prefix: 'still' })
  await makeNamespace(api, STORE)
  services = await makeHealthyServices(api, { namespace: STORE, count: 48 })
  await prepareShapes({ api })
  await Promise.all(
    NAMESPACES.map(async (namespace, number) => {
      await makeNamespace(api, namespace)
      await Promise.all(SHAPES.map(({ make }) => make({ api, namespace, number, still, nodes: nodes.slice(0, 3) })))
    }),
  )
  followed = await followCluster(plane().kubeconfig.reader)
  await waitFor(() => followed.synced(), { what: 'Slicescope to be synced', timeoutMs: 60_000 })
  await plane().settled()
})

afterAll(() => followed?.slicescope.stop())

async function rows(): Promise<readonly Row[]> {
  const ours = new Set([STORE, ...NAMESPACES])
  return (await followed.overview()).services.filter(({ namespace }) => ours.has(namespace))
}

const isAlarm = ({ severity }: { readonly severity: string | null }) =>
  severity === 'warning' || severity === 'critical'

async function alarmingRows(): Promise<readonly string[]> {
  const alarming = (await rows()).filter(isAlarm)
  return alarming.map(({ namespace, name, severity, verdict }) => `${namespace}/${name} ${severity}: ${verdict}`)
}

/** Every Service's findings, not only the one that makes its row: of one namespace of shapes, for they are alike. */
async function alarms(): Promise<readonly string[]> {
  const found: string[] = []
  const shaped = (await rows()).filter(({ namespace }) => namespace === NAMESPACES[0])
  for (const { namespace, name } of [...shaped, ...services.map(own => ({ ...own, namespace: STORE }))]) {
    const { health, findings } = await followed.view(namespace, name)
    found.push(...findings.filter(isAlarm).map(({ code, sentence }) => `${name}: ${code} ${sentence}`))
    if (namespace === STORE && health !== 'healthy' && health !== 'external') found.push(`${name}: ${health}`)
  }
  return found
}

async function expectCalm(): Promise<void> {
  await vi.waitFor(async () => expect(await alarmingRows()).toEqual([]), PATIENCE)
  expect(await alarms()).toEqual([])
}

test('more than five hundred healthy Services, in the shapes that charts and operators make, get no warning', async () => {
  expect((await rows()).length).toBeGreaterThanOrEqual(550)
  await expectCalm()
})

test('rolled out again and scaled they are critical at no time, and get no warning after', async () => {
  const critical = new Set<string>()
  let looks = 0
  const look = async () => {
    looks += 1
    for (const { namespace, name, severity, verdict } of await rows())
      if (severity === 'critical') critical.add(`${namespace}/${name}: ${verdict}`)
    await setTimeout(BETWEEN_LOOKS_MS)
    return 'moving'
  }
  const workloads = services.flatMap(({ workload }) => (workload === null ? [] : [workload]))
  await plane().kubectl(['-n', STORE, 'set', 'env', ...workloads, 'REVISION=2'])
  for (const namespace of NAMESPACES.slice(0, 2)) {
    await plane().kubectl(['-n', namespace, 'rollout', 'restart', 'deployment'])
    await plane().kubectl(['-n', namespace, 'scale', 'deployment', 'nginx', 'dns', '--replicas=3'])
  }
  const settled = plane()
    .settled({ timeoutMs: ROLLING_MS })
    .then(() => 'settled')
  while ((await Promise.race([settled, look()])) === 'moving');
  expect(looks).toBeGreaterThan(5)
  expect([...critical]).toEqual([])
  await expectCalm()
})
