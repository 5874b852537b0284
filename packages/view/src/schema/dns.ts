import { z } from 'zod'

/** A name and what it resolves to now, uncached, by the DNS specification of Kubernetes and CoreDNS' defaults. */
export const dnsNameSchema = z.object({
  /** Without a trailing dot. */
  name: z.string(),
  /** What a pod of the same namespace may write instead; of PTR the address. */
  short: z.string(),
  type: z.enum(['A', 'AAAA', 'CNAME', 'SRV', 'PTR']),
  rcode: z.enum(['NOERROR', 'NODATA', 'NXDOMAIN']),
  /** Sorted; SRV as `priority weight port target`. */
  answers: z.array(z.string()),
  /** Why there is no answer, or what is to be known of it. */
  why: z.string().nullable(),
  /** CoreDNS answers this; the DNS specification does not guarantee it. */
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

/** What DNS answers about the Service, in short. */
export const dnsSummarySchema = z.object({
  zone: z.string(),
  /** The Service's own. */
  name: z.string(),
  short: z.string(),
  rcode: dnsNameSchema.shape.rcode,
  /** How many addresses it has, of both families; of an ExternalName its one alias. */
  answers: z.number().int(),
  /** At most three of them. */
  examples: z.array(z.string()),
  /** Why there is no answer, or what is to be known of it. */
  why: z.string().nullable(),
  /** Names of pods under a headless Service: how many are to be expected, how many resolve, and at most three that do not. */
  hostnames: z.object({
    total: z.number().int(),
    resolving: z.number().int(),
    failing: z.array(z.object({ name: z.string(), why: z.string() })),
  }),
  /** What is missing in it, and for want of what. */
  notes: z.array(z.string()),
})

export type DnsSummaryView = z.infer<typeof dnsSummarySchema>
export type DnsNameView = z.infer<typeof dnsNameSchema>
export type DnsAnswer = z.infer<typeof dnsAnswerSchema>
