import { findTargetPort, isPodFinished, isPodTerminating } from '@slicescope/kubernetes'
import type { Pod } from '@slicescope/model'
import type { Case } from './case.ts'
import { matchedPods } from './matched-pods.ts'

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
}

/** Needs pods. Those that have ended or have no address are no endpoints anyway, and who ends lacks a port for nobody. */
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
    const lacking = pods.filter(pod => findTargetPort(servicePort, pod) === undefined)
    if (lacking.length === 0) return []
    const otherProtocol = lacking.filter(pod => portsOf(pod).some(own => own.name === target))
    return [
      { port: name === '' ? String(port) : name, target, protocol, pods: lacking, of: pods.length, otherProtocol },
    ]
  })
}

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
  return ready === 0 ? `nobody is ready for port ${port}` : `${ready} of ${total} ready for port ${port}`
}
