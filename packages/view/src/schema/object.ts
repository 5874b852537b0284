import { z } from 'zod'

/** What can be read as a whole, by the API's plural. */
export const SHOWN_RESOURCES = [
  'services',
  'endpointslices',
  'endpoints',
  'pods',
  'nodes',
  'deployments',
  'statefulsets',
  'daemonsets',
  'replicasets',
  'jobs',
] as const

export type ShownResource = (typeof SHOWN_RESOURCES)[number]

/** An object of the API with what the allow-list does not name blacked out. */
export const objectAnswerSchema = z.object({
  object: z.record(z.string(), z.unknown()),
  /** Paths of what is blacked out. */
  hidden: z.array(z.string()),
  /** Of a slice: what the EndpointSlice controller would write into it now; null where that is not known, or not for it to write. */
  should: z.object({ endpoints: z.array(z.unknown()), ports: z.array(z.unknown()) }).nullable(),
  /** When it was read. */
  asOf: z.string(),
})

export type ObjectAnswer = z.infer<typeof objectAnswerSchema>
