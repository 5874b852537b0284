import type { LeaseAnswer, LeaseKey } from '@slicescope/model'

/** A Lease as it was read. */
export type ReadLease = LeaseAnswer & {
  readonly state: 'known'
  /** When it was first and last read with that renewTime, ms since the epoch: so no two clocks are compared. */
  readonly first: number
  readonly last: number
  /** Whether an earlier read had another renewTime. */
  readonly isRenewed: boolean
}

/** What is known of a Lease that a diagnosis asked for. */
export type LeaseState = { readonly state: 'loading' | 'forbidden' | 'absent' } | ReadLease

export type LeaseOf = (key: LeaseKey) => LeaseState

export const KUBELET_LEASES = 'kube-node-lease'

export function kubeletLease(nodeName: string): LeaseKey {
  return { namespace: KUBELET_LEASES, name: nodeName }
}

/** Of the process that runs the EndpointSlice controller. */
export const CONTROLLER_LEASE: LeaseKey = { namespace: 'kube-system', name: 'kube-controller-manager' }

/** Whether it was seen not to be renewed for longer than it holds. */
export function isExpired(lease: LeaseState): lease is ReadLease {
  return lease.state === 'known' && lease.last - lease.first > lease.holdsMs
}

/** All that rules go by: while it is the same, another read changes no answer. */
export function gistOf(lease: LeaseState): string {
  if (lease.state !== 'known') return lease.state
  const { holder, isRenewed, renewTime } = lease
  return JSON.stringify([holder, isExpired(lease) ? renewTime : isRenewed])
}
