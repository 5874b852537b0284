import { setTimeout } from 'node:timers/promises'
import {
  type ControlPlane,
  makeDeployment,
  makeNamespace,
  makeNodes,
  makeService,
  makeSlice,
  makeStatefulSet,
  scale,
  setPodFate,
  startControlPlane,
  waitFor,
} from '@slicescope/control-plane'
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest'
import { followCluster, type FollowedCluster } from '../followed-cluster.ts'
import { expectSameAsKubectl } from './compare-with-kubectl.ts'

let plane: ControlPlane
let followed: FollowedCluster

beforeAll(async () => {
  plane = await startControlPlane()
  await makeNodes(plane.api, { count: 9, zones: ['eu-1a', 'eu-1b', 'eu-1c'] })
  await makeNamespace(plane.api, 'web')
  await editBefore()
  followed = await followCluster(plane.kubeconfig.reader)
})

afterAll(async () => {
  await followed?.slicescope.stop()
  await plane?.stop()
})

function showLogs(): void {
  onTestFailed(() => {
    process.stderr.write(`${plane.logs(15)}\n--- slicescope\n${followed.slicescope.output().slice(-4_000)}\n`)
  })
}

const viewOf = (name: string) => followed.view('web', name)

async function atRest(): Promise<void> {
  await plane.settled()
  await expectSameAsKubectl(plane, followed)
}

/** What Slicescope is not there to see. */
async function editBefore(): Promise<void> {
  await makeService(plane.api, { namespace: 'web', name: 'edited' })
  await makeDeployment(plane.api, { namespace: 'web', name: 'edited', replicas: 2 })
  await plane.settled()
  // What is done within two seconds of the making cannot be told from that: times in objects are whole seconds.
  await setTimeout(4_000)
  const patch = '{"spec":{"publishNotReadyAddresses":true}}'
  await plane.kubectl(['-n', 'web', 'patch', 'service', 'edited', '--field-manager', 'by-hand', '-p', patch])
  await plane.kubectl(['-n', 'web', 'scale', 'deployment', 'edited', '--replicas', '1'])
  await plane.settled()
}

test('what was edited and scaled before anybody watched is told', async () => {
  showLogs()
  await atRest()
  // Events come last: what explains is loaded once it is known who is behind.
  await expect
    .poll(async () => (await viewOf('edited')).changes.map(({ text }) => text))
    .toEqual(
      expect.arrayContaining([
        "the Service's publishNotReadyAddresses was edited by by-hand",
        'Deployment edited was scaled from 2 to 1',
      ]),
    )
})

test('a Deployment scaled 3 -> 250 -> 3 and rolled out', async () => {
  showLogs()
  await makeService(plane.api, { namespace: 'web', name: 'checkout' })
  await makeDeployment(plane.api, { namespace: 'web', name: 'checkout', replicas: 3 })
  await atRest()
  expect(await viewOf('checkout')).toMatchObject({ ready: 3, total: 3, health: 'healthy' })
  await scale(plane.api, { namespace: 'web', name: 'checkout' }, 250)
  await atRest()
  const large = await viewOf('checkout')
  expect(large).toMatchObject({ ready: 250, total: 250, health: 'healthy' })
  expect(large.slices.length).toBeGreaterThanOrEqual(3)
  expect(large.zones.map(({ zone }) => zone)).toEqual(['eu-1a', 'eu-1b', 'eu-1c'])
  await scale(plane.api, { namespace: 'web', name: 'checkout' }, 3)
  await atRest()
  await plane.kubectl(['-n', 'web', 'set', 'env', 'deployment/checkout', 'REVISION=2'])
  await atRest()
  expect(await viewOf('checkout')).toMatchObject({ ready: 3, total: 3, health: 'healthy' })
})

test("a zone's pods failing, and healing", async () => {
  showLogs()
  await makeService(plane.api, { namespace: 'web', name: 'search' })
  await makeDeployment(plane.api, { namespace: 'web', name: 'search', replicas: 12 })
  await atRest()
  const before = await viewOf('search')
  const failing = before.backends.filter(({ zone }) => zone === 'eu-1c').map(({ name }) => name)
  expect(failing.length).toBeGreaterThan(0)
  for (const name of failing) await setPodFate(plane.api, { namespace: 'web', name }, 'hang')
  await waitFor(async () => (await viewOf('search')).ready === 12 - failing.length, { what: 'the zone to be lost' })
  await atRest()
  const broken = await viewOf('search')
  expect(broken).toMatchObject({ ready: 12 - failing.length, total: 12, health: 'degraded' })
  expect(broken.zones.find(({ zone }) => zone === 'eu-1c')).toMatchObject({ ready: 0, total: failing.length })
  expect(broken.verdict.sentence).toContain('eu-1c')
  for (const name of failing) await setPodFate(plane.api, { namespace: 'web', name }, null)
  await waitFor(async () => (await viewOf('search')).health === 'healthy', { what: 'the zone to heal' })
  await atRest()
})

test('a Service deleted and made again under the same name', async () => {
  showLogs()
  const before = await viewOf('search')
  await plane.kubectl(['-n', 'web', 'delete', 'service', 'search'])
  await waitFor(async () => (await followed.status('web', 'search')) === 404, { what: 'the Service to be gone' })
  await makeService(plane.api, { namespace: 'web', name: 'search' })
  await atRest()
  const after = await viewOf('search')
  expect(after.service.uid).not.toBe(before.service.uid)
  expect(after).toMatchObject({ ready: 12, total: 12, health: 'healthy' })
})

test('a StatefulSet behind a headless Service, a hand-made slice, and dual-stack', async () => {
  showLogs()
  await makeService(plane.api, {
    namespace: 'web',
    name: 'db',
    headless: true,
    spec: { ipFamilyPolicy: 'PreferDualStack' },
  })
  await makeStatefulSet(plane.api, { namespace: 'web', name: 'db', replicas: 3 })
  await makeService(plane.api, { namespace: 'web', name: 'by-hand', selector: null })
  await makeSlice(plane.api, {
    namespace: 'web',
    name: 'by-hand-1',
    service: 'by-hand',
    endpoints: [{ addresses: ['10.9.9.9'] }, { addresses: ['10.9.9.10'], conditions: { ready: false } }],
  })
  await atRest()
  const db = await viewOf('db')
  expect(db).toMatchObject({ ready: 3, total: 3, health: 'healthy' })
  expect(new Set(db.endpoints.map(({ addressType }) => addressType))).toEqual(new Set(['IPv4', 'IPv6']))
  expect(db.endpoints.map(({ hostname }) => hostname)).toEqual(expect.arrayContaining(['db-0', 'db-1', 'db-2']))
  expect(await viewOf('by-hand')).toMatchObject({ ready: 1, total: 2, health: 'degraded' })
})

test('every row says what its view says', async () => {
  showLogs()
  const { services } = await followed.overview()
  for (const row of services) {
    const view = await followed.view(row.namespace, row.name)
    expect({ health: row.health, ready: row.ready, total: row.total }).toEqual({
      health: view.health,
      ready: view.ready,
      total: view.total,
    })
    expect(view.zones.reduce((sum, zone) => sum + zone.total, 0)).toBe(view.total ?? 0)
    expect(view.zones.reduce((sum, zone) => sum + zone.ready, 0)).toBe(view.ready ?? 0)
  }
})
