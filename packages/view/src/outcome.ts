import type { Begun, CannotTell, Change, Finding, ServedThen, StateSince, Wanted, Where } from '@slicescope/diagnosis'
import type { LeaseKey, Sharing } from '@slicescope/model'

/** What a diagnosis came to. It is shown when its entry arrives, and recorded with it: plain data. */
export interface Outcome {
  /** The Service's key, `namespace/name`. */
  readonly service: string
  /** By which time it was worked out, ms since the epoch. */
  readonly now: number
  readonly findings: readonly Finding[]
  readonly cannotTell: readonly CannotTell[]
  /** What the lost backends have in common and the others do not. */
  readonly where: Where | null
  /** How the Service was served then. */
  readonly served: ServedThen
  readonly wanted: Wanted
  /** Of the last hour; only of Services that are open or have a loss. */
  readonly changes: readonly Change[]
  /** Which finding, by its place, began soon after one of them. */
  readonly begun: readonly (readonly [finding: number, begun: Begun])[]
  /** Since when it is so by its slices, where API objects prove it; only where its health was not seen to change. */
  readonly since: StateSince | null
  /** Leases that it hangs on. */
  readonly leases: readonly LeaseKey[]
}

/** What is known of the why of a Service. */
export interface Diagnosed
  extends Pick<Outcome, 'findings' | 'cannotTell' | 'where' | 'served' | 'wanted' | 'changes' | 'since'> {
  /** The findings that began soon after one of the changes. */
  readonly begun: ReadonlyMap<Finding, Begun>
}

export function toDiagnosed({ service: _service, now: _now, leases: _leases, begun, ...rest }: Outcome): Diagnosed {
  return { ...rest, begun: begunByFinding(rest.findings, begun) }
}

/** What many Services have in common is held once. It says the same. */
export function sharedOutcome(outcome: Outcome, sharing: Sharing): Outcome {
  const { findings, cannotTell, wanted, changes, begun, leases } = outcome
  return {
    ...outcome,
    findings: findings.length === 0 ? NOTHING : findings.map(finding => sharedFinding(finding, sharing)),
    cannotTell: cannotTell.length === 0 ? NOTHING : cannotTell,
    wanted: sharing.of(wanted),
    changes: changes.length === 0 ? NOTHING : changes,
    begun: begun.length === 0 ? NOTHING : begun,
    leases: leases.length === 0 ? NOTHING : leases,
  }
}

const NOTHING: readonly never[] = []

function sharedFinding(finding: Finding, sharing: Sharing): Finding {
  const { reads, broken } = finding
  return { ...finding, reads: sharing.of(reads), broken: broken.length === 0 ? NOTHING : broken }
}

const NONE: Diagnosed['begun'] = new Map()

function begunByFinding(findings: readonly Finding[], begun: Outcome['begun']): Diagnosed['begun'] {
  if (begun.length === 0) return NONE
  return new Map(
    begun.flatMap(([at, each]) => {
      const finding = findings[at]
      return finding === undefined ? [] : [[finding, each] as const]
    }),
  )
}

/** Whether both say the same, whenever they were worked out. */
export function saysTheSame(a: Outcome, b: Outcome | null): boolean {
  return b !== null && JSON.stringify({ ...a, now: 0 }) === JSON.stringify({ ...b, now: 0 })
}
