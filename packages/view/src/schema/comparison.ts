import { z } from 'zod'
import { changeSchema } from './change.ts'
import { healthSchema, severitySchema, timeSchema } from './words.ts'

const count = z.number().int()

/** What is compared on one side. Counts are null where they are not known; `exists` is false where there was no such Service. */
const sideSchema = z.object({
  at: timeSchema,
  exists: z.boolean(),
  health: healthSchema,
  severity: severitySchema.nullable(),
  ready: count.nullable(),
  total: count.nullable(),
  /** The verdict's. */
  sentence: z.string(),
})

/**
 * What became of a backend: `gone` and `new` count in `total`, `lost` was ready and is not, `gained` is ready and was
 * not, `moved` has another zone, Node or slice.
 */
const fateSchema = z.enum(['gone', 'new', 'lost', 'gained', 'moved'])

const backendSchema = z.object({
  /** As in `backends` of the views. */
  key: z.string(),
  name: z.string(),
  fate: fateSchema,
  zone: z.string().nullable(),
  nodeName: z.string().nullable(),
  /** What it belongs to: `ReplicaSet web-7d9f8`, `StatefulSet db`; null where its pod is not known. */
  revision: z.string().nullable(),
  /** Whether it counted in `ready`; null where it was not there. */
  wasReady: z.boolean().nullable(),
  isReady: z.boolean().nullable(),
})

const sideCountSchema = z.object({ ready: count, total: count })

/** Backends of one zone, Node, revision or slice. */
const groupSchema = z.object({
  by: z.enum(['zone', 'node', 'revision', 'slice']),
  /** Null for those that have none. */
  name: z.string().nullable(),
  from: sideCountSchema,
  to: sideCountSchema,
  gone: count,
  new: count,
  lost: count,
  gained: count,
})

const fieldSchema = z.object({
  /** `selector`, `ports`, `externalTrafficPolicy`, ... as the Service's spec names it. */
  field: z.string(),
  /** `(none)` where it is not set. */
  from: z.string(),
  to: z.string(),
})

const foundSchema = z.object({
  code: z.string(),
  title: z.string(),
  severity: severitySchema,
  sentence: z.string(),
})

/** What differs between two moments of a Service. */
export const comparisonSchema = z.object({
  from: sideSchema,
  to: sideSchema,
  /** All clauses in one: "Between 03:05:00 and 03:12:00 UTC: 82 backends in eu-1c stopped being ready; slice web-2 is new." */
  sentence: z.string(),
  /** Without a full stop. */
  clauses: z.array(z.string()),
  /** The numbers of the sentence, each with the value of this comparison that it is. */
  numbers: z.array(z.object({ of: z.string(), value: count })),
  /** Why nothing can be said of backends; null where it can. */
  cannotTell: z.string().nullable(),
  counts: z.object({ gone: count, new: count, lost: count, gained: count, moved: count }),
  /** Those whose fate is one of these, in the order of the picture. */
  backends: z.array(backendSchema),
  /** Zones and revisions, all of them; Nodes and slices that differ. */
  groups: z.array(groupSchema),
  /** Names of slices. */
  slices: z.object({ gone: z.array(z.string()), new: z.array(z.string()), changed: z.array(z.string()) }),
  /** Fields of the Service that differ: selector, ports, policies. */
  fields: z.array(fieldSchema),
  findings: z.object({ gone: z.array(foundSchema), new: z.array(foundSchema) }),
  /** What happened in between, as far as the later moment remembers: the oldest first. */
  changes: z.array(changeSchema),
})

export type Comparison = z.infer<typeof comparisonSchema>
export type BackendFate = z.infer<typeof fateSchema>
