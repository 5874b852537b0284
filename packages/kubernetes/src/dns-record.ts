export type DnsType = 'A' | 'AAAA' | 'CNAME' | 'SRV' | 'PTR'

/** What a client gets: answers; that the name exists but has none of this type; that there is no such name. */
export type DnsRcode = 'NOERROR' | 'NODATA' | 'NXDOMAIN'

/** A name, and what it resolves to. */
export interface DnsName {
  /** Without a trailing dot. */
  readonly name: string
  /** What a pod of the same namespace may write instead, by its search path; for PTR the address. */
  readonly short: string
  readonly type: DnsType
  readonly rcode: DnsRcode
  /** Sorted and distinct. SRV as `priority weight port target`; names without trailing dot. */
  readonly answers: readonly string[]
  /** Why there is no answer, or what is to be known of it; null where there is nothing to say. */
  readonly why: string | null
  /** CoreDNS answers so; the DNS specification of Kubernetes does not promise it. */
  readonly beyondSpec?: true
  /** CoreDNS gives one of the answers, or none, as it happens to hold the slices. */
  readonly undefined?: true
}

/** Distinct and sorted. */
export function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].toSorted()
}
