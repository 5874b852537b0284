import type { Pod, Service } from '@slicescope/model'
import { isHeadless } from './service-kind.ts'

type ServicePort = Service['spec']['ports'][number]

/** A port as the controller writes it into a slice. */
export interface SlicePort {
  readonly name: string
  readonly protocol: string
  readonly port: number
  readonly appProtocol?: string
}

/**
 * The number that a Service port has on a pod (k8s.io/endpointslice utils.go, FindPort): a number as it is, never
 * looked up; a name by name and protocol in the containers, then in sidecars; undefined where there is none.
 */
export function findTargetPort(servicePort: ServicePort, pod: Pod): number | undefined {
  const target = servicePort.targetPort
  if (target === undefined || target === 0 || target === '') return servicePort.port
  if (typeof target === 'number') return target
  const protocol = protocolOf(servicePort)
  const containers = [...pod.spec.containers, ...pod.spec.initContainers]
  return containers
    .flatMap(container => container.ports)
    .find(port => port.name === target && protocolOf(port) === protocol)?.containerPort
}

/** The ports of a pod's endpoint; those that the pod does not have are left out, without any event. */
export function endpointPorts(service: Service, pod: Pod): readonly SlicePort[] {
  if (service.spec.ports.length === 0 && isHeadless(service)) return []
  return service.spec.ports.flatMap(servicePort => {
    const port = findTargetPort(servicePort, pod)
    return port === undefined ? [] : [slicePort(servicePort, port)]
  })
}

function slicePort(servicePort: ServicePort, port: number): SlicePort {
  const { name = '', appProtocol } = servicePort
  const resolved = { name, protocol: protocolOf(servicePort), port }
  return appProtocol === undefined ? resolved : { ...resolved, appProtocol }
}

function protocolOf({ protocol }: { readonly protocol?: string }): string {
  return protocol ?? 'TCP'
}

/** A text that is equal for equal sets of ports, in whatever order. */
export function portsKey(
  ports: readonly {
    readonly name?: string
    readonly protocol?: string
    readonly port?: number
    readonly appProtocol?: string
  }[],
): string {
  return ports
    .map(({ name, protocol, port, appProtocol }) => JSON.stringify([name, protocol, port, appProtocol ?? null]))
    .toSorted()
    .join()
}
