import { findTargetPort, isPodFinished, isPodTerminating } from '@slicescope/kubernetes'
import type { NetworkPolicy, Pod, Service } from '@slicescope/model'
import type { Case } from '../case.ts'
import { selectsLabels } from './label-selector.ts'
import { matchedPods } from '../pods/matched-pods.ts'
import { portsOf } from '../pods/named-ports.ts'

/** The policies of the namespace that restrict what may come in to a pod, by name. Needs networkpolicies. */
function policiesFor(pod: Pod, c: Case): readonly NetworkPolicy[] {
  return c
    .read('networkpolicies')
    .byIndex('namespace', c.namespace)
    .filter(({ spec }) => {
      const types = spec?.policyTypes ?? []
      // Without policyTypes a policy is one for ingress (networking.k8s.io defaults).
      return (types.length === 0 || types.includes('Ingress')) && selectsLabels(spec?.podSelector, pod.metadata.labels)
    })
}

/** Whom the policies admit to a Service port: all, all addresses but some exceptions, some peers, none. */
export interface PolicyVerdict {
  readonly port: Service['spec']['ports'][number]
  /** Of the pods; undefined where they lack it. */
  readonly number: number | undefined
  readonly way: 'open' | 'wide' | 'some' | 'closed'
  /** For how many pods that is so, of how many that have not ended. */
  readonly pods: number
  readonly of: number
}

interface Judged {
  readonly policies: readonly [NetworkPolicy, ...NetworkPolicy[]]
  readonly worst: PolicyVerdict
}

/** The policies that select pods, and the Service port that they leave least open for some of these. Null without policies or pods. */
export function policyVerdict(c: Case): Judged | null {
  const pods = matchedPods(c).filter(pod => !isPodFinished(pod) && !isPodTerminating(pod))
  const judged = [...Map.groupBy(pods, ({ metadata }) => metadata.labels).values()].flatMap(alike =>
    judge(alike, pods.length, c),
  )
  const [first] = judged.toSorted((a, b) => WAYS.indexOf(a.worst.way) - WAYS.indexOf(b.worst.way))
  if (first === undefined) return null
  const { port, way } = first.worst
  const same = judged.filter(({ worst }) => worst.port === port && worst.way === way)
  return {
    policies: first.policies,
    worst: { ...first.worst, pods: same.reduce((sum, { worst }) => sum + worst.pods, 0) },
  }
}

/** Of pods with equal labels, which the same policies select. */
function judge([pod, ...others]: readonly Pod[], of: number, c: Case): readonly Judged[] {
  const [first, ...rest] = pod === undefined ? [] : policiesFor(pod, c)
  if (pod === undefined || first === undefined) return []
  const policies = [first, ...rest] as const
  const ways = c.service.spec.ports.map(port => {
    const { protocol = 'TCP' } = port
    const number = findTargetPort(port, pod)
    return { port, number, way: wayIn(policies, { pod, number, protocol }), pods: others.length + 1, of }
  })
  const [worst] = ways.toSorted((a, b) => WAYS.indexOf(a.way) - WAYS.indexOf(b.way))
  return worst === undefined ? [] : [{ policies: [first, ...rest], worst }]
}

const WAYS: readonly PolicyVerdict['way'][] = ['closed', 'some', 'wide', 'open']

interface Target {
  readonly pod: Pod
  readonly number: number | undefined
  readonly protocol: string
}

/** What the policies together leave open: a rule without peers lets everybody in. */
function wayIn(policies: readonly NetworkPolicy[], target: Target): PolicyVerdict['way'] {
  if (target.number === undefined) return 'open'
  const rules = policies
    .flatMap(({ spec }) => spec?.ingress ?? [])
    .filter(({ ports }) => ports.length === 0 || ports.some(port => isFor(port, target)))
  if (rules.some(({ from }) => from.length === 0)) return 'open'
  const ranges = new Set(rules.flatMap(({ from }) => from.map(({ ipBlock }) => ipBlock?.cidr)))
  const ips = (target.pod.status?.podIPs ?? []).map(({ ip }) => (ip.includes(':') ? '::/0' : '0.0.0.0/0'))
  if (ips.length > 0 && ips.every(range => ranges.has(range))) return 'wide'
  return rules.length > 0 ? 'some' : 'closed'
}

type PolicyPort = NonNullable<NetworkPolicy['spec']>['ingress'][number]['ports'][number]

function isFor(
  { port, endPort, protocol = 'TCP' }: PolicyPort,
  { pod, number = 0, protocol: wanted }: Target,
): boolean {
  if (protocol !== wanted) return false
  if (port === undefined) return true
  if (typeof port === 'string') return portsOf(pod).some(own => own.name === port && own.containerPort === number)
  return endPort === undefined ? port === number : port <= number && number <= endPort
}
