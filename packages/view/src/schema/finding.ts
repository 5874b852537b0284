import { z } from 'zod'
import { severitySchema, timeSchema } from './words.ts'

export const certaintySchema = z.enum(['proven', 'likely', 'hint'])

export const objectRefSchema = z.object({ kind: z.string(), namespace: z.string().nullable(), name: z.string() })

const readSchema = z.object({ resource: z.string(), namespace: z.string().nullable() })

/** One diagnosis: what was compared, what it means, and how to see and fix it. */
export const findingSchema = z.object({
  /** `SC-` and the number in the table of causes; a page under docs/findings has more. Never changes its meaning. */
  code: z.string(),
  severity: severitySchema,
  /** Of the fact that was compared. */
  certainty: certaintySchema,
  /** Of the cause that is named. */
  causeCertainty: certaintySchema,
  subject: objectRefSchema,
  title: z.string(),
  /** lead, facts and guess in one, worded by causeCertainty. */
  sentence: z.string(),
  /** The cause, or the state where the cause is a hint, in a few words: no number of backends, no age, no time. */
  lead: z.string(),
  /** What was compared, with numbers and names; no full stop at its end. */
  facts: z.string(),
  /** The possible cause, where the cause is a hint; else ''. */
  guess: z.string(),
  /** When what it explains began; null where objects do not tell. */
  onset: timeSchema.nullable(),
  /** What stands in a field, and what would if all were well; expected is '' where nothing is held against it. */
  evidence: z.array(z.object({ object: objectRefSchema, field: z.string(), found: z.string(), expected: z.string() })),
  /** How many more there are of the same. */
  moreEvidence: z.number().int(),
  /** A command that shows it. */
  kubectl: z.string(),
  remedy: z.string(),
  /** The command that does it; '' where there is none. */
  remedyCommand: z.string(),
  /** look: changes nothing; safe: adds, or a controller undoes it; risky: moves traffic, deletes, relabels, edits what another writer owns. */
  remedyClass: z.enum(['look', 'safe', 'risky']),
  /** What people often believe of it, and how it is. */
  misconception: z.object({ belief: z.string(), truth: z.string() }).nullable(),
  /** What it was concluded from; namespace null: all of them. */
  reads: z.array(readSchema),
  /** How many backends or pods of the present loss it explains. */
  explains: z.number().int(),
  /** Keys of the backends and absent pods whose loss it explains; `all`: every backend that is not ready and does not terminate, and every absent pod. */
  broken: z.union([z.literal('all'), z.array(z.string())]),
})

/** A question that came up and has no answer for want of an input. */
export const cannotTellSchema = z.object({
  code: z.string(),
  title: z.string(),
  missing: z.array(readSchema.extend({ reason: z.enum(['loading', 'forbidden', 'not-recorded']) })),
})

/** A step on the way from the selector to traffic, passed ones too. */
export const checkSchema = z.object({
  key: z.string(),
  title: z.string(),
  state: z.enum(['passed', 'failed', 'cannot-tell', 'does-not-apply']),
  /** What was found, in numbers and names; what is missing where it cannot be told. */
  sentence: z.string(),
  kubectl: z.string().nullable(),
})

export type CheckView = z.infer<typeof checkSchema>
export type FindingView = z.infer<typeof findingSchema>
export type CannotTellView = z.infer<typeof cannotTellSchema>
