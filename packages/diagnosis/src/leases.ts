export interface LeaseKey {
  readonly namespace: string
  readonly name: string
}

/** What is known of a Lease that somebody asked for. */
export type LeaseState =
  | { readonly state: 'loading' | 'forbidden' | 'absent' }
  | {
      readonly state: 'known'
      readonly renewTime: string
      /** When it was first and last read with that renewTime, ms since the epoch: so no two clocks are compared. */
      readonly first: number
      readonly last: number
    }

export type LeaseOf = (key: LeaseKey) => LeaseState

/** The kubelet of a Node renews it every 10 s, and it holds for 40 s. */
const KUBELET_MS = 40_000

export const KUBELET_LEASES = 'kube-node-lease'

export function kubeletLease(nodeName: string): LeaseKey {
  return { namespace: KUBELET_LEASES, name: nodeName }
}

/** Whether it was seen not to be renewed for longer than it holds. */
export function isExpired(lease: LeaseState): boolean {
  return lease.state === 'known' && lease.last - lease.first > KUBELET_MS
}
