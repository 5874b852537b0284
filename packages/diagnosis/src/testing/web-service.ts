import {
  FALLBACK,
  aNode,
  anEndpoint,
  aPod,
  aService,
  aSlice,
  NOT_READY,
  NOW,
  READY,
  TERMINATING,
  TestCluster,
} from '@slicescope/graph/testing'
import { must } from '@slicescope/model'
import type { Begun } from '../changes/begun.ts'
import { concerning } from '../changes/concerns.ts'
import { seenIn } from '../changes/seen-in.ts'
import type { Watched } from '../changes/watched.ts'
import { chooseVerdict, type Verdict } from '../choose-verdict.ts'
import type { ServedThen } from '../losses/served-then.ts'
import { diagnose } from '../diagnose.ts'
import type { LeaseOf, LeaseState, ReadLease } from '../slices/leases.ts'
import type { Evidence } from '../evidence.ts'
import type { Diagnosis, Finding } from '../finding.ts'
import { lossOfCase } from '../losses/loss-of-case.ts'

/** Helpers for tests: the Service shop/web and what is around it, told as the API would. */

export { NOW }

type Raw = Readonly<Record<string, unknown>>

/** RFC 3339, that many seconds before NOW. */
export function ago(seconds: number): string {
  return new Date(NOW - seconds * 1000).toISOString()
}

const WATCHED = new WeakMap<TestCluster, readonly Watched[]>()

/** What happens to shop/web in it from now on is seen, `seconds` before NOW. */
export function watch(cluster: TestCluster, seconds = 60): TestCluster {
  const { listers } = cluster.store
  const time = NOW - seconds * 1000
  cluster.onDeltas(deltas => {
    const service = must(listers.services.get('shop/web'))
    const fresh = deltas.flatMap(delta => concerning(service, { seen: seenIn(delta), delta, listers }))
    WATCHED.set(cluster, [...watchedIn(cluster), ...fresh.map(seen => ({ ...seen, time, last: time }))])
  })
  return cluster
}

const LEASES = new WeakMap<TestCluster, LeaseOf>()

/** Read now for the first time, as a kubelet leaves it. */
export function aLease(change: Partial<ReadLease> = {}): ReadLease {
  const times = { renewTime: ago(55), first: NOW, last: NOW, isRenewed: false }
  return { state: 'known', holder: 'n3', holdsMs: 40_000, ...times, ...change }
}

/** All Leases of it are as told. */
export function withLeases(cluster: TestCluster, lease: LeaseState): TestCluster {
  LEASES.set(cluster, () => lease)
  return cluster
}

export function watchedIn(cluster: TestCluster): readonly Watched[] {
  return WATCHED.get(cluster) ?? []
}

export function evidenceOf(cluster: TestCluster, more: Partial<Evidence> = {}): Evidence {
  const leases = LEASES.get(cluster)
  return { ...cluster.inputs, watched: watchedIn(cluster), ...(leases === undefined ? {} : { leases }), ...more }
}

export function diagnoseWeb(cluster: TestCluster, more: Partial<Evidence> = {}, now: number = NOW): Diagnosis {
  cluster.now = now
  return diagnose(cluster.graph('shop/web'), evidenceOf(cluster, more), now)
}

/** The verdict of shop/web for every reader; of these findings instead of its own. */
export function verdictIn(
  cluster: TestCluster,
  { findings, begun = new Map(), more = {}, served }: VerdictAsked = {},
): Verdict {
  const evidence = evidenceOf(cluster, more)
  const graph = cluster.graph('shop/web')
  const { cannotTell, where, ...diagnosis } = diagnose(graph, evidence, NOW)
  const service = must(evidence.listers.services.get('shop/web'))
  const loss = lossOfCase({ service, graph, evidence, now: NOW })
  return chooseVerdict({
    summary: graph.summary,
    absent: graph.absentPods?.length ?? null,
    loss,
    past: null,
    severity: loss?.severity ?? null,
    quietUntil: 0,
    diagnosed: {
      findings: findings ?? diagnosis.findings,
      cannotTell,
      where,
      begun,
      ...(served === undefined ? {} : { served }),
    },
    outcomes: [],
    explained: {},
    now: NOW,
  })
}

interface VerdictAsked {
  readonly findings?: readonly Finding[]
  readonly begun?: ReadonlyMap<Finding, Begun>
  readonly more?: Partial<Evidence>
  readonly served?: ServedThen
}

/** The finding of that code, which must be there. */
export function findingOf(cluster: TestCluster, code: string, more: Partial<Evidence> = {}): Finding {
  const { findings } = diagnoseWeb(cluster, more)
  const seen = findings.map(finding => finding.code).join()
  return must(
    findings.find(finding => finding.code === code),
    `${code} among ${seen || 'no findings'}`,
  )
}

export function codesOf(cluster: TestCluster, more: Partial<Evidence> = {}): readonly string[] {
  return diagnoseWeb(cluster, more).findings.map(({ code }) => code)
}

/** Pod web-n on node-n's place: scheduled on `node`, born an hour ago, ready unless told otherwise. */
export function podOn(node: string, n: number, change: Raw = {}): Raw {
  const { metadata = {}, spec = {}, status = {} } = change
  return aPod(n, {
    metadata: { creationTimestamp: ago(3600), ...Object(metadata) },
    spec: {
      nodeName: node,
      containers: [{ name: 'main', readinessProbe: { httpGet: { port: 8080 } } }],
      ...Object(spec),
    },
    status: { containerStatuses: [runningContainer('main')], ...Object(status) },
  })
}

export function runningContainer(name: string, change: Raw = {}): Raw {
  return { name, ready: true, started: true, restartCount: 0, state: { running: {} }, ...change }
}

/** Of a pod that is not Ready because its containers are not. */
export function notReadyStatus(...statuses: readonly Raw[]): Raw {
  const names = statuses.filter(({ ready }) => ready !== true).map(({ name }) => name)
  return {
    conditions: [
      {
        type: 'Ready',
        status: 'False',
        reason: 'ContainersNotReady',
        message: `containers with unready status: [${names.join(' ')}]`,
        lastTransitionTime: ago(600),
      },
    ],
    containerStatuses: statuses,
  }
}

/** What the controller writes for pods: one slice, in the order given. `ready` by the pod's condition. */
export function sliceOf(pods: readonly Raw[], zones: Readonly<Record<string, string>> = {}, change: Raw = {}): Raw {
  const endpoints = pods.map(pod => {
    const { metadata, spec, status } = Object(pod)
    const ready = Object(status).conditions.some(
      (condition: Raw) => condition['type'] === 'Ready' && condition['status'] === 'True',
    )
    const zone = zones[spec.nodeName]
    return {
      addresses: [status.podIP],
      conditions: ready ? READY : NOT_READY,
      nodeName: spec.nodeName,
      ...(zone === undefined ? {} : { zone }),
      targetRef: { kind: 'Pod', namespace: 'shop', name: metadata.name, uid: metadata.uid },
    }
  })
  return aSlice(endpoints, {
    labels: { 'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io' },
    ...change,
  })
}

/** Service, nodes, pods and their slice, as they are when the controllers are done. Nodes are ready, node -> zone. */
export function cluster(
  pods: readonly Raw[],
  nodes: Readonly<Record<string, string>> = { n1: 'eu-1a', n2: 'eu-1b' },
): TestCluster {
  const made = new TestCluster()
  made.set('services', aService({}, { creationTimestamp: ago(86_400) }))
  for (const [name, zone] of Object.entries(nodes)) made.set('nodes', aNode(name, zone))
  made.set('namespaces', { metadata: { name: 'shop', uid: 'ns-shop' }, status: { phase: 'Active' } })
  made.set('pods', ...pods)
  made.set('endpointslices', sliceOf(pods, nodes))
  return made
}

export { FALLBACK, aNode, anEndpoint, aPod, aService, aSlice, NOT_READY, READY, TERMINATING, TestCluster }
