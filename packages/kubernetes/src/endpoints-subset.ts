import type { TargetRef } from './desired-endpoints.ts'
import type { SlicePort } from './target-port.ts'

export interface EndpointsAddress {
  readonly ip: string
  readonly hostname?: string
  readonly nodeName?: string
  readonly targetRef?: Partial<TargetRef>
}

/** Every address on every port; absent lists are empty ones. */
export interface EndpointsSubset {
  readonly addresses?: readonly EndpointsAddress[]
  readonly notReadyAddresses?: readonly EndpointsAddress[]
  readonly ports?: readonly SlicePort[]
}
