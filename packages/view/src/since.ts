import type { Observed } from '@slicescope/diagnosis'
import type { Diagnosed } from './diagnoses.ts'
import type { Since } from './schema/freshness.ts'
import { toTime } from './times.ts'

/** As it was seen. */
export function toSince({ health }: Observed): Since | null {
  const since = health?.since ?? null
  return since === null ? null : { time: toTime(since.time), basis: since.basis }
}

/** What was seen stays; a time that objects prove is shown where it was already so when watch or recording began, and is before that. */
export function sinceOf(logged: Since | null, diagnosed: Diagnosed | undefined): Since | null {
  const proven = diagnosed?.since ?? null
  if (logged === null || logged.basis === 'recorded' || proven === null || proven.time >= Date.parse(logged.time))
    return logged
  return { time: toTime(proven.time), basis: 'object' }
}
