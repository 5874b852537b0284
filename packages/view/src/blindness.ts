import { isBlind, isRequired, tableKey, type Watch } from './watch-report.ts'

/** Which watches are blind and as of when their data is, as text to compare: all of them, and those that health is made from. */
export interface Blindness {
  readonly ofAll: string
  readonly ofHealth: string
}

export function describeBlindness(watches: readonly Watch[], now: number): Blindness {
  const blind = watches.filter(watch => isBlind(watch, now))
  return { ofAll: describe(blind), ofHealth: describe(blind.filter(({ resource }) => isRequired(resource))) }
}

function describe(watches: readonly Watch[]): string {
  return watches
    .map(({ resource, namespace, heard, verified }) => `${tableKey(resource, namespace)}=${heard ?? verified}`)
    .join()
}
