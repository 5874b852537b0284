import type { Pod, Service } from '@slicescope/model'
import { endpointHostname, hasAddress, publishesNotReady } from './desired-endpoints.ts'
import { isPodFinished, isPodReady, isPodTerminating } from './pod.ts'
import { expectsPods } from './expected-pods.ts'
import { hasSelector } from './service-kind.ts'

/** A name under a Service that one would expect of a pod, and why it does not resolve. */
export interface PodName {
  readonly label: string
  readonly why: string
}

/**
 * The names that pods with a hostname (those of StatefulSets have their own name for one) would have under the Service:
 * of pods that it selects, and of those whose subdomain it is. The reason holds where no slice publishes the name
 * (pkg/controller/statefulset/stateful_set_utils.go; k8s.io/endpointslice utils.go).
 */
export function listPodNames(service: Service, pods: Iterable<Pod>): readonly PodName[] {
  const names: PodName[] = []
  for (const pod of pods) {
    const { hostname = '', subdomain } = pod.spec
    const isOwn = pod.metadata.namespace === service.metadata.namespace
    const isSubdomain = subdomain === service.metadata.name
    if (!isOwn || hostname === '' || !(isSubdomain || expectsPods(service, pod.metadata.labels))) continue
    names.push({ label: hostname, why: `pod ${pod.metadata.name} ${whyUnnamed(service, pod)}` })
  }
  return names
}

function whyUnnamed(service: Service, pod: Pod): string {
  if (endpointHostname(service, pod) === undefined)
    return `${subdomainOf(pod)}, and that is fixed when a pod is created`
  if (!hasSelector(service)) return 'is in no EndpointSlice of the Service, which has no selector'
  if (!expectsPods(service, pod.metadata.labels)) return 'is not matched by the selector of the Service'
  if (isPodFinished(pod)) return `has ended (${pod.status?.phase})`
  if (!hasAddress(pod)) return 'has no IP yet'
  if (publishesNotReady(service)) return NOT_LISTED
  const unpublished = 'and the Service does not publish not-ready addresses'
  if (isPodTerminating(pod)) return `is terminating, ${unpublished}`
  return isPodReady(pod) ? NOT_LISTED : `is not Ready, ${unpublished}`
}

const NOT_LISTED = 'is not listed as ready by any EndpointSlice of the Service'

function subdomainOf({ spec: { subdomain = '' } }: Pod): string {
  return subdomain === '' ? 'has no subdomain' : `has the subdomain ${subdomain}, not this Service`
}
