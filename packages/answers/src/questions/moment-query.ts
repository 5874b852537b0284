import type { Asked } from '@slicescope/history'
import { parseWatermark } from '@slicescope/protocol'
import { z } from 'zod'

const RFC_3339 = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?([Zz]|[+-]\d\d:\d\d)$/
const MAX_TIME = 64

/** ms since the epoch; null for what is no RFC 3339 time. */
export function parseTime(text: string): number | null {
  if (!RFC_3339.test(text)) return null
  const time = Date.parse(text.toUpperCase())
  return Number.isFinite(time) ? time : null
}

/** The moment that a query asks for; null for what is none. */
export function parseMoment(text: string): Asked | null {
  const time = parseTime(text)
  if (time !== null) return { time }
  return parseWatermark(text) ?? null
}

/** `at` of every read: its answer is as of then, in the same shape. */
export const atSchema = z
  .string()
  .max(MAX_TIME)
  .refine(text => parseMoment(text) !== null, {
    message: 'use a time such as 2026-01-31T03:12:00Z, or a position of an answer',
  })
  .optional()
  .describe('Answer as of this moment of the recorded history: an RFC 3339 time, or a position of an answer.')

export const momentQuerySchema = z.strictObject({ at: atSchema })

/** A time in a query; parseTime reads it. */
export const timeSchema = z
  .string()
  .max(MAX_TIME)
  .refine(text => parseTime(text) !== null, { message: 'use a time such as 2026-01-31T03:12:00Z' })
