import { z } from 'zod'
import { sinceSchema } from './freshness.ts'
import { inGapShape } from './gap.ts'
import { healthSchema, serviceTypeSchema, severitySchema, timeSchema } from './words.ts'

export const zoneCountSchema = z.object({
  zone: z.string().nullable(),
  ready: z.number().int(),
  total: z.number().int(),
  /** Of `total`, those that have never been Ready and are within their allowance. */
  starting: z.number().int(),
  /** Of `total`, those whose slices contradict each other: not known to be lost. */
  unknown: z.number().int(),
})

/** A loss that is over, for 15 minutes. */
export const recoveredSchema = z.object({
  at: timeSchema,
  lastedMs: z.number().int(),
  was: z.object({
    severity: severitySchema,
    sentence: z.string(),
    /** How many were lost at its worst, of how many. */
    lost: z.number().int(),
    of: z.number().int(),
  }),
})

/** One Service in the overview. Counts are of backends; null where they are not known. */
export const rowSchema = z.object({
  /** `namespace/name`. */
  key: z.string(),
  namespace: z.string(),
  name: z.string(),
  type: serviceTypeSchema,
  health: healthSchema,
  ready: z.number().int().nullable(),
  total: z.number().int().nullable(),
  starting: z.number().int().nullable(),
  terminating: z.number().int().nullable(),
  wanted: z.number().int().nullable(),
  absent: z.number().int().nullable(),
  rolling: z.boolean(),
  recovered: recoveredSchema.nullable(),
  /** Its loss began more than 24 hours ago. */
  standing: z.boolean(),
  /** The cluster itself calls it: DNS, admission webhooks, APIServices. */
  dependedOn: z.boolean(),
  /** How many EndpointSlices. */
  slices: z.number().int().nullable(),
  zones: z.array(zoneCountSchema),
  /** The sentence. */
  verdict: z.string(),
  severity: severitySchema.nullable(),
  /** What was found, by code, what explains the state best first; the title is that of the code. */
  findings: z.array(z.object({ code: z.string(), title: z.string() })),
  since: sinceSchema.nullable(),
  ...inGapShape,
})

export type Recovered = z.infer<typeof recoveredSchema>
export type Row = z.infer<typeof rowSchema>
