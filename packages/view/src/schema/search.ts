import { z } from 'zod'

/** What a search found, and where it leads: a Service, and what of it is to be selected. */
export const searchHitSchema = z.object({
  kind: z.enum(['service', 'pod', 'address', 'dns', 'host', 'workload', 'node', 'zone', 'namespace']),
  /** As people call it. */
  title: z.string(),
  /** Why it is an answer, in a few words. */
  detail: z.string(),
  /** Services (`namespace/name`) that it is, or stands behind; empty of a namespace. */
  services: z.array(z.string()),
  /** What the page selects: a backend's key of the first Service, or a node's name. */
  select: z.object({ kind: z.enum(['pod', 'node']), key: z.string() }).nullable(),
  /** Of a namespace: its name. */
  namespace: z.string().nullable(),
  /** What the list of Services can be narrowed to: a Node, a zone, or a workload as `namespace/Kind/name`. */
  narrows: z.object({ by: z.enum(['node', 'zone', 'workload']), value: z.string() }).nullable(),
})

export const searchAnswerSchema = z.object({
  hits: z.array(searchHitSchema),
  /** How many more there are. */
  more: z.number().int(),
  /** Whether there are more still: of backends whose name holds the words, not all are counted. */
  moreStill: z.boolean(),
  /** What was searched, and what could not be: resources by the API's plural. */
  searched: z.array(z.string()),
  notSearched: z.array(z.string()),
})

export type SearchHit = z.infer<typeof searchHitSchema>
export type SearchAnswer = z.infer<typeof searchAnswerSchema>
