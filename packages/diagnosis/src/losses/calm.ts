import type { Severity } from '../finding.ts'
import type { LossMemory } from './loss-memory.ts'

/** A severity is held as long, so that what comes and goes does not flicker; */
const HELD_MS = 10_000
/** after a second loss of a pod's own within ten minutes longer. */
const HELD_AGAIN_MS = 60_000
const AGAIN_MS = 600_000
/** Where something small was lost after an outage, the outage is shown again once nothing was lost for as long. */
const QUIET_MS = 120_000

const SEVERITIES: readonly (Severity | null)[] = [null, 'info', 'warning', 'critical']

export function worstSeverity(...severities: readonly (Severity | null)[]): Severity | null {
  return severities.reduce((worst, each) => (SEVERITIES.indexOf(each) > SEVERITIES.indexOf(worst) ? each : worst), null)
}

interface Held {
  readonly severity: Severity | null
  /** When it is another by time alone, ms since the epoch; Infinity for never. */
  readonly until: number
}

interface Level {
  readonly severity: Severity | null
  readonly end: number
}

function levelsOf({ levels }: LossMemory): readonly Level[] {
  return levels.map(({ severity }, at) => ({ severity, end: levels[at + 1]?.time ?? Infinity }))
}

/** The highest severity of the window that ends at `now`, by what was observed. What was told as over is over at once. */
export function heldSeverity(memory: LossMemory, now: number): Held {
  const { own, past } = memory
  const isAgain = own.filter(time => now - time < AGAIN_MS).length >= 2
  const window = isAgain ? HELD_AGAIN_MS : HELD_MS
  const over = past === null || (isAgain && own.includes(past.at)) ? -Infinity : past.at
  const inWindow = levelsOf(memory).filter(({ end }) => end > now - window && end > over)
  const leaving = inWindow.filter(level => level.severity !== null && Number.isFinite(level.end))
  return {
    severity: worstSeverity(...inWindow.map(level => level.severity)),
    until: Math.min(Infinity, ...leaving.map(({ end }) => end + window)),
  }
}

/** Until when the last outage is not shown, for something was lost after it; ms since the epoch, 0 where nothing was. */
export function quietUntil(memory: LossMemory): number {
  const after = levelsOf(memory).filter(({ severity, end }) => severity !== null && end > (memory.past?.at ?? Infinity))
  return Math.max(0, ...after.map(({ end }) => end + QUIET_MS))
}
