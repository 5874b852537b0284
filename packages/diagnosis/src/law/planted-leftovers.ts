import { ago, anEndpoint, runningContainer } from '../testing/web-service.ts'
import type { Planted } from './planted.ts'
import { aNode, aSlice, NODE_LOST, type Raw } from './raw.ts'
import { changed, type Plan, type Random } from './random-service.ts'

function isHeadless({ service }: Plan): boolean {
  return Object(service).spec.clusterIP === 'None'
}

function isDeployment({ workload }: Plan): boolean {
  return workload?.[0] === 'deployments'
}

function isStatefulSet({ workload }: Plan): boolean {
  return workload?.[0] === 'statefulsets'
}

function hasIPv4({ service }: Plan): boolean {
  return Object(service).spec.ipFamilies.includes('IPv4')
}

/** All pods that the workload makes carry these labels too, which its template does not have. */
function labeled(plan: Plan, labels: Raw): void {
  const relabel = (pod: Raw) => changed(pod, { metadata: { labels: { ...Object(pod).metadata.labels, ...labels } } })
  plan.pods = plan.pods.map(relabel)
  plan.churn = plan.churn.map(relabel)
}

function select(plan: Plan, pairs: Raw): void {
  const selector = { ...Object(plan.service).spec.selector, ...pairs }
  plan.service = changed(plan.service, { spec: { selector } })
}

function warn(reason: string, message: string): Raw {
  return {
    metadata: { name: `web.${reason}`, namespace: 'shop', uid: `event-${reason}` },
    involvedObject: { kind: 'Service', namespace: 'shop', name: 'web', uid: 'service-web' },
    type: 'Warning',
    reason,
    message,
    lastTimestamp: ago(5),
  }
}

/** The Node of one of the pods is silent, and the taint manager has deleted its pods. */
function evicted(plan: Plan, random: Random): string {
  const name: string = Object(plan.pods[random(plan.pods.length)]).spec.nodeName
  plan.pods = plan.pods.map(pod =>
    Object(pod).spec.nodeName === name
      ? changed(pod, { metadata: { deletionTimestamp: ago(400) }, status: NODE_LOST })
      : pod,
  )
  return name
}

const REFUSED = 'pods "web-1" is forbidden: exceeded quota: small, requested: pods=1, used: pods=3, limited: pods=3'

/** G23 to G32, and what becomes of a Node's pods when they are deleted. */
export const PLANTED_LEFTOVERS: readonly Planted[] = [
  {
    code: 'SC-D9',
    fits: isStatefulSet,
    plant: (plan, random) => [['nodes', aNode(evicted(plan, random), 'eu-1a', false)]],
  },
  {
    code: 'SC-G23',
    plant: (plan, random) => {
      const at = random(plan.pods.length)
      const status = {
        conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: ago(600) }],
        containerStatuses: [runningContainer('main', { ready: false })],
      }
      const spec = { containers: [{ name: 'main', image: 'web:1', ports: [{ name: 'http', containerPort: 8080 }] }] }
      plan.pods = plan.pods.map((pod, n) => changed(pod, { spec, ...(n === at ? { status } : {}) }))
      return []
    },
    also: ['SC-G11', 'SC-F5'],
  },
  {
    code: 'SC-G24',
    fits: hasIPv4,
    plant: () => {
      const slice = aSlice([anEndpoint(90, { targetRef: null })], {
        name: 'web-held',
        labels: { 'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io' },
      })
      const metadata = { ...Object(slice).metadata, deletionTimestamp: ago(2), finalizers: ['example.com/audit'] }
      return [['endpointslices', { ...slice, metadata }]]
    },
  },
  {
    code: 'SC-G26',
    fits: isDeployment,
    plant: plan => {
      if (plan.workload === null) return []
      const conditions = [
        { type: 'ReplicaFailure', status: 'True', message: REFUSED },
        { type: 'Progressing', status: 'True', reason: 'ReplicaSetUpdated' },
      ]
      plan.workload = [
        'deployments',
        changed(plan.workload[1], { status: { ...Object(plan.workload[1]).status, updatedReplicas: 0, conditions } }),
      ]
      return []
    },
  },
  {
    code: 'SC-G27',
    plant: () => [
      [
        'events',
        warn(
          'FailedToUpdateEndpointSlices',
          'Error updating Endpoint Slices for Service shop/web: etcdserver: no space',
        ),
      ],
    ],
  },
  {
    code: 'SC-G28',
    also: ['SC-F4'],
    plant: plan => {
      labeled(plan, { role: 'replica' })
      select(plan, { role: 'primary' })
      return []
    },
  },
  {
    code: 'SC-G29',
    plant: plan => {
      plan.service = changed(plan.service, { spec: { selector: null } })
      plan.pods = []
      plan.churn = []
      plan.workload = null
      return [['endpoints', { metadata: { name: 'web', namespace: 'shop', uid: 'endpoints-web' } }]]
    },
  },
  {
    code: 'SC-G30',
    also: ['SC-G9', 'SC-F4'],
    fits: isDeployment,
    plant: plan => {
      plan.pods = []
      plan.churn = []
      if (plan.workload === null) return []
      const message = 'Internal error occurred: failed calling webhook "own.example.com": failed to call webhook: Post'
      const conditions = [{ type: 'ReplicaFailure', status: 'True', message }]
      plan.workload = ['deployments', changed(plan.workload[1], { status: { replicas: 0, conditions } })]
      const clientConfig = { service: { namespace: 'shop', name: 'web' } }
      const webhooks = [{ name: 'own.example.com', clientConfig }]
      return [['mutatingwebhookconfigurations', { metadata: { name: 'own', uid: 'own' }, webhooks }]]
    },
  },
  {
    code: 'SC-G31',
    fits: plan => hasIPv4(plan) && !isHeadless(plan),
    plant: () => [
      ['endpointslices', aSlice([{ addresses: ['10.7.0.1', '10.7.0.2'] }], { name: 'by-hand', labels: {} })],
    ],
  },
  {
    code: 'SC-G32',
    also: ['SC-F4'],
    fits: isStatefulSet,
    plant: plan => {
      select(plan, { 'statefulset.kubernetes.io/pod-name': 'web-77' })
      return []
    },
  },
]
