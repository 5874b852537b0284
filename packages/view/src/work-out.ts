import {
  begunOf,
  changesAt,
  changesOf,
  CHANGES_MS,
  diagnoseInSteps,
  type Evidence,
  healthSince,
  type Observed,
  servedThen,
  stateSince,
} from '@slicescope/diagnosis'
import type { Inputs, ServiceGraph } from '@slicescope/graph'
import type { Steps } from '@slicescope/model'
import type { Outcome } from './outcome.ts'

/** A diagnosis that is done. */
export interface WorkedOut {
  readonly outcome: Outcome
  readonly graph: ServiceGraph
  /** When time alone may change it, ms since the epoch; Infinity if never. */
  readonly dueAt: number
}

interface Question {
  readonly graphInSteps: () => Steps<ServiceGraph | undefined>
  readonly inputs: Inputs
  readonly observed: Observed
  readonly leases: NonNullable<Evidence['leases']>
  readonly isOpen: boolean
  readonly now: number
}

/** Why a Service is as it is, by what is known and remembered, and the time; null where there is none. Changes nothing. */
export function* workOut(question: Question): Steps<WorkedOut | null> {
  const { now } = question
  const graph = yield* question.graphInSteps()
  if (graph === undefined) return null
  const evidence = evidenceOf(question)
  const { findings, cannotTell, wanted, where, recheckAt, leases } = yield* diagnoseInSteps(graph, evidence, now)
  yield
  const isAsked = question.isOpen || findings.some(({ explains }) => explains > 0)
  const changes = isAsked ? changesOf(graph, evidence, now) : []
  const begun = begunOf(findings, changes, { graph, evidence, now })
  const outcome: Outcome = {
    service: graph.summary.key,
    now,
    findings,
    cannotTell,
    where,
    served: servedThen(graph),
    wanted,
    // What it can be joined with was for the verdict alone.
    changes: changes.map(change => ({ ...change, join: null })),
    begun: findings.flatMap((finding, at) => {
      const own = begun.get(finding)
      return own === undefined ? [] : [[at, own] as const]
    }),
    since: evidence.healthSince === null ? stateSince(graph, evidence) : null,
    leases,
  }
  const dueAt = Math.min(recheckAt ?? Infinity, ...changes.slice(-1).map(({ last }) => last + CHANGES_MS))
  return { outcome, graph, dueAt }
}

export function evidenceOf({ inputs, observed, leases, now }: Omit<Question, 'graphInSteps' | 'isOpen'>): Evidence {
  const { lastChange, steadySince } = observed
  return {
    ...inputs,
    observed,
    lastChange,
    steadySince,
    watched: changesAt(observed, now),
    healthSince: healthSince(observed),
    leases,
  }
}
