import {
  makeDeployment,
  makeNamespace,
  makeNodes,
  makePod,
  makeService,
  makeSlice,
  makeStatefulSet,
  setPodStatus,
} from '@slicescope/control-plane'
import { useControlPlane } from '@slicescope/control-plane/vitest'
import type { Row, ServiceView } from '@slicescope/view'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type SlicescopeProcess, startSlicescope } from '../slicescope-process.ts'
import { getJson } from './compare-with-kubectl.ts'

const plane = useControlPlane()
let slicescope: SlicescopeProcess
let cluster = ''

/** Services of everyday kinds with nothing wrong; whoever calls one of them broken is wrong. */
const HEALTHY = Array.from({ length: 12 }, (_, at) => `well-${at}`)

beforeAll(async () => {
  const { api } = plane()
  await makeNodes(api, { count: 6, zones: ['a', 'b', 'c'] })
  const [still = ''] = await makeNodes(api, { count: 1, zones: ['a'], simulated: false, prefix: 'still' })
  await makeNamespace(api, 'store')
  await makeNamespace(api, 'elsewhere')
  for (const [at, name] of HEALTHY.entries()) {
    await makeService(api, { namespace: 'store', name, headless: at % 3 === 2 })
    const make = at % 3 === 2 ? makeStatefulSet : makeDeployment
    await make(api, { namespace: 'store', name, replicas: 2 + (at % 3) })
  }
  await makeService(api, { namespace: 'store', name: 'typo', selector: { app: 'wlel-0' } })
  await makeService(api, { namespace: 'store', name: 'no-selector', selector: null })
  await makeService(api, {
    namespace: 'store',
    name: 'outside',
    spec: { type: 'ExternalName', externalName: 'db.example.com' },
  })
  await makeService(api, { namespace: 'store', name: 'asleep' })
  await makeDeployment(api, { namespace: 'store', name: 'asleep', replicas: 0 })
  await makeService(api, { namespace: 'store', name: 'stuck' })
  await makeDeployment(api, {
    namespace: 'store',
    name: 'stuck',
    replicas: 2,
    pods: { spec: { nodeSelector: { disk: 'none-has-it' } } },
  })
  await makeService(api, {
    namespace: 'store',
    name: 'port-name',
    ports: [{ name: 'http', port: 80, targetPort: 'no-such-port' }],
  })
  await makeDeployment(api, { namespace: 'store', name: 'port-name', replicas: 2 })
  await makeService(api, { namespace: 'store', name: 'crashing' })
  await makePod(api, { namespace: 'store', name: 'crashing-0', labels: { app: 'crashing' }, nodeName: still })
  await setPodStatus(
    api,
    { namespace: 'store', name: 'crashing-0' },
    {
      ips: ['10.99.0.1'],
      ready: false,
      status: {
        containerStatuses: [
          {
            name: 'main',
            image: 'example.com/main:1',
            imageID: '',
            ready: false,
            started: false,
            restartCount: 7,
            state: { waiting: { reason: 'CrashLoopBackOff' } },
            lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } },
          },
        ],
      },
    },
  )
  await makeService(api, { namespace: 'store', name: 'by-hand', selector: null })
  await makeSlice(api, {
    namespace: 'store',
    name: 'by-hand-1',
    service: 'by-hand',
    endpoints: [{ addresses: ['10.98.0.1'], conditions: { ready: false } }],
  })
  slicescope = await startSlicescope({ args: ['--kubeconfig', plane().kubeconfig.reader] })
  cluster =
    (await getJson<{ clusters: readonly { slug: string }[] }>(slicescope, '/api/clusters')).clusters[0]?.slug ?? ''
  await plane().settled()
})

afterAll(() => slicescope?.stop())

const viewOf = (name: string) =>
  getJson<ServiceView>(slicescope, `/api/clusters/${cluster}/namespaces/store/services/${name}`)

test.each([
  ['typo', 'SC-B2'],
  ['no-selector', 'SC-A2'],
  ['outside', 'SC-A1'],
  ['asleep', 'SC-B5'],
  ['stuck', 'SC-C1'],
  ['port-name', 'SC-E1'],
  ['crashing', 'SC-D2'],
  ['by-hand', 'SC-A6'],
])('%s: %s comes first, and the row says the same', async (name, code) => {
  await vi.waitFor(
    async () => {
      const view = await viewOf(name)
      expect(view.findings.map(finding => finding.code)[0]).toBe(code)
      const { services } = await getJson<{ services: readonly Row[] }>(
        slicescope,
        `/api/clusters/${cluster}/services?q=store/${name}`,
      )
      const row = services.find(each => each.name === name)
      expect([row?.verdict, row?.severity]).toEqual([view.verdict.sentence, view.verdict.severity])
    },
    { timeout: 60_000, interval: 250 },
  )
})

test('healthy Services of all kinds get no warning', async () => {
  for (const name of HEALTHY) {
    const view = await viewOf(name)
    expect({ name, health: view.health }).toEqual({ name, health: 'healthy' })
    const alarms = view.findings.filter(({ severity }) => severity !== 'info')
    expect({ name, alarms: alarms.map(({ code, title }) => `${code} ${title}`) }).toEqual({ name, alarms: [] })
  }
})

async function wells(): Promise<readonly Row[]> {
  const { services } = await getJson<{ services: readonly Row[] }>(
    slicescope,
    `/api/clusters/${cluster}/services?q=store/well`,
  )
  return services
}

test('a rolling update of all of them is critical for none, and leaves no warning', async () => {
  const critical = new Set<string>()
  const look = async () => {
    for (const { name, severity, verdict } of await wells())
      if (severity === 'critical') critical.add(`${name}: ${verdict}`)
    return 'moving'
  }
  const kinds = HEALTHY.map((name, at) => `${at % 3 === 2 ? 'statefulset' : 'deployment'}/${name}`)
  await plane().kubectl(['-n', 'store', 'set', 'env', ...kinds, 'REVISION=2'])
  const settled = plane()
    .settled()
    .then(() => 'settled')
  while ((await Promise.race([settled, look()])) === 'moving');
  expect([...critical]).toEqual([])
  await vi.waitFor(async () => {
    const loud = (await wells()).filter(({ severity }) => severity === 'warning' || severity === 'critical')
    expect(loud.map(({ name, verdict }) => `${name}: ${verdict}`)).toEqual([])
  })
})

test('the get or describe command of a finding, run by real kubectl, is understood and prints', async () => {
  const run: string[] = []
  for (const name of ['typo', 'stuck', 'asleep', 'port-name', 'by-hand']) {
    const [finding] = (await viewOf(name)).findings
    const [program, ...words] = (finding?.kubectl ?? '').split(' ')
    expect(program).toBe('kubectl')
    // Logs need a kubelet, and what is quoted for a shell is left to people.
    if (!words.some(word => word === 'get' || word === 'describe') || /['|]/.test(words.join(' '))) continue
    const { stdout } = await plane().kubectl(words)
    expect([finding?.kubectl, stdout]).toEqual([finding?.kubectl, expect.stringMatching(/\S/)])
    run.push(name)
  }
  expect(run).toContain('typo')
})
