import { z } from 'zod'
import { timeSchema } from './words.ts'

export const eventSchema = z.object({
  /** Of its last occurrence. */
  time: timeSchema.nullable(),
  reason: z.string(),
  message: z.string(),
  /** How often it happened; 1 where nothing says. */
  count: z.number().int(),
  object: z.object({ kind: z.string(), name: z.string() }),
})

/** What Events say of the Service, its slices, its pods and what makes them. */
export const eventsAnswerSchema = z.object({
  /** The newest first. */
  events: z.array(eventSchema),
  /** How many older ones are held. */
  more: z.number().int(),
})

export type EventView = z.infer<typeof eventSchema>
export type EventsAnswer = z.infer<typeof eventsAnswerSchema>
