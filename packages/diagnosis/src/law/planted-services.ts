import type { Planted } from './planted.ts'
import { ago, anEndpoint, aNode, aPod } from '../testing/web-service.ts'
import { aService, aSlice, type Raw } from './raw.ts'
import { changed, type Plan } from './random-service.ts'

function spec(change: Raw): Planted['plant'] {
  return plan => {
    plan.service = changed(plan.service, { spec: change })
    return []
  }
}

/** Pods named through `subdomain`, and a StatefulSet that says `serviceName`. */
function named(plan: Plan, { subdomain, serviceName }: { subdomain: string; serviceName: string }): void {
  const renamed = (pod: Raw) => changed(pod, { spec: { subdomain } })
  plan.pods = plan.pods.map(renamed)
  plan.churn = plan.churn.map(renamed)
  if (plan.workload !== null) plan.workload = ['statefulsets', changed(plan.workload[1], { spec: { serviceName } })]
}

function isHeadless({ service }: Plan): boolean {
  return Object(service).spec.clusterIP === 'None'
}

function hasAddress(plan: Plan): boolean {
  return !isHeadless(plan)
}

function hasIPv4({ service }: Plan): boolean {
  return Object(service).spec.ipFamilies.includes('IPv4')
}

/** A slice that another writer adds to those of the controller. */
function byHand(targetRef: Raw): Raw {
  return aSlice([anEndpoint(80, { targetRef })], { name: 'by-hand', labels: {} })
}

/** A StatefulSet's Service that misses the pods is proven to, whichever likely mistake made it so. */
const GOVERNING = ['SC-F4']
const PORT = { name: 'http', protocol: 'TCP', port: 80 }

/** A to G: what is wrong with a Service or what stands around it. */
export const PLANTED_SERVICES: readonly Planted[] = [
  {
    code: 'SC-A7',
    plant: plan => {
      const labels = { 'service.kubernetes.io/service-proxy-name': 'mesh' }
      plan.service = changed(plan.service, { metadata: { labels } })
      return []
    },
    fits: hasAddress,
  },
  {
    code: 'SC-A8',
    plant: plan => {
      plan.service = changed(plan.service, { metadata: { deletionTimestamp: ago(600) } })
      return []
    },
  },
  { code: 'SC-B2', also: GOVERNING, plant: spec({ selector: { app: 'wbe' } }) },
  { code: 'SC-B3', also: GOVERNING, plant: spec({ selector: { app: 'web', release: 'blue' } }) },
  {
    code: 'SC-B5',
    plant: plan => {
      plan.pods = []
      plan.churn = []
      if (plan.workload === null) return []
      const [kind, workload] = plan.workload
      const scaled = { spec: { replicas: 0 }, status: { replicas: 0, conditions: [] } }
      plan.workload = [kind, changed(workload, scaled)]
      return []
    },
  },
  {
    code: 'SC-C6',
    plant: plan => {
      plan.service = changed(plan.service, { spec: { ipFamilies: ['IPv6'] } })
      plan.pods = plan.pods.map((pod, n) =>
        changed(pod, { status: { podIP: `10.4.0.${n}`, podIPs: [{ ip: `10.4.0.${n}` }] } }),
      )
      plan.churn = []
      return []
    },
  },
  { code: 'SC-E1', plant: spec({ ports: [{ ...PORT, targetPort: 'nothing' }] }) },
  { code: 'SC-E2', plant: spec({ ports: [{ ...PORT, protocol: 'UDP', targetPort: 'http' }] }) },
  { code: 'SC-E3', fits: hasAddress, plant: spec({ ports: [{ ...PORT, targetPort: 9090 }] }) },
  {
    code: 'SC-E5',
    fits: hasAddress,
    plant: plan => {
      plan.service = changed(plan.service, { spec: { internalTrafficPolicy: 'Local' } })
      const client = { metadata: { name: 'client', uid: 'client', labels: {} }, spec: { nodeName: 'n7' } }
      return [
        ['nodes', aNode('n7', 'eu-1a')],
        ['pods', aPod(72, client)],
      ]
    },
  },
  {
    code: 'SC-E8',
    plant: () => [
      [
        'networkpolicies',
        {
          metadata: { name: 'deny', namespace: 'shop', uid: 'deny' },
          spec: { podSelector: {}, policyTypes: ['Ingress'], ingress: [] },
        },
      ],
    ],
  },
  {
    code: 'SC-E9',
    plant: plan => {
      const { status } = Object(plan.pods[0] ?? {})
      const { podIP, podIPs } = status
      return [['pods', aPod(70, { metadata: { name: 'twin', uid: 'twin', labels: {} }, status: { podIP, podIPs } })]]
    },
  },
  {
    code: 'SC-E13',
    plant: plan => {
      const ownerReferences = [{ kind: 'DaemonSet', name: 'kube-proxy', uid: 'kube-proxy', controller: true }]
      const metadata = { name: 'kube-proxy-x', namespace: 'kube-system', uid: 'agent', labels: {}, ownerReferences }
      const { nodeName } = Object(plan.pods[0] ?? {}).spec
      return [['pods', aPod(71, { metadata, spec: { nodeName }, status: { conditions: [] } })]]
    },
  },
  { code: 'SC-E14a', fits: hasAddress, plant: spec({ type: 'LoadBalancer' }) },
  {
    code: 'SC-E15',
    plant: () => [
      [
        'endpoints',
        {
          metadata: { name: 'web', namespace: 'shop', uid: 'endpoints' },
          subsets: [{ addresses: [{ ip: '10.7.0.1' }], ports: [{ port: 8080 }] }],
        },
      ],
    ],
  },
  {
    code: 'SC-F1',
    fits: isHeadless,
    plant: plan => {
      named(plan, { subdomain: 'peers', serviceName: 'peers' })
      return []
    },
  },
  {
    code: 'SC-F2',
    fits: isHeadless,
    plant: plan => {
      named(plan, { subdomain: 'peers', serviceName: 'peers' })
      const metadata = { name: 'peers', uid: 'peers', creationTimestamp: ago(86_400) }
      return [['services', aService({ clusterIP: 'None', clusterIPs: ['None'] }, metadata)]]
    },
  },
  {
    code: 'SC-F3',
    fits: isHeadless,
    plant: spec({ clusterIP: '10.96.0.9', clusterIPs: ['10.96.0.9'] }),
  },
  { code: 'SC-F6', fits: isHeadless, plant: spec({ ports: [{ protocol: 'TCP', port: 80, targetPort: 8080 }] }) },
  {
    code: 'SC-F7',
    fits: isHeadless,
    plant: plan => {
      named(plan, { subdomain: 'web', serviceName: 'web-new' })
      return []
    },
  },
  {
    code: 'SC-G3',
    fits: hasIPv4,
    plant: () => [['endpointslices', byHand({ kind: 'Pod', namespace: 'shop', name: 'gone', uid: 'gone' })]],
  },
  {
    code: 'SC-G4',
    fits: hasIPv4,
    plant: () => [['endpointslices', byHand({ kind: 'Pod', namespace: 'pay', name: 'victim', uid: 'victim' })]],
  },
  {
    code: 'SC-G8',
    plant: plan => {
      if (plan.workload === null) return []
      const [kind, workload] = plan.workload
      plan.workload = [kind, changed(workload, { spec: { replicas: plan.pods.length + 2 } })]
      return []
    },
  },
  {
    code: 'SC-G10',
    plant: () => [
      [
        'ingresses',
        {
          metadata: { name: 'front', namespace: 'shop', uid: 'front' },
          spec: {
            rules: [{ http: { paths: [{ path: '/', backend: { service: { name: 'web', port: { number: 9 } } } }] } }],
          },
        },
      ],
    ],
  },
]
