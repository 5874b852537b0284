import type { Severity } from '../finding.ts'
import type { LossMemory } from './loss-memory.ts'

/** A severity is held as long, so that what comes and goes does not flicker; */
export const HELD_MS = 10_000
/** after a second loss of a pod's own within ten minutes longer. */
const HELD_AGAIN_MS = 60_000
const AGAIN_MS = 600_000

const SEVERITIES: readonly (Severity | null)[] = [null, 'info', 'warning', 'critical']

export function worstSeverity(...severities: readonly (Severity | null)[]): Severity | null {
  return severities.reduce((worst, each) => (SEVERITIES.indexOf(each) > SEVERITIES.indexOf(worst) ? each : worst), null)
}

interface Held {
  readonly severity: Severity | null
  /** When it is another by time alone, ms since the epoch; Infinity for never. */
  readonly until: number
}

/** The highest severity of the window that ends at `now`, by what was observed. */
export function heldSeverity({ levels, own }: LossMemory, now: number): Held {
  const window = own.filter(time => now - time < AGAIN_MS).length >= 2 ? HELD_AGAIN_MS : HELD_MS
  const ended = levels.map(({ severity }, at) => ({ severity, end: levels[at + 1]?.time ?? Infinity }))
  const inWindow = ended.filter(({ end }) => end > now - window)
  const severity = worstSeverity(...inWindow.map(level => level.severity))
  const leaving = inWindow.filter(level => level.severity !== null && Number.isFinite(level.end))
  return { severity, until: Math.min(Infinity, ...leaving.map(({ end }) => end + window)) }
}
