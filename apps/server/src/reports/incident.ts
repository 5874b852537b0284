import { isLoss, type Observed, type ObservedRow } from '@slicescope/answers'
import type { Gap } from '@slicescope/history'

/** One loss of a Service; times are ms since the epoch. */
export interface Incident {
  readonly onset: number
  /** False where the Service was already so when the recording begins. */
  readonly isOnsetSeen: boolean
  /** Where it was worst; of equal moments the last one, for what explains a loss is found after it began. */
  readonly worst: number
  /** Null where it is not over. */
  readonly end: { readonly time: number; readonly how: 'recovered' | 'deleted' } | null
}

type LossRow = NonNullable<ObservedRow>

interface Loss {
  readonly onset: number
  readonly isOnsetSeen: boolean
  readonly states: { readonly at: number; readonly row: LossRow }[]
  end: Incident['end']
}

/** The last loss, for a report that names no range. */
export function lastIncident(observed: readonly Observed[], until: number): Incident | null {
  const last = lossesIn(observed, until).at(-1)
  return last === undefined ? null : incidentOf(last, { from: last.onset, to: until })
}

/** The worst loss of a range, as far as it lies within. */
export function worstIncident(observed: readonly Observed[], range: Gap): Incident | null {
  const losses = lossesIn(observed, range.to).filter(({ end }) => end === null || end.time > range.from)
  const [worst] = losses.toSorted((a, b) => compareWorse(worstState(a, range).row, worstState(b, range).row))
  return worst === undefined ? null : incidentOf(worst, range)
}

function incidentOf(loss: Loss, range: Gap): Incident {
  const { onset, isOnsetSeen, end } = loss
  return { onset, isOnsetSeen, end, worst: Math.max(range.from, worstState(loss, range).at) }
}

/** The oldest first, as they were known at `until`. */
function lossesIn(observed: readonly Observed[], until: number): readonly Loss[] {
  const losses: Loss[] = []
  let open: Loss | null = null
  for (const [index, { at, row }] of observed.entries()) {
    if (at > until) break
    if (row === null || !isLoss(row.severity)) {
      if (open !== null) open.end = { time: at, how: row === null ? 'deleted' : 'recovered' }
      open = null
      continue
    }
    open ??= reopened(losses.at(-1), at)
    if (open === null) {
      open = { onset: at, isOnsetSeen: index > 0, states: [], end: null }
      losses.push(open)
    }
    open.states.push({ at, row })
  }
  return losses
}

/** ms; what recovers for less is one incident with what follows. */
const SAME_MS = 60_000

function reopened(last: Loss | undefined, at: number): Loss | null {
  if (last?.end?.how !== 'recovered' || at - last.end.time >= SAME_MS) return null
  last.end = null
  return last
}

/** The state that it had when the range began counts, too. */
function worstState({ states }: Loss, { from }: Gap): Loss['states'][number] {
  const held = states.findLastIndex(({ at }) => at <= from)
  const [first, ...rest] = states.slice(Math.max(0, held))
  if (first === undefined) throw new Error('A loss has at least one state.')
  return rest.reduce((worst, state) => (compareWorse(state.row, worst.row) <= 0 ? state : worst), first)
}

/** Below 0 where the first is worse. */
function compareWorse(a: LossRow, b: LossRow): number {
  const rank = ({ severity }: LossRow) => (severity === 'critical' ? 0 : 1)
  return rank(a) - rank(b) || readyShare(a) - readyShare(b)
}

function readyShare({ ready, total }: LossRow): number {
  return ready === null || total === null || total === 0 ? (ready ?? Infinity) : ready / total
}
