import type { ServiceGraph } from '@slicescope/graph'
import { type Pod, unreachable } from '@slicescope/model'
import type { Case } from '../case.ts'
import { toTime } from '../clock.ts'
import type { Evidence } from '../evidence.ts'
import type { Finding, Read } from '../finding.ts'
import { clockText } from '../words/clock-text.ts'
import { lostSince } from '../since/lost-since.ts'
import { upperFirst } from '../words/words.ts'
import type { Change, Touch } from './change.ts'
import { RULES } from '../rules.ts'
import { caseOf } from './changes-of.ts'

/** That the trouble of a finding began soon after a change that touched just what is broken. It claims no cause. */
export interface Begun {
  /** The change's. */
  readonly key: string
  /** `The loss began 40 s after the rollout of revision 14 (image web:2.1)`: a sentence without its full stop. */
  readonly words: string
  /** The change's: readers who cannot read all of it may not see this. */
  readonly reads: readonly Read[]
}

interface Source {
  readonly graph: ServiceGraph
  readonly evidence: Evidence
  readonly now: number
}

/** What came later has nothing to do with it, */
const SOON_MS = 30_000
/** unless it is about pods that the change made: those may come one after another. */
const ROLLOUT_MS = 600_000
/** A pod that was lost in its first minute may have been made broken. */
const FIRST_MS = 60_000
/** Times of objects are whole seconds, by another clock than ours. */
const SAME_MS = 10_000

/**
 * The findings that explain a loss and can be joined with a change: what is broken belongs to the Nodes or the edited
 * field, and began within 30 s after; or it belongs to the new revision, never worked, and began within ten minutes after.
 * Times are compared within one clock only: those of objects with those of objects, those at which we saw it with such.
 */
export function begunOf(
  findings: readonly Finding[],
  changes: readonly Change[],
  { graph, evidence, now }: Source,
): ReadonlyMap<Finding, Begun> {
  const candidates = changes.filter(({ join }) => join !== null)
  const c = candidates.length === 0 ? null : caseOf(graph, evidence, now)
  if (c === null) return new Map()
  const seen = seenToBegin(evidence)
  return new Map(
    findings
      .filter(({ explains }) => explains > 0)
      .flatMap(finding => {
        const begun = joinOne({ finding, pods: brokenPods(finding, c), seen }, candidates)
        return begun === null ? [] : [[finding, begun] as const]
      }),
  )
}

/** When we saw the loss become what it is, ms: a health may last through a second loss, and turn within one. */
function seenToBegin({ observed, healthSince }: Evidence): number | null {
  const loss = observed?.losses.loss ?? null
  return loss?.isSeen === true ? loss.worsenedAt : (healthSince ?? null)
}

interface Trouble {
  readonly finding: Finding
  /** Null where something else than pods is broken too. */
  readonly pods: readonly Pod[] | null
  /** When we saw it begin, ms. */
  readonly seen: number | null
}

function brokenPods({ broken }: Finding, c: Case): readonly Pod[] | null {
  const pods = broken.flatMap(uid => c.read('pods').byIndex('uid', uid).slice(0, 1))
  return pods.length > 0 && pods.length === broken.length ? pods : null
}

/** Pods of a rollout that went down with their Node went down with their Node. */
function isOfItsCause(finding: Finding, type: Touch['type']): boolean {
  return type === 'nodes' && isBegunBy(finding, type)
}

const SUREST: readonly Touch['type'][] = ['scaling', 'field', 'labels', 'revision', 'nodes']

function joinOne(trouble: Trouble, changes: readonly Change[]): Begun | null {
  const joined = changes.flatMap(({ key, time, basis, join, reads }) => {
    if (join === null || !isTouched(trouble, join.touch)) return []
    // What was made on a Node after its turn was never lost by it.
    if (join.touch.type === 'nodes' && basis === 'object' && !wereThere(trouble.pods ?? [], time)) return []
    const lost = lostSince(trouble.pods ?? [])
    // What was lost long after the health turned has another beginning.
    if (basis === 'recorded' && lost !== null && lost - (trouble.seen ?? lost) > SAME_MS) return []
    const onset = basis === 'recorded' ? trouble.seen : lost
    const soon = join.touch.type === 'revision' ? ROLLOUT_MS : SOON_MS
    if (onset === null || onset < time || onset - time > soon) return []
    const what = wordsFor(trouble.finding, join)
    const words = join.touch.type === 'scaling' ? atWords(what, time) : wordsOf(onset - time, what)
    return [{ key, reads, touch: join.touch, words }]
  })
  // The newest come first.
  const rank = ({ type }: Touch) => (isOfItsCause(trouble.finding, type) ? -1 : SUREST.indexOf(type))
  const [best] = joined.toSorted((a, b) => rank(a.touch) - rank(b.touch))
  return best === undefined ? null : { key: best.key, words: best.words, reads: best.reads }
}

/** What names the Nodes or the workload already need not name them twice. */
function wordsFor(finding: Finding, { touch, words }: NonNullable<Change['join']>): string {
  const { named = [] } = finding
  if (touch.type === 'scaling') return named.includes(touch.workload.name) ? touch.short : words
  if (touch.type !== 'nodes' || !isBegunBy(finding, 'nodes')) return words
  const [name = '', ...others] = touch.names
  return others.length > 0 || named.includes(name) ? touch.short : words
}

const BEGAN_BY = new Map(RULES.map(({ code, beganBy = [] }) => [code, beganBy] as const))

/** Whether such a change may have brought about what the finding's rule finds. */
function isBegunBy({ code }: Finding, change: string): boolean {
  return BEGAN_BY.get(code)?.some(each => each === change) === true
}

function isTouched({ finding, pods }: Trouble, touch: Touch): boolean {
  switch (touch.type) {
    case 'field':
      return isBegunBy(finding, touch.field)
    case 'labels':
      return isBegunBy(finding, 'labels')
    case 'scaling':
      return isBegunBy(finding, 'scaling') && isSameObject(finding.subject, touch.workload)
    case 'revision':
      return pods?.every(pod => revisionOf(pod) === touch.hash && isMadeBroken(pod)) === true
    case 'nodes':
      return pods?.every(({ spec }) => touch.names.has(spec.nodeName ?? '')) === true
    default:
      return unreachable(touch)
  }
}

function isSameObject(a: Finding['subject'], b: Finding['subject']): boolean {
  return a.kind === b.kind && a.name === b.name
}

function wereThere(pods: readonly Pod[], time: number): boolean {
  return pods.every(({ metadata }) => toTime(metadata.creationTimestamp) < time)
}

/** What served for a while, or is being deleted, was not made broken. */
function isMadeBroken(pod: Pod): boolean {
  const born = toTime(pod.metadata.creationTimestamp)
  return pod.metadata.deletionTimestamp === undefined && (lostSince([pod]) ?? Infinity) - born <= FIRST_MS
}

function revisionOf({ metadata: { labels } }: Pod): string | undefined {
  return labels['pod-template-hash'] ?? labels['controller-revision-hash']
}

/** Of what was done on purpose: no loss. */
function atWords(words: string, time: number): string {
  return `${upperFirst(words)} at ${clockText(time)}`
}

function wordsOf(ms: number, what: string): string {
  const seconds = Math.round(ms / 1000)
  if (seconds === 0) return `The loss began right after ${what}`
  return `The loss began ${seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`} after ${what}`
}
