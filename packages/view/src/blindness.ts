import { blindSince, isBlind, isRequired, tableKey, type Watch } from './watch-report.ts'

/** Which watches are blind and as of when their data is, as text to compare: all of them, and those that health is made from. */
export interface Blindness {
  readonly ofAll: string
  readonly ofHealth: string
}

export function describeBlindness(watches: readonly Watch[], now: number): Blindness {
  const blind = watches.filter(watch => isBlind(watch, now))
  return {
    ofAll: describe(blind, now),
    ofHealth: describe(
      blind.filter(({ resource }) => isRequired(resource)),
      now,
    ),
  }
}

function describe(watches: readonly Watch[], now: number): string {
  return watches.map(watch => `${tableKey(watch.resource, watch.namespace)}=${blindSince(watch, now)}`).join()
}
