import { z } from 'zod'
import { connectionStateSchema, markSchema, momentSchema, originSchema, timeSchema } from './words.ts'

/** What a view lacks: a resource (the API's plural) in a namespace (null: in all). */
export const missingSchema = z.object({
  resource: z.string(),
  namespace: z.string().nullable(),
  reason: z.enum(['forbidden', 'loading', 'unreachable', 'not-followed', 'not-recorded']),
  /** Where rights differ by namespace: in how many of how many it is so. */
  namespaces: z.object({ missing: z.number().int(), of: z.number().int() }).optional(),
  /** While loading: objects read so far and, where the API says it, how many there are. */
  loaded: z.number().int().nullable(),
  expected: z.number().int().nullable(),
})

export const freshnessSchema = z.object({
  origin: originSchema,
  moment: momentSchema,
  state: connectionStateSchema,
  /** All states that hold, `state` first, and DEMO. */
  marks: z.array(markSchema),
  /** The oldest, over the resources used, of the last sign of life on its watch; null before the first. */
  heard: timeSchema.nullable(),
  /** The oldest, over the same watches, of the last event or bookmark; a watch that brings neither for 3 minutes has stalled. */
  progressed: timeSchema.nullable(),
  /** The oldest, over the resources used, of the last complete list or comparison that agreed. */
  verified: timeSchema.nullable(),
  missing: z.array(missingSchema),
  /** Objects that are left out, for a field has another type than the API promises: all counted, some named. */
  leftOut: z.array(
    z.object({
      resource: z.string(),
      count: z.number().int(),
      objects: z.array(z.object({ object: z.string(), why: z.string() })),
    }),
  ),
  /** The last time that the clock of Slicescope's machine was set, and by how much (below 0: back); null while it never was. */
  clockStep: z.object({ time: timeSchema, byMs: z.number().int() }).nullable(),
})

/**
 * Since when something holds. object: times in API objects prove it; recorded: we saw it become so; watching: already so
 * when we began, at that time; before: already so when the recording begins.
 */
export const sinceSchema = z.object({ time: timeSchema, basis: z.enum(['object', 'recorded', 'watching', 'before']) })

export type Missing = z.infer<typeof missingSchema>
export type Freshness = z.infer<typeof freshnessSchema>
export type Since = z.infer<typeof sinceSchema>
