/** A part of a text: a clock in UTC, or what stands beside it. */
export type TimedPart = { readonly clock: string } | { readonly text: string }

const CLOCK = /\b(\d\d:\d\d:\d\d) UTC\b/

/** The parts of a text: clocks as sentences write them, "03:11:42 UTC", and the rest. */
export function splitTimes(text: string): readonly TimedPart[] {
  return text
    .split(CLOCK)
    .map((part, index) => (index % 2 === 1 ? { clock: part } : { text: part }))
    .filter(part => 'clock' in part || part.text !== '')
}

const DAY_MS = 86_400_000
/** Clocks differ a little. */
const AHEAD_MS = 60_000

/** The last moment at which it was so late in UTC, RFC 3339; `now` in ms. The sentence may mean an earlier day. */
export function lastMomentAt(clock: string, now: number): string {
  const today = Date.parse(`${new Date(now).toISOString().slice(0, 10)}T${clock}Z`)
  return new Date(today > now + AHEAD_MS ? today - DAY_MS : today).toISOString()
}
