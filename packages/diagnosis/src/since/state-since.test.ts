import { describe, expect, test } from 'vitest'
import { empty, type Raw, ZONES } from '../law/raw.ts'
import { stateSince } from './state-since.ts'
import { ago, aService, cluster, evidenceOf, NOW, podOn, sliceOf, type TestCluster } from '../testing/web-service.ts'

/** Pod web-n: not Ready, or Ready, since `turned` seconds; started `started` seconds ago. */
function pod(n: number, status: 'True' | 'False', turned: number, started = 3590): Raw {
  const conditions = [{ type: 'Ready', status, lastTransitionTime: ago(turned) }]
  return podOn(`n${n}`, n, { status: { startTime: ago(started), conditions } })
}

function slice(pods: readonly Raw[], trigger: number | null, change: Raw = {}): Raw {
  const { metadata, ...rest } = sliceOf(pods, ZONES)
  const annotations = trigger === null ? {} : { 'endpoints.kubernetes.io/last-change-trigger-time': ago(trigger) }
  const ownerReferences = [{ kind: 'Service', name: 'web', uid: 'service-web', controller: true }]
  return { ...rest, metadata: { ...Object(metadata), annotations, ownerReferences, ...change } }
}

function web(pods: readonly Raw[], trigger: number | null, change: Raw = {}): TestCluster {
  const made = cluster(pods, ZONES)
  made.set('endpointslices', slice(pods, trigger, change))
  return made
}

function secondsOf(made: TestCluster): number | null {
  const since = stateSince(made.graph('shop/web'), evidenceOf(made))
  return since === null ? null : (NOW - since.time) / 1000
}

const LOST = [pod(1, 'False', 60), pod(2, 'False', 90), pod(3, 'False', 40)]
const ONE_LOST = [pod(1, 'True', 3000), pod(2, 'True', 3000), pod(3, 'False', 40)]

/** For an empty Service. */
function made(generation: number, seconds: number, service: Raw = {}): TestCluster {
  const cluster_ = empty(service)
  const placeholder = { endpoints: null, ports: null }
  cluster_.set('endpointslices', {
    ...slice([], 86_400, { generation, creationTimestamp: ago(seconds) }),
    ...placeholder,
  })
  return cluster_
}

function readsOf(made_: TestCluster) {
  return stateSince(made_.graph('shop/web'), evidenceOf(made_))?.reads.map(({ resource }) => resource)
}

describe('[D22-D28] since when, by API objects', () => {
  test.each<[string, TestCluster, number | null]>([
    ['[D24] down since the last pod was lost', web(LOST, 40), 40],
    ['[D25] written for one that was lost a little earlier, with it', web(LOST, 60), 40],
    ['[D25] not where nothing tells why it was written: a pod may have gone', web(LOST, null), null],
    ['[D25] not where it was written for another pod, later', web(LOST, 20), null],
    ['[D25] not where it was written long before', web(LOST, 90), null],
    ['[D25] not where a new controller gives the time of creation', web(LOST, 86_400), null],
    ['[D26] not by a pod that was never Ready', web([pod(1, 'False', 3590), pod(2, 'False', 3590)], 3590), null],
    ['[D26] one that was never Ready takes nothing away', web([pod(1, 'False', 40), pod(2, 'False', 3590)], 40), 40],
    ['[D24] degraded since the one that is lost', web(ONE_LOST, 40), 40],
    ['[D25] not where it was written later', web(ONE_LOST, 20), null],
    ['[D27] not where another became Ready after', web([pod(1, 'True', 30), pod(2, 'False', 40)], 40), null],
    ['[D27] not where they were lost long after each other', web([pod(1, 'True', 900), ...LOST.slice(1)], 90), null],
    ['[D28] healthy: no time', web([pod(1, 'True', 40)], 40), null],
    ['[D22] not where somebody else writes the slice', web(LOST, 40, { labels: LABELS }), null],
    ['[D22] not by slices of an older Service of the name', web(LOST, 40, { ownerReferences: null }), null],
    ['[D22] not where there are two of a family', twoSlices(), null],
    ['[D24] not where a backend terminates', web(withTerminating(), 40), null],
    ['[D27] not where a pod is absent', withAbsent(), null],
    ['[D23] empty since its creation, where nothing was ever written', made(1, 86_399), 86_400],
    ['[D23] not where its slice was written again', made(2, 86_399), null],
    ['[D23] not where its slice came later', made(1, 600), null],
    ['[D22] not without a selector', made(1, 86_399, { selector: null }), null],
  ])('%s', (_, cluster_, expected) => {
    expect(secondsOf(cluster_)).toBe(expected)
  })

  test('is told to those who may read pods, unless no pod was looked at; without pods nothing is', () => {
    expect(readsOf(web(LOST, 40))).toEqual(['services', 'endpointslices', 'pods'])
    expect(readsOf(made(1, 86_399))).toEqual(['services', 'endpointslices'])
    const down = web(LOST, 40)
    expect(stateSince(down.graph('shop/web'), evidenceOf(down, { coverage: () => 'loading' }))).toBeNull()
  })
})

const LABELS = { 'kubernetes.io/service-name': 'web', 'endpointslice.kubernetes.io/managed-by': 'somebody' }

function twoSlices(): TestCluster {
  const both = web(LOST, 40)
  both.set('endpointslices', slice(LOST.slice(2), 40, { name: 'web-2', uid: 'slice-web-2' }))
  return both
}

function withTerminating(): readonly Raw[] {
  const { metadata, ...rest } = pod(3, 'False', 40)
  return [...LOST.slice(0, 2), { ...rest, metadata: { ...Object(metadata), deletionTimestamp: ago(30) } }]
}

function withAbsent(): TestCluster {
  const absent = web(ONE_LOST, 40)
  absent.set('services', aService({}, { creationTimestamp: ago(86_400) }))
  absent.set('pods', pod(4, 'False', 3590))
  return absent
}
