import type { ServiceGraph } from '@slicescope/graph'
import { type Resource, RESOURCES } from '@slicescope/model'
import { Case } from '../case.ts'
import { Clock } from '../clock.ts'
import type { Evidence } from '../evidence.ts'
import { LeaseLog } from '../lease-log.ts'
import { wantedOf } from '../wanted.ts'
import type { Change, ChangeDraft } from './change.ts'
import { nodeChanges } from './node-changes.ts'
import { podChanges } from './pod-changes.ts'
import { rolloutChanges } from './rollout-changes.ts'
import { otherChanges } from './other-changes.ts'
import { scalingChanges } from './scaling-changes.ts'
import { specChanges } from './spec-changes.ts'
import { CHANGES_MS } from './watched.ts'

/** More than these are no answer to "what changed just before". */
const MOST_CHANGES = 50

const READ: readonly Resource[] = [
  'pods',
  'nodes',
  'deployments',
  'replicasets',
  'statefulsets',
  'daemonsets',
  'networkpolicies',
  'horizontalpodautoscalers',
  'events',
]

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
    .filter(({ time }) => time > source.from && time <= now + SKEW_MS)
    .toSorted((a, b) => b.time - a.time)
    .map(draft => toChange(draft, c))
  return [...new Map(changes.map(change => [change.key, change])).values()].slice(0, MOST_CHANGES)
}

/** The API server's clock may be ahead of ours by that much. */
const SKEW_MS = 60_000

/** One Service as changes see it; null where there is none. */
export function caseOf(graph: ServiceGraph, evidence: Evidence, now: number): Case | null {
  const service = evidence.listers.services.get(graph.summary.key)
  if (service === undefined) return null
  const wanted = () => wantedOf(graph)
  const file = { service, graph, evidence, clock: new Clock(now), wanted, log: new LeaseLog(), memory: new Map() }
  return new Case(file, READ)
}

function toChange({ resources, count = 1, join = null, ...draft }: ChangeDraft, c: Case): Change {
  const { kind, subject, time } = draft
  const reads = (['services', 'endpointslices', ...resources] as const).map(resource => ({
    resource,
    namespace: RESOURCES[resource].namespaced ? c.namespace : null,
  }))
  const key = [kind, subject.kind, subject.name, draft.text, time].join('/')
  return { ...draft, key, count, join, reads }
}
