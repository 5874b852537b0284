import type { ServiceGraph } from '@slicescope/graph'
import { RESOURCES } from '@slicescope/model'
import { Case } from '../case.ts'
import { Clock } from '../clock.ts'
import type { Evidence } from '../evidence.ts'
import { LeaseLog } from '../slices/lease-log.ts'
import { wantedOf } from '../workloads/wanted.ts'
import type { Change, ChangeDraft } from './change.ts'
import { nodeChanges } from './node-changes.ts'
import { podChanges } from './pod-changes.ts'
import { rolloutChanges } from './rollout-changes.ts'
import { otherChanges } from './other-changes.ts'
import { scalingChanges } from './scaling-changes.ts'
import { specChanges } from './spec-changes.ts'
import { CHANGES_READ } from './shown-delta.ts'
import { CHANGES_MS } from './watched.ts'

/** More than these are no answer to "what changed just before". */
export const MOST_CHANGES = 50
/** How many are ready may change all the time. */
const MOST_READY = 20

const SOURCES = [rolloutChanges, scalingChanges, podChanges, nodeChanges, otherChanges, specChanges]

/**
 * What happened to a Service in the hour before `now`, the newest first: by the times in the objects that are known, and
 * by what was seen (`evidence.watched`). Costs what the Service has of pods and Nodes, and its namespace of workloads.
 */
export function changesOf(graph: ServiceGraph, evidence: Evidence, now: number): readonly Change[] {
  const c = caseOf(graph, evidence, now)
  if (c === null) return []
  const source = { c, from: now - CHANGES_MS }
  const drafts = SOURCES.flatMap(changes => changes(source))
  const changes = drafts
    .filter(({ time, last = time }) => last > source.from && time <= now + SKEW_MS)
    .map(draft => toChange(draft, c))
    .toSorted((a, b) => b.last - a.last || b.time - a.time)
  const ready = new Set(changes.filter(({ kind }) => kind === 'ready').slice(MOST_READY))
  return byKey(changes.filter(change => !ready.has(change))).slice(0, MOST_CHANGES)
}

/** Each change once; and a key for each, which stays while like ones join it. */
function byKey(changes: readonly Change[]): readonly Change[] {
  const known = new Map<string, Change>()
  for (const change of changes) {
    const same = known.get(change.key)
    const key = same === undefined || same.text === change.text ? change.key : `${change.key}/${change.text}`
    known.set(key, { ...change, key })
  }
  return [...known.values()]
}

/** The API server's clock may be ahead of ours by that much. */
const SKEW_MS = 60_000

/** One Service as changes see it; null where there is none. */
export function caseOf(graph: ServiceGraph, evidence: Evidence, now: number): Case | null {
  const service = evidence.listers.services.get(graph.summary.key)
  if (service === undefined) return null
  const wanted = () => wantedOf(graph)
  const file = { service, graph, evidence, clock: new Clock(now), wanted, log: new LeaseLog(), memory: new Map() }
  return new Case(file, CHANGES_READ)
}

function toChange({ resources, count = 1, join = null, steps = [], ...draft }: ChangeDraft, c: Case): Change {
  const { kind, subject, time, last = time } = draft
  const reads = (['services', 'endpointslices', ...resources] as const).map(resource => ({
    resource,
    namespace: RESOURCES[resource].namespaced ? c.namespace : null,
  }))
  const key = [kind, subject.kind, subject.name, time].join('/')
  const own = steps.length < 2 ? [] : steps.map(({ time: at, text }) => ({ time: at, text }))
  return { ...draft, key, last, count, join, steps: own, reads }
}
