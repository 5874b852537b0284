import type { Endpoint } from '@slicescope/model'

/** What a data plane does with an endpoint; `unknown` only where it does not decide between entries (see mergeEntries). */
export type EndpointState = 'ready' | 'serving-terminating' | 'not-ready' | 'terminating' | 'unknown'

/** An endpoint's conditions with nothing left open. */
export interface EndpointConditions {
  readonly ready: boolean
  readonly serving: boolean
  readonly terminating: boolean
}

export interface StateOfEndpoint {
  readonly state: EndpointState
  /** Ready by publishNotReadyAddresses alone: traffic and DNS although its pod is not Ready or is terminating. */
  readonly published: boolean
}

/**
 * The conditions after the nil rules: ready and serving left out mean true, terminating left out means false
 * (k8s.io/api discovery/v1/types.go, as kube-proxy's endpointslicecache.go reads them).
 */
export function resolveConditions(conditions: Endpoint['conditions']): EndpointConditions {
  return {
    ready: conditions?.ready ?? true,
    serving: conditions?.serving ?? true,
    terminating: conditions?.terminating ?? false,
  }
}

/** The word for resolved conditions; every combination has one. */
export function endpointState(conditions: EndpointConditions): StateOfEndpoint {
  return { state: stateOf(conditions), published: isPublished(conditions) }
}

function stateOf({ ready, serving, terminating }: EndpointConditions): EndpointState {
  if (terminating) return serving ? 'serving-terminating' : 'terminating'
  return ready && serving ? 'ready' : 'not-ready'
}

function isPublished({ ready, serving, terminating }: EndpointConditions): boolean {
  return ready && (!serving || terminating)
}
