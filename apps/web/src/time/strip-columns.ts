import type { Counts, Stretch } from './strip-model.ts'
import { type Span, xOf } from './strip-span.ts'

/** A run of columns of px that show the same. */
export interface Run {
  readonly x: number
  readonly width: number
  readonly counts: Counts
}

/**
 * What each column of px shows: of all that held within it the worst, so that even the shortest loss shows. `pick`
 * gives the counts that are drawn: of all, or of a zone.
 */
export function columnRuns(
  stretches: readonly Stretch[],
  span: Span,
  { width, pick }: { readonly width: number; readonly pick: (counts: Counts) => Counts | null },
): readonly Run[] {
  const columns: (Counts | null)[] = Array.from({ length: Math.max(0, Math.ceil(width)) }, () => null)
  for (const { from, to, counts } of stretches) {
    const shown = counts === null ? null : pick(counts)
    if (shown === null || to < span.from || from > span.to) continue
    const first = Math.max(0, Math.floor(xOf(from, span, width)))
    const last = Math.min(columns.length - 1, Math.max(first, Math.ceil(xOf(to, span, width)) - 1))
    for (let x = first; x <= last; x += 1) columns[x] = worse(columns[x] ?? null, shown)
  }
  return runsOf(columns)
}

function worse(known: Counts | null, other: Counts): Counts {
  if (known === null) return other
  return other.lost > known.lost || (other.lost === known.lost && other.ready < known.ready) ? other : known
}

function runsOf(columns: readonly (Counts | null)[]): readonly Run[] {
  const runs: Run[] = []
  let begun = 0
  for (const [x, counts] of columns.entries()) {
    if (x > 0 && isSame(counts, columns[x - 1] ?? null)) continue
    close(runs, columns[begun] ?? null, { begun, x })
    begun = x
  }
  close(runs, columns[begun] ?? null, { begun, x: columns.length })
  return runs
}

function close(runs: Run[], counts: Counts | null, { begun, x }: { readonly begun: number; readonly x: number }): void {
  if (counts !== null && x > begun) runs.push({ x: begun, width: x - begun, counts })
}

function isSame(a: Counts | null, b: Counts | null): boolean {
  if (a === null || b === null) return a === b
  return a.ready === b.ready && a.starting === b.starting && a.lost === b.lost && a.total === b.total
}

/** The counts of one zone; null where it has none. A zone has no starting ones of its own here. */
export function countsOfZone({ zones }: Counts, zone: string): Counts | null {
  const own = zones.find(each => (each.zone ?? '') === zone)
  if (own === undefined) return null
  return { ready: own.ready, starting: 0, lost: own.total - own.ready, total: own.total, zones: [] }
}
