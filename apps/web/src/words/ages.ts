import { formatAge } from '@slicescope/picture'
import type { Since } from '@slicescope/view'

/** "14 min"; "> 46 min" where it was already so when we began to watch. */
export function sinceAge(since: Since | null, now: number): string {
  if (since === null) return ''
  const ms = now - Date.parse(since.time)
  // Of one moment there is nothing to count from.
  if (since.basis === 'before' && ms < 1000) return ''
  const age = formatAge(ms)
  return since.basis === 'watching' || since.basis === 'before' ? `> ${age}` : age
}

/** "14 min" */
export function ageOf(time: string, now: number): string {
  return formatAge(now - Date.parse(time))
}

/** "14 min ago" */
export function ago(time: string, now: number): string {
  return `${formatAge(now - Date.parse(time))} ago`
}

/** RFC 3339 of milliseconds, as `caption-words` take it. */
export function toTime(ms: number): string {
  return new Date(ms).toISOString()
}

/**
 * "since 04:11:19 CET, 14 min ago"; "for at least 12 min, watching since 04:02:00 CET" where it was already so when we
 * began. `moment` says a time as the reader's clock shows it.
 */
export function sinceLine(since: Since, now: number, moment: (time: string, now: number) => string): string {
  const age = formatAge(now - Date.parse(since.time))
  const time = moment(since.time, now)
  switch (since.basis) {
    case 'object':
    case 'recorded':
      return `since ${time}, ${age} ago`
    case 'watching':
      // Nothing is said by an age of seconds that is only how long the page's server runs.
      if (now - Date.parse(since.time) < 60_000) return `already so at ${time}, when watching began`
      return `for at least ${age}, watching since ${time}`
    case 'before':
      if (now - Date.parse(since.time) < 60_000) return `already so at ${time}, when the recording begins`
      return `for at least ${age}, since before the recording begins at ${time}`
    default:
      return since.basis satisfies never
  }
}
