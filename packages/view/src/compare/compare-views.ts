import type { Comparison } from '../schema/comparison.ts'
import type { FindingView } from '../schema/finding.ts'
import type { ServiceView } from '../schema/service-view.ts'
import { toClock, toTime } from '../times.ts'
import { fatedOf, groupsOf, pairsOf } from './backend-fates.ts'
import { comparisonWords } from './comparison-words.ts'
import { fieldDifferences } from './field-differences.ts'

/** A Service at a moment, in ms since the epoch; `view` is null where there was none of its name. */
export interface ComparedMoment {
  readonly at: number
  readonly view: ServiceView | null
}

/** What differs between two moments of a Service: backends, Service, slices, findings, and all of it in one sentence. */
export function compareViews(then: ComparedMoment, now: ComparedMoment): Comparison {
  const cannotTell = doubtOf(then) ?? doubtOf(now)
  const pairs = cannotTell === null ? pairsOf(then.view, now.view) : []
  const backends = fatedOf(pairs)
  const fateCount = (fate: Comparison['backends'][number]['fate']) =>
    backends.filter(backend => backend.fate === fate).length
  const facts = {
    from: sideOf(then),
    to: sideOf(now),
    cannotTell,
    counts: {
      gone: fateCount('gone'),
      new: fateCount('new'),
      lost: fateCount('lost'),
      gained: fateCount('gained'),
      moved: fateCount('moved'),
    },
    backends: [...backends],
    groups: [...groupsOf(pairs)],
    slices: cannotTell === null ? slicesOf(then.view, now.view) : { gone: [], new: [], changed: [] },
    fields: [...fieldDifferences(then.view?.service ?? null, now.view?.service ?? null)],
    findings: findingsOf(then.view, now.view),
    changes: changesBetween(then.at, now),
  }
  const isRemade = then.view !== null && now.view !== null && then.view.service.uid !== now.view.service.uid
  return { ...facts, ...comparisonWords(facts, { isRemade, found: now.view?.findings ?? [] }) }
}

function sideOf({ at, view }: ComparedMoment): Comparison['from'] {
  return {
    at: toTime(at),
    exists: view !== null,
    health: view?.health ?? 'unknown',
    severity: view?.verdict.severity ?? null,
    ready: view?.ready ?? null,
    total: view?.total ?? null,
    sentence: view?.verdict.sentence ?? 'There is no Service of this name.',
  }
}

/** Why the backends of that moment are not known. */
function doubtOf({ at, view }: ComparedMoment): string | null {
  if (view === null || view.ready !== null) return null
  return `the backends at ${toClock(at)} are not known${view.gap === undefined ? '' : ' (a gap in the recording)'}`
}

function slicesOf(then: ServiceView | null, now: ServiceView | null): Comparison['slices'] {
  const [before, after] = [then, now].map(view => new Map((view?.slices ?? []).map(slice => [slice.name, slice])))
  const names = (side: typeof before, other: typeof before) =>
    [...(side?.keys() ?? [])].filter(name => other?.has(name) !== true)
  const changed = [...(after?.values() ?? [])].filter(slice => {
    const was = before?.get(slice.name)
    return was !== undefined && (was.uid !== slice.uid || was.endpointCount !== slice.endpointCount)
  })
  return { gone: names(before, after), new: names(after, before), changed: changed.map(({ name }) => name) }
}

function findingsOf(then: ServiceView | null, now: ServiceView | null): Comparison['findings'] {
  const [before, after] = [then?.findings ?? [], now?.findings ?? []]
  return { gone: without(before, after), new: without(after, before) }
}

function without(findings: readonly FindingView[], others: readonly FindingView[]): Comparison['findings']['new'] {
  const known = new Set(others.map(keyOfFinding))
  return findings
    .filter(finding => !known.has(keyOfFinding(finding)))
    .map(({ code, title, severity, sentence }) => ({ code, title, severity, sentence }))
}

function keyOfFinding({ code, subject: { kind, namespace, name } }: FindingView): string {
  return JSON.stringify([code, kind, namespace, name])
}

/** The last 60 minutes are remembered; the oldest first. */
function changesBetween(from: number, { at, view }: ComparedMoment): Comparison['changes'] {
  const between = (view?.changes ?? []).filter(({ until }) => Date.parse(until) > from && Date.parse(until) <= at)
  return between.toReversed()
}
