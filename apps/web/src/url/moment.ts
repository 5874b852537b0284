import type { Compared } from './place.ts'

/** A position of the stream, which every live answer carries: `<epoch>-<number>`. */
const POSITION = /^[\w-]{1,64}-\d{1,15}$/

/** The moment that a link names: RFC 3339 in UTC, or a position as it stands; null where it is neither. */
export function parseMoment(text: string): string | null {
  const time = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isFinite(time)) return formatMoment(time)
  return POSITION.test(text) ? text : null
}

/** RFC 3339 in UTC of ms; whole seconds without their zeros. */
export function formatMoment(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z')
}

/** In ms; null for a position. */
export function momentMs(at: string): number | null {
  const ms = Date.parse(at)
  return Number.isFinite(ms) && at.includes('T') ? ms : null
}

/** `T1..T2`, the earlier first. */
export function parseCompared(text: string): Compared | null {
  const [first = '', last = '', ...more] = text.split('..')
  const times = [parseMoment(first), parseMoment(last)].flatMap(time => (time === null ? [] : (momentMs(time) ?? [])))
  const [from, to] = times.toSorted((a, b) => a - b)
  if (more.length > 0 || from === undefined || to === undefined || from === to) return null
  return { from: formatMoment(from), to: formatMoment(to) }
}

export function formatCompared({ from, to }: Compared): string {
  return `${from}..${to}`
}
