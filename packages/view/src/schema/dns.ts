import { z } from 'zod'

/** A name and what it resolves to now, uncached, by the DNS specification of Kubernetes and CoreDNS' defaults. */
export const dnsNameSchema = z.object({
  /** Without a trailing dot. */
  name: z.string(),
  /** What a pod of any namespace may write instead; of PTR the address. */
  short: z.string(),
  type: z.enum(['A', 'AAAA', 'CNAME', 'SRV', 'PTR']),
  rcode: z.enum(['NOERROR', 'NODATA', 'NXDOMAIN']),
  /** Sorted; SRV as `priority weight port target`. */
  answers: z.array(z.string()),
  /** Why there is no answer, or what is to be known of it. */
  why: z.string().nullable(),
  /** CoreDNS answers so; the specification does not promise it. */
  beyondSpec: z.literal(true).optional(),
  /** CoreDNS gives one of the answers, or none, as it happens to hold the slices. */
  undefined: z.literal(true).optional(),
})

export const dnsAnswerSchema = z.object({
  /** As `cluster.local`; a setting, the API does not tell it. */
  zone: z.string(),
  names: z.array(dnsNameSchema),
  /** What is to be known of the answer: what is missing in it, and for want of what. */
  notes: z.array(z.string()),
})

export type DnsNameView = z.infer<typeof dnsNameSchema>
export type DnsAnswer = z.infer<typeof dnsAnswerSchema>
