import type { Diagnosed } from './diagnoses.ts'
import type { Since } from './schema/freshness.ts'
import { toTime } from './times.ts'

/** What was seen stays; a time that objects prove is told where it was already so when we began to watch, and is before that. */
export function sinceOf(logged: Since | null, diagnosed: Diagnosed | undefined): Since | null {
  const proven = diagnosed?.since ?? null
  if (logged?.basis !== 'watching' || proven === null || proven.time >= Date.parse(logged.time)) return logged
  return { time: toTime(proven.time), basis: 'object' }
}
