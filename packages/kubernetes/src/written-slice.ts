import type { EndpointConditions } from './endpoint-state.ts'
import type { TargetRef } from './desired-endpoints.ts'
import type { SlicePort } from './target-port.ts'

export interface EndpointHints {
  readonly forZones?: readonly { readonly name: string }[]
  readonly forNodes?: readonly { readonly name: string }[]
}

/** An endpoint as a controller writes it. The mirroring controller writes `ready` alone. */
export interface WrittenEndpoint {
  readonly addresses: readonly string[]
  readonly conditions: Pick<EndpointConditions, 'ready'> & Partial<EndpointConditions>
  readonly hostname?: string
  readonly nodeName?: string
  readonly zone?: string
  readonly targetRef?: Partial<TargetRef>
  readonly hints?: EndpointHints
}

export interface OwnerReference {
  readonly apiVersion: string
  readonly kind: string
  readonly name: string
  readonly uid: string
  readonly controller: boolean
  readonly blockOwnerDeletion: boolean
}

/** A slice as a controller writes it, in the API's own shape. A new one has a generateName, others keep their name. */
export interface WrittenSlice {
  readonly apiVersion: 'discovery.k8s.io/v1'
  readonly kind: 'EndpointSlice'
  readonly metadata: {
    readonly name?: string
    readonly generateName?: string
    readonly namespace: string
    readonly labels: Readonly<Record<string, string>>
    readonly annotations?: Readonly<Record<string, string>>
    readonly ownerReferences: readonly OwnerReference[]
  }
  readonly addressType: string
  /** Null when there are none, as real slices arrive. */
  readonly endpoints: readonly WrittenEndpoint[] | null
  readonly ports: readonly SlicePort[] | null
}

/** What a controller does to the slices of one Service. */
export interface SliceChanges {
  readonly creates: readonly WrittenSlice[]
  /** Whole new states of slices that keep their names. */
  readonly updates: readonly (WrittenSlice & { readonly metadata: { readonly name: string } })[]
  /** Names. */
  readonly deletes: readonly string[]
}

export function orNull<T>(list: readonly T[]): readonly T[] | null {
  return list.length === 0 ? null : list
}

/** `<name>-`, or the bare name where that would be too long for a name. */
export function generateNamePrefix(name: string): string {
  return name.length < 253 ? `${name}-` : name
}
