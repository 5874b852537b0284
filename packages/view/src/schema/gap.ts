import { z } from 'zod'
import { healthSchema, severitySchema, timeSchema } from './words.ts'

const count = z.number().int().nullable()

/** The moment falls in a gap: nothing was seen from one time to another. */
export const gapSchema = z.object({ from: timeSchema, to: timeSchema })

/** How a Service was when it was last seen before a gap. */
export const lastKnownSchema = z.object({
  health: healthSchema,
  severity: severitySchema.nullable(),
  ready: count,
  total: count,
  starting: count,
  terminating: count,
  sentence: z.string(),
})

/** What a Service carries in a gap, and nowhere else. */
export const inGapShape = { gap: gapSchema.optional(), lastKnown: lastKnownSchema.optional() }

export type LastKnown = z.infer<typeof lastKnownSchema>
