import { notReadyStatus, runningContainer } from '../testing.ts'
import { aNode, FAILING, NODE_LOST, PENDING, type Raw } from './raw.ts'
import type { Plan, Random } from './random-service.ts'

/** A cause put into a healthy Service; `around` is written beside it. */
export interface Planted {
  readonly code: string
  /** What may also explain the loss there, by a fact of its own. */
  readonly also?: readonly string[]
  readonly plant: (plan: Plan, random: Random) => readonly (readonly ['nodes' | 'events', Raw])[]
}

function changePod(plan: Plan, n: number, change: { readonly spec?: Raw; readonly status?: Raw }): Raw {
  const at = n % plan.pods.length
  const pod = Object(plan.pods[at])
  const changed: Raw = {
    ...pod,
    spec: { ...pod.spec, ...change.spec },
    status: { ...pod.status, ...change.status },
  }
  plan.pods = plan.pods.with(at, changed)
  return changed
}

function changeService(plan: Plan, spec: Raw): void {
  plan.service = { ...plan.service, spec: { ...Object(plan.service['spec']), ...spec } }
}

function statusOf(state: Raw): Raw {
  return notReadyStatus({ name: 'main', ready: false, restartCount: 3, state })
}

/** A StatefulSet's Service that misses the pods is proven to, whichever likely mistake made it so. */
const GOVERNING = ['SC-F4']

export const PLANTED: readonly Planted[] = [
  {
    code: 'SC-B2',
    also: GOVERNING,
    plant: plan => {
      changeService(plan, { selector: { app: 'wbe' } })
      return []
    },
  },
  {
    code: 'SC-B3',
    also: GOVERNING,
    plant: plan => {
      changeService(plan, { selector: { app: 'web', release: 'blue' } })
      return []
    },
  },
  {
    code: 'SC-B5',
    plant: plan => {
      plan.pods = []
      if (plan.workload === null) return []
      const [kind, workload] = plan.workload
      const scaled = {
        ...workload,
        spec: { ...Object(workload['spec']), replicas: 0 },
        status: { replicas: 0, conditions: [] },
      }
      plan.workload = [kind, scaled]
      return []
    },
  },
  {
    code: 'SC-C1',
    plant: (plan, random) => {
      const conditions = [
        { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/6 nodes are available.' },
      ]
      changePod(plan, random(9), { spec: { nodeName: undefined }, status: { ...PENDING, conditions } })
      return []
    },
  },
  {
    code: 'SC-D1',
    plant: (plan, random) => {
      changePod(plan, random(9), { status: statusOf({ waiting: { reason: 'ImagePullBackOff' } }) })
      return []
    },
  },
  {
    code: 'SC-D2',
    plant: (plan, random) => {
      changePod(plan, random(9), { status: statusOf({ waiting: { reason: 'CrashLoopBackOff' } }) })
      return []
    },
  },
  {
    code: 'SC-D3',
    plant: (plan, random) => {
      const containers = [
        { name: 'main', ports: [{ name: 'http', containerPort: 8080 }], startupProbe: {}, readinessProbe: {} },
      ]
      const status = notReadyStatus(runningContainer('main', { ready: false, started: false }))
      changePod(plan, random(9), { spec: { containers }, status })
      return []
    },
  },
  {
    code: 'SC-D4',
    plant: (plan, random) => {
      changePod(plan, random(9), { status: FAILING })
      return []
    },
  },
  {
    code: 'SC-D9',
    plant: (plan, random) => {
      const at = random(plan.pods.length)
      const { nodeName } = Object(plan.pods[at] ?? {}).spec
      for (const [n, pod] of plan.pods.entries())
        if (Object(pod).spec.nodeName === nodeName) changePod(plan, n, { status: NODE_LOST })
      return [['nodes', aNode(nodeName, 'eu-1a', false)]]
    },
  },
  {
    code: 'SC-E1',
    plant: plan => {
      changeService(plan, { ports: [{ name: 'http', protocol: 'TCP', port: 80, targetPort: 'nothing' }] })
      return []
    },
  },
]
