import type { TargetRef } from './desired-endpoints.ts'
import type { SlicePort } from './target-port.ts'

export interface EndpointsAddress {
  readonly ip: string
  readonly hostname?: string
  readonly nodeName?: string
  readonly targetRef?: Partial<TargetRef>
}

/** Without a name where a slice's port has the empty one. */
export interface EndpointsPort extends Omit<SlicePort, 'name'> {
  readonly name?: string
}

/** Every address on every port; absent lists are empty ones. */
export interface EndpointsSubset {
  readonly addresses?: readonly EndpointsAddress[]
  readonly notReadyAddresses?: readonly EndpointsAddress[]
  readonly ports?: readonly EndpointsPort[]
}
