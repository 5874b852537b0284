import { z } from 'zod'
import { changeSchema } from './change.ts'
import { gapSchema } from './gap.ts'
import { healthSchema, severitySchema, timeSchema } from './words.ts'

const count = z.number().int()

/** What of a cluster is recorded. */
export const historySchema = z.object({
  recording: z.boolean(),
  /** Why nothing is recorded, in a sentence; null where it is. */
  why: z.string().nullable(),
  /** The first and the last moment that can be shown; null where there is none. While recording, `to` is now. */
  from: timeSchema.nullable(),
  to: timeSchema.nullable(),
  gaps: z.array(gapSchema),
  bytes: count,
  limitBytes: count,
  /** Null before it can be told. */
  bytesPerDay: count.nullable(),
  keepMs: count,
})

/** A Service from this moment until the next point. Counts are null where they are not known. */
const timelinePointSchema = z.object({
  at: timeSchema,
  ready: count.nullable(),
  starting: count.nullable(),
  total: count.nullable(),
  terminating: count.nullable(),
  health: healthSchema,
  severity: severitySchema.nullable(),
  zones: z.array(z.object({ zone: z.string().nullable(), ready: count, total: count })).readonly(),
})

/** A moment that a person looks for. */
const timelineMarkSchema = z.object({
  at: timeSchema,
  /** onset: a loss began; recovered: it was over; after-gap: what is different after a gap in the recording. */
  kind: z.enum(['onset', 'recovered', 'after-gap']),
  /** `eu-1c lost all 84 backends`: without a time and a full stop. */
  text: z.string(),
})

/** One Service over a stretch of time. */
export const timelineSchema = z.object({
  from: timeSchema,
  to: timeSchema,
  /** Of the cluster; null where nothing is recorded. */
  recorded: gapSchema.nullable(),
  /** In a gap there is no point. */
  gaps: z.array(gapSchema),
  /** The oldest first; the first one holds at `from`, or from when the Service was first seen. */
  points: z.array(timelinePointSchema),
  marks: z.array(timelineMarkSchema),
  /** As those of a ServiceView, the newest first. */
  changes: z.array(changeSchema),
})

/** All Services over a stretch of time, in short. */
export const timelinesSchema = z.object({
  from: timeSchema,
  to: timeSchema,
  /** Steps of `[ms since the epoch, ready, total]`, the oldest first, at most about 60 a Service. */
  services: z.array(
    z.object({ key: z.string(), points: z.array(z.tuple([z.number(), count.nullable(), count.nullable()])) }),
  ),
  /** Those that are well at `to` and had a loss in between. */
  wasBroken: z.array(
    z.object({
      key: z.string(),
      namespace: z.string(),
      name: z.string(),
      from: timeSchema,
      to: timeSchema,
      severity: severitySchema,
      sentence: z.string(),
    }),
  ),
})

export type Gap = z.infer<typeof gapSchema>
export type History = z.infer<typeof historySchema>
export type Timeline = z.infer<typeof timelineSchema>
export type TimelinePoint = z.infer<typeof timelinePointSchema>
export type TimelineMark = z.infer<typeof timelineMarkSchema>
export type Timelines = z.infer<typeof timelinesSchema>
