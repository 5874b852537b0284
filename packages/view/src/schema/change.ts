import { z } from 'zod'
import { objectRefSchema } from './finding.ts'
import { timeSchema } from './words.ts'

export const changeKindSchema = z.enum([
  /** How many backends are ready. */
  'ready',
  /** A new revision of a workload. */
  'rollout',
  /** Another number of replicas is asked for. */
  'scaling',
  'pods-created',
  'pods-deleted',
  'pods-restarted',
  /** Their labels were edited, so that the selector takes them no more, or now. */
  'pods-relabelled',
  /** A Node went NotReady, became Ready, was cordoned, came or went. */
  'node',
  /** The Service's own spec, or its creation. */
  'service',
  /** A slice that the EndpointSlice controller does not write. */
  'slice',
  'network-policy',
  'autoscaler',
])

/** Something that happened to the Service in the last 60 minutes; many alike within seconds are one, with their number. */
export const changeSchema = z.object({
  /** Of the kind, the subject and the time. */
  key: z.string(),
  /** Of several: the first, and the last. */
  time: timeSchema,
  until: timeSchema,
  /** object: the time stands in an API object; recorded: we saw it, and this is when. */
  basis: z.enum(['object', 'recorded']),
  kind: changeKindSchema,
  subject: objectRefSchema,
  /** Without a time and an end: `Deployment web rolled out revision 14 (image web:2.0 -> web:2.1)`. */
  text: z.string(),
  /** How many single changes it stands for. */
  count: z.number().int(),
  /** Each of these, or of the first ones, the oldest first; none where it stands for itself. */
  steps: z.array(z.object({ time: timeSchema, text: z.string() })),
  /** The verdict's sentence names it: what is broken is what it touched, and the trouble began soon after. */
  inVerdict: z.boolean(),
})

export type ChangeView = z.infer<typeof changeSchema>
