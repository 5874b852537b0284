import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
import { comparisonSchema, historySchema, timelineSchema } from '@slicescope/view'
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest'
import { followCluster, type FollowedCluster } from '../followed-cluster.ts'
import { expectSameAsKubectl } from './compare-with-kubectl.ts'
import { AnswerKeeper } from './kept-answers.ts'

let plane: ControlPlane
let followed: FollowedCluster
let history: string
let keeper: AnswerKeeper

beforeAll(async () => {
  history = await mkdtemp(join(tmpdir(), 'slicescope-recorded-'))
  plane = await startControlPlane()
  await makeNodes(plane.api, { count: 9, zones: ['eu-1a', 'eu-1b', 'eu-1c'] })
  await makeNamespace(plane.api, 'web')
  await editBefore()
  followed = await follow()
  await isRecorded()
  keeper = new AnswerKeeper(followed, 'web')
})

afterAll(async () => {
  await keeper?.stop()
  await followed?.slicescope.stop()
  await plane?.stop()
  await rm(history, { recursive: true, force: true })
})

function follow(): Promise<FollowedCluster> {
  return followCluster(plane.kubeconfig.reader, ['--history', history])
}

/** Recording begins once the cluster is listed. */
async function isRecorded(): Promise<void> {
  await waitFor(async () => (await followed.ask(`services?at=${new Date().toISOString()}`)).ok, {
    what: 'the recording to begin',
  })
}

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
  // What is done within two seconds of the making counts as part of it, and times in objects are whole seconds.
  const made = await makingOf('edited')
  await waitFor(() => Date.now() > made + 3_000, { what: 'the making to be past' })
  const patch = '{"spec":{"publishNotReadyAddresses":true}}'
  await plane.kubectl(['-n', 'web', 'patch', 'service', 'edited', '--field-manager', 'by-hand', '-p', patch])
  await plane.kubectl(['-n', 'web', 'scale', 'deployment', 'edited', '--replicas', '1'])
  await plane.settled()
}

/** When the first ReplicaSet of a Deployment was made, in ms since the epoch. */
async function makingOf(name: string): Promise<number> {
  const times = 'jsonpath={.items[0].metadata.creationTimestamp}'
  const { stdout } = await plane.kubectl(['-n', 'web', 'get', 'replicasets', '-l', `app=${name}`, '-o', times])
  return Date.parse(stdout)
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

test('a selector edited by hand, and set right again', async () => {
  showLogs()
  await select('serach')
  await waitFor(async () => (await viewOf('search')).total === 0, { what: 'the backends to be gone' })
  await select('search')
  await waitFor(async () => (await viewOf('search')).ready === 12, { what: 'the backends to be back' })
  const changes = (await viewOf('search')).changes.map(({ text }) => text)
  expect(changes).toContainEqual(expect.stringContaining('selector'))
})

async function select(app: string): Promise<void> {
  const patch = JSON.stringify({ spec: { selector: { app } } })
  await plane.kubectl(['-n', 'web', 'patch', 'service', 'search', '-p', patch])
}

test('a node lost with its pods, and back', async () => {
  showLogs()
  const { backends } = await viewOf('search')
  const node = String(backends[0]?.nodeName)
  const lost = backends.filter(({ nodeName }) => nodeName === node).map(({ name }) => name)
  await turnNode(node, false)
  for (const name of lost) await setPodFate(plane.api, { namespace: 'web', name }, 'hang')
  await waitFor(async () => (await viewOf('search')).ready === 12 - lost.length, { what: 'the node to be lost' })
  expect((await viewOf('search')).nodes.find(({ name }) => name === node)?.ready).toBe(false)
  await turnNode(node, true)
  for (const name of lost) await setPodFate(plane.api, { namespace: 'web', name }, null)
  await waitFor(async () => (await viewOf('search')).ready === 12, { what: 'the node to be back' })
})

/** As the node controller writes it of a Node whose kubelet has stopped, and as the kubelet does when it is back. */
async function turnNode(name: string, isUp: boolean): Promise<void> {
  const lastTransitionTime = new Date().toISOString()
  const told = isUp ? { status: 'True', reason: 'KubeletReady' } : { status: 'Unknown', reason: 'NodeStatusUnknown' }
  const conditions = [{ type: 'Ready', ...told, message: '', lastTransitionTime }]
  await plane.api.patch(`/api/v1/nodes/${name}/status`, { status: { conditions } })
}

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

test('all that was shown is shown again by its position', async () => {
  showLogs()
  await keeper.stop()
  expect(keeper.positions).toBeGreaterThan(20)
  expect(await keeper.differences(followed)).toEqual([])
})

test('killed and started again, it shows the gap, what is different after it, and all from before', async () => {
  showLogs()
  await isRecorded()
  const [epoch = ''] = keeper.lastPosition.split('-')
  const killed = Date.now()
  await followed.slicescope.kill()
  await scale(plane.api, { namespace: 'web', name: 'search' }, 9)
  await plane.settled()
  followed = await follow()
  await waitFor(() => followed.synced(), { what: 'the cluster to be listed' })
  await isRecorded()
  const { gaps } = historySchema.parse(await (await followed.ask('history')).json())
  expect(gaps).toHaveLength(1)
  const [{ from, to } = { from: '', to: '' }] = gaps
  expect(Date.parse(from)).toBeGreaterThan(killed - MOST_LOST_MS)
  expect(Date.parse(from)).toBeLessThanOrEqual(killed)
  const within = new Date((Date.parse(from) + Date.parse(to)) / 2).toISOString()
  const unseen = { health: 'unknown', ready: null, total: null, gap: { from, to }, lastKnown: { ready: 12, total: 12 } }
  expect(await json(`${SEARCH}?at=${within}`)).toMatchObject(unseen)
  // Of what was shown and never stored nothing is known but the gap.
  expect(await json(`${SEARCH}?at=${epoch}-999999999`)).toMatchObject(unseen)
  expect(await json(`services?at=${within}`)).toMatchObject({
    services: expect.arrayContaining([expect.objectContaining({ name: 'search', ready: null, gap: { from, to } })]),
  })
  const { sentence, backends } = comparisonSchema.parse(await json(`${SEARCH}/compare?from=${from}&to=${to}`))
  expect(sentence).toMatch(/^Between \S+ and \S+ UTC: /)
  expect(backends.filter(({ fate }) => fate === 'gone')).toHaveLength(3)
  const { marks } = timelineSchema.parse(await json(`${SEARCH}/timeline`))
  const told = `${sentence.replace(/\.$/, '')} (nothing was recorded in between)`
  expect(marks).toContainEqual({ at: to, kind: 'after-gap', text: told })
  expect(await keeper.differences(followed, 5)).toEqual([])
})

const SEARCH = 'namespaces/web/services/search'
/** Of what was seen before a crash: a second of a server that runs, and more where three clusters share two cores. */
const MOST_LOST_MS = 10_000

async function json(path: string): Promise<unknown> {
  return (await followed.ask(path)).json()
}
