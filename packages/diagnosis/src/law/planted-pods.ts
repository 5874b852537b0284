import { ago, notReadyStatus, runningContainer } from '../testing/web-service.ts'
import type { Planted } from './planted.ts'
import { aNode, FAILING, NODE_LOST, PENDING, type Raw } from './raw.ts'
import { changed, type Plan, type Random } from './random-service.ts'

interface Change {
  readonly metadata?: Raw
  readonly spec?: Raw
  readonly status?: Raw
}

function changePod(plan: Plan, n: number, change: Change): Raw {
  const at = n % plan.pods.length
  const pod = changed(plan.pods[at] ?? {}, change)
  plan.pods = plan.pods.with(at, pod)
  return pod
}

function one(change: Change): Planted['plant'] {
  return (plan, random) => {
    changePod(plan, random(9), change)
    return []
  }
}

function all(change: (pod: Raw) => Change): Planted['plant'] {
  return plan => {
    plan.pods = plan.pods.map(pod => changed(pod, change(pod)))
    return []
  }
}

function stateOf(state: Raw, lastState: Raw = {}): Raw {
  return notReadyStatus({ name: 'main', ready: false, restartCount: 3, state, lastState })
}

function eventAbout({ name, namespace, uid }: Raw): Raw {
  return {
    metadata: { name: `${String(name)}.1`, namespace, uid: `event-${String(name)}` },
    involvedObject: { kind: 'Pod', namespace, name, uid },
    type: 'Warning',
  }
}

const PROBE = { httpGet: { port: 'http' } }
const MAIN = { name: 'main', image: 'web:1', ports: [{ name: 'http', containerPort: 8080 }], readinessProbe: PROBE }

function isDeployment({ workload }: Plan): boolean {
  return workload?.[0] === 'deployments'
}

/** With publishNotReadyAddresses the controller does not ask for the Node. */
function leavesOut({ service }: Plan): boolean {
  return Object(service).spec.publishNotReadyAddresses !== true
}

/** The Node of one of the pods. */
function nodeOf(plan: Plan, random: Random): string {
  return Object(plan.pods[random(plan.pods.length)] ?? {}).spec.nodeName
}

/** Not ready while its peers have no names: another fact of the same pod, where pods have names. */
const NAMELESS = ['SC-F5']

/** C and D: what is wrong with pods. */
export const PLANTED_PODS: readonly Planted[] = [
  {
    code: 'SC-C1',
    also: NAMELESS,
    plant: one({
      spec: { nodeName: undefined },
      status: {
        ...PENDING,
        conditions: [
          { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/6 nodes are available.' },
        ],
      },
    }),
  },
  { code: 'SC-C2', also: NAMELESS, plant: one({ status: PENDING }) },
  {
    code: 'SC-C3',
    also: NAMELESS,
    plant: one({
      status: {
        conditions: [
          { type: 'Initialized', status: 'False' },
          { type: 'Ready', status: 'False' },
        ],
        initContainerStatuses: [
          { name: 'migrate', ready: false, restartCount: 4, state: { waiting: { reason: 'CrashLoopBackOff' } } },
        ],
        containerStatuses: [{ name: 'main', ready: false, state: { waiting: { reason: 'PodInitializing' } } }],
      },
    }),
  },
  {
    code: 'SC-C4',
    plant: plan => {
      const status = { phase: 'Failed', reason: 'Evicted', conditions: [{ type: 'Ready', status: 'False' }] }
      plan.pods = plan.pods.map(pod => changed(pod, { status }))
      plan.churn = []
      return []
    },
  },
  { code: 'SC-C5', fits: leavesOut, plant: one({ spec: { nodeName: 'n9' } }) },
  {
    code: 'SC-D1',
    also: NAMELESS,
    plant: one({ status: stateOf({ waiting: { reason: 'ImagePullBackOff' } }) }),
  },
  {
    code: 'SC-D2',
    also: NAMELESS,
    plant: one({ status: stateOf({ waiting: { reason: 'CrashLoopBackOff' } }) }),
  },
  {
    code: 'SC-G34',
    also: NAMELESS,
    // Later its kubelet has said nothing of it for longer than it ever waits.
    ages: [5, 70],
    plant: (plan, random) => {
      const lastState = { terminated: { exitCode: 143, reason: 'Error' } }
      const status = stateOf({ waiting: { reason: 'CrashLoopBackOff' } }, lastState)
      const { metadata } = Object(changePod(plan, random(9), { status }))
      const message = 'Liveness probe failed: Get "http://10.0.0.1:8080/": context deadline exceeded'
      return [['events', { ...eventAbout(metadata), reason: 'Unhealthy', message, lastTimestamp: ago(60) }]]
    },
  },
  {
    code: 'SC-D3',
    also: NAMELESS,
    plant: one({
      spec: { containers: [{ ...MAIN, startupProbe: PROBE }] },
      status: notReadyStatus(runningContainer('main', { ready: false, started: false })),
    }),
  },
  { code: 'SC-D4', also: NAMELESS, plant: one({ status: FAILING }) },
  {
    code: 'SC-D5',
    also: [...NAMELESS, 'SC-D4'],
    plant: one({ spec: { containers: [{ ...MAIN, readinessProbe: { httpGet: { port: 9090 } } }] }, status: FAILING }),
  },
  {
    code: 'SC-D6',
    also: NAMELESS,
    plant: one({
      spec: { readinessGates: [{ conditionType: 'example.com/lb' }] },
      status: { conditions: [{ type: 'Ready', status: 'False', reason: 'ReadinessGatesNotReady' }] },
    }),
  },
  {
    code: 'SC-D7',
    also: [...NAMELESS, 'SC-D4'],
    plant: one({
      spec: { containers: [MAIN, { name: 'proxy', readinessProbe: { tcpSocket: { port: 15001 } } }] },
      status: notReadyStatus(runningContainer('main'), runningContainer('proxy', { ready: false })),
    }),
  },
  // Later they are stuck, and what holds them is the cause.
  { code: 'SC-D8', ages: [5], plant: all(() => ({ metadata: { deletionTimestamp: ago(5) } })) },
  {
    code: 'SC-D9',
    also: NAMELESS,
    plant: (plan, random) => {
      const name = nodeOf(plan, random)
      for (const [n, pod] of plan.pods.entries())
        if (Object(pod).spec.nodeName === name) changePod(plan, n, { status: NODE_LOST })
      return [['nodes', aNode(name, 'eu-1a', false)]]
    },
  },
  {
    code: 'SC-G16',
    plant: (plan, random) => [['nodes', aNode(nodeOf(plan, random), 'eu-1a', false)]],
  },
  {
    code: 'SC-D11',
    also: ['SC-D4'],
    fits: isDeployment,
    plant: (plan, random) => {
      changePod(plan, random(9), { status: FAILING })
      const conditions = [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' }]
      if (plan.workload !== null) plan.workload = ['deployments', changed(plan.workload[1], { status: { conditions } })]
      return []
    },
  },
  {
    code: 'SC-E11',
    plant: (plan, random) => {
      const node = aNode(nodeOf(plan, random), 'eu-1a')
      const conditions = [
        { type: 'Ready', status: 'True' },
        { type: 'NetworkUnavailable', status: 'True' },
      ]
      return [['nodes', { ...node, status: { conditions } }]]
    },
  },
  {
    code: 'SC-E12a',
    plant: (plan, random) => {
      const nodeName = nodeOf(plan, random)
      const spec = { hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet', nodeName }
      changePod(plan, 0, { spec })
      changePod(plan, 1, { spec })
      return []
    },
  },
  { code: 'SC-E12b', plant: one({ spec: { hostNetwork: true, dnsPolicy: 'ClusterFirst' } }) },
  {
    code: 'SC-G7',
    plant: (plan, random) => {
      changePod(plan, random(9), { metadata: { deletionTimestamp: ago(600), finalizers: ['example.com/hold'] } })
      if (plan.workload === null) return []
      const [kind, workload] = plan.workload
      // The pod that replaced it is among the others.
      plan.workload = [kind, changed(workload, { spec: { replicas: plan.pods.length - 1 } })]
      return []
    },
  },
  {
    code: 'SC-G9',
    also: [...NAMELESS, 'SC-D4'],
    plant: (plan, random) => {
      changePod(plan, random(9), { status: FAILING })
      const clientConfig = { service: { namespace: 'shop', name: 'web' } }
      const metadata = { name: 'guard', uid: 'guard' }
      return [['validatingwebhookconfigurations', { metadata, webhooks: [{ name: 'a', clientConfig }] }]]
    },
  },
  { code: 'SC-G11', plant: all(() => ({ spec: { containers: [{ ...MAIN, readinessProbe: undefined }] } })) },
]
