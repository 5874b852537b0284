import { findTargetPort, isPodFinished, isPodTerminating } from '@slicescope/kubernetes'
import type { Pod } from '@slicescope/model'
import type { Case } from '../case.ts'
import { matchedPods } from './matched-pods.ts'
import { ownerOfPod } from '../workloads/pod-owners.ts'
import { numberText } from '../words/words.ts'

/** A Service port whose targetPort is a name that some pods do not have. */
export interface UnresolvedPort {
  readonly port: string
  readonly target: string
  readonly protocol: string
  readonly pods: readonly Pod[]
  /** How many could have it. */
  readonly of: number
  /** Those of them whose port of that name has another protocol. */
  readonly otherProtocol: readonly Pod[]
  /** Some are named for what other pods of their workload have. */
  readonly goesByOwners: boolean
}

/**
 * Only for pods that the Service loses by it: those that have none of its ports, or lack one that other pods of their
 * workload have, or that no pod has. Two ports may be served by two workloads. Needs pods; OWNER_HELPS help. Pods that have
 * ended or have no address are no endpoints anyway.
 */
export function unresolvedPorts(c: Case): readonly UnresolvedPort[] {
  return c.once(findUnresolved)
}

function findUnresolved(c: Case): readonly UnresolvedPort[] {
  const pods = matchedPods(c).filter(
    pod => !isPodFinished(pod) && !isPodTerminating(pod) && (pod.status?.podIPs.length ?? 0) > 0,
  )
  return c.service.spec.ports.flatMap(servicePort => {
    const { name = '', port, targetPort: target, protocol = 'TCP' } = servicePort
    if (typeof target !== 'string' || target === '') return []
    const without = pods.filter(pod => findTargetPort(servicePort, pod) === undefined)
    const lacking = without.length === pods.length ? pods : losses({ c, pods, without })
    if (lacking.length === 0) return []
    const otherProtocol = lacking.filter(pod => portsOf(pod).some(own => own.name === target))
    const goesByOwners = lacking.length < pods.length && !lacking.every(pod => hasNone(pod, c))
    const named = name === '' ? String(port) : name
    return [{ port: named, target, protocol, pods: lacking, of: pods.length, otherProtocol, goesByOwners }]
  })
}

interface Lacking {
  readonly c: Case
  readonly pods: readonly Pod[]
  /** Those of them that do not have the port, which others have. */
  readonly without: readonly Pod[]
}

function losses({ c, pods, without }: Lacking): readonly Pod[] {
  const served = new Set(pods.filter(pod => !without.includes(pod)).map(pod => ownerOfPod(pod, c)?.key))
  const isServedByOwn = (pod: Pod) => served.has(ownerOfPod(pod, c)?.key ?? NO_OWNER)
  return without.filter(pod => hasNone(pod, c) || isServedByOwn(pod))
}

/** Of the Service's ports. */
function hasNone(pod: Pod, { service }: Case): boolean {
  return service.spec.ports.every(port => findTargetPort(port, pod) === undefined)
}

/** No key of a workload. */
const NO_OWNER = ''

export function portsOf({ spec }: Pod) {
  return [...spec.containers, ...spec.initContainers].flatMap(({ ports }) => ports)
}

/** "http 8080/TCP" */
export function portText({ name = '', containerPort, protocol = 'TCP' }: ReturnType<typeof portsOf>[number]): string {
  return `${name === '' ? '' : `${name} `}${containerPort}/${protocol}`
}

/** How many are ready for a Service port: others may be served while it is not. */
export function servedWords({ graph }: Case, port: string): string {
  const own = graph.summary.ports.find(each => port === (each.name === '' ? String(each.port) : each.name))
  const { ready, total } = own ?? { ready: 0, total: 0 }
  return ready === 0
    ? `no backend is ready for port ${port}`
    : `${numberText(ready)} of ${numberText(total)} ready for port ${port}`
}
