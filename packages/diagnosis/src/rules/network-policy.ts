import { findTargetPort, isPodFinished } from '@slicescope/kubernetes'
import type { NetworkPolicy, Pod } from '@slicescope/model'
import { hasSelector } from '../arises.ts'
import { policiesFor } from '../ingress-policies.ts'
import { matchedPods } from '../matched-pods.ts'
import { portsOf } from '../named-ports.ts'
import { refOf } from '../refs.ts'
import type { Rule } from '../rule.ts'
import { listed } from '../words.ts'

/** [SC-E8] NetworkPolicies select the pods and let in nobody, or only some, on the Service's port. */
export const networkPolicy: Rule = {
  code: 'SC-E8',
  title: 'Network policies',
  inputs: ['pods', 'networkpolicies'],
  arises: hasSelector,
  find: c => {
    const pod = matchedPods(c).find(each => !isPodFinished(each))
    const policies = pod === undefined ? [] : policiesFor(pod, c)
    const [first] = policies
    if (pod === undefined || first === undefined) return null
    const verdicts = c.service.spec.ports.map(port => ({
      port,
      way: wayIn(policies, { pod, number: findTargetPort(port, pod), protocol: port.protocol ?? 'TCP' }),
    }))
    const closed = verdicts.find(({ way }) => way === 'closed')
    const { port, way } = closed ?? verdicts.find(each => each.way === 'some') ?? {}
    if (port === undefined || way === undefined) return null
    const names = listed(policies.map(({ metadata }) => metadata.name))
    const isClosed = way === 'closed'
    return {
      severity: isClosed ? 'warning' : 'info',
      certainty: 'proven',
      causeCertainty: isClosed ? 'likely' : 'hint',
      subject: refOf('NetworkPolicy', first),
      title: isClosed ? 'Network policies let nobody in' : 'Network policies let only some in',
      cause: isClosed
        ? `NetworkPolicy ${names} lets nobody in`
        : 'the caller is not among them, where the network plugin enforces policies',
      facts: isClosed
        ? `no rule allows port ${port.name ?? port.port} of the pods, where the network plugin enforces policies`
        : `NetworkPolicy ${names} allows port ${port.name ?? port.port} of the pods from some peers only`,
      evidence: policies.slice(0, 3).map(policy => ({
        object: refOf('NetworkPolicy', policy),
        field: 'spec.ingress',
        found:
          policy.spec === undefined || policy.spec.ingress.length === 0
            ? 'no rule'
            : `${policy.spec.ingress.length} rules`,
        expected: `a rule for port ${port.name ?? port.port} and the caller`,
      })),
      kubectl: `kubectl -n ${c.namespace} get netpol -o yaml`,
      remedy:
        'Add an ingress rule for the callers and the port of the pods (the target port, not the port of the Service).',
    }
  },
}

interface Target {
  readonly pod: Pod
  readonly number: number | undefined
  readonly protocol: string
}

type Way = 'open' | 'some' | 'closed'

/** What the policies together leave open: a rule without peers lets everybody in. */
function wayIn(policies: readonly NetworkPolicy[], target: Target): Way {
  if (target.number === undefined) return 'open'
  const rules = policies
    .flatMap(({ spec }) => spec?.ingress ?? [])
    .filter(({ ports }) => ports.length === 0 || ports.some(port => isFor(port, target)))
  if (rules.some(({ from }) => from.length === 0)) return 'open'
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
