import { z } from 'zod'

const count = z.number().int()

/** A pod that the selector matches, or an entry that slices list, and whether both agree. */
export const expectedLineSchema = z.object({
  /** uid of the pod; else `slice/address` of the entry. */
  key: z.string(),
  /** The pod's name, else the address. */
  name: z.string(),
  /** What its pod asks for: in the slices, with these conditions; null where no pod asks for it. */
  should: z.object({ ready: z.boolean(), serving: z.boolean(), terminating: z.boolean() }).nullable(),
  /** What slices list of it; null where none does. */
  is: z
    .object({
      ready: z.boolean(),
      serving: z.boolean(),
      terminating: z.boolean(),
      /** Names of the slices. */
      slices: z.array(z.string()),
    })
    .nullable(),
  /** Whether the selector matches its pod. */
  isMatched: z.boolean(),
  /** Why both differ, or why a matched pod is rightly in no slice; null where there is nothing to say. */
  why: z.string().nullable(),
  /** Whether both differ. */
  differs: z.boolean(),
})

/** What the pods ask for beside what the slices list. */
export const expectedAnswerSchema = z.object({
  /** Why nothing follows from pods; null where the EndpointSlice controller makes the slices of them. */
  notControlled: z.string().nullable(),
  /** Pods that the selector matches; backends that slices list; lines that differ. */
  matched: count,
  listed: count,
  differing: count,
  /** What differs first, then what is left out for a reason, then the rest. */
  lines: z.array(expectedLineSchema),
  /** How many more lines there are. */
  more: count,
})

export type ExpectedLine = z.infer<typeof expectedLineSchema>
export type ExpectedAnswer = z.infer<typeof expectedAnswerSchema>
