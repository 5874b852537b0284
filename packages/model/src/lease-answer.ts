export interface LeaseKey {
  readonly namespace: string
  readonly name: string
}

/** What one read of a Lease came to. */
export type LeaseAnswer =
  | { readonly state: 'forbidden' | 'absent' }
  | {
      readonly state: 'known'
      readonly renewTime: string
      /** Null where nothing holds it. */
      readonly holder: string | null
      /** For how long a renewal is good, by the Lease itself. */
      readonly holdsMs: number
    }
