import { isPodFinished, isPodTerminating } from '@slicescope/kubernetes'
import type { Pod, Service } from '@slicescope/model'
import type { Moment } from './inputs.ts'
import { isTerminating } from './is-terminating.ts'
import type { JudgedBackend } from './judged-backend.ts'
import { absentPods } from './matched-pods.ts'
import { progressOf, STARTING_MS } from './progress.ts'
import { workloadOf, type WorkloadShare } from './workload-shares.ts'

/** What the workloads behind a Service ask for, and what is missing of it. */
export interface Workloads {
  /** Whether all kinds of them can be read. */
  readonly isKnown: boolean
  /** How many pods they ask for; null where none matches or any kind cannot be read. */
  readonly wanted: number | null
  /** A rollout of one of them runs and is not stuck. */
  readonly rolling: boolean
  /** How many the rollouts may take away. */
  readonly allowance: number
  /** How many are missing that neither a rollout may take away nor are on their way. */
  readonly shortfall: number
  /** Pods that are on their way and in no slice yet, and those that are asked for and not made yet. */
  readonly coming: number
  /** Where none matches: pods that match, are in no slice, and should be ready. */
  readonly unlisted: number
  /** One of them reports that the API refuses its pods, or that its rollout is stuck. */
  readonly fails: boolean
}

export const NO_WORKLOADS: Workloads = {
  isKnown: false,
  wanted: null,
  rolling: false,
  allowance: 0,
  shortfall: 0,
  coming: 0,
  unlisted: 0,
  fails: false,
}

interface Asked {
  readonly service: Service
  readonly shares: readonly WorkloadShare[]
  readonly backends: readonly JudgedBackend[]
  readonly moment: Moment
  /** The pods that the selector matches. */
  readonly matched: () => readonly Pod[]
}

interface Answer {
  readonly workloads: Workloads
  /** When it changes by time alone, ms; Infinity for never. */
  readonly until: number
  /** Pods in no slice were looked at. */
  readonly hasAbsent?: boolean
}

/** `shares` is not empty. Pods are looked at only where fewer are ready than wanted. */
export function workloadsOf(asked: Asked): Answer {
  const { shares, backends } = asked
  const wanted = sum(shares, share => share.wanted)
  const ready = backends.filter(backend => backend.ready).length
  const base = {
    isKnown: true,
    wanted,
    rolling: shares.some(share => share.rolling),
    allowance: sum(shares, share => (share.rolling ? share.allowance : 0)),
    unlisted: 0,
    fails: shares.some(({ cannotCreate, isStuck }) => cannotCreate || isStuck),
  }
  if (shares.length === 1 && ready >= wanted)
    return { workloads: { ...base, shortfall: 0, coming: 0 }, until: Infinity }
  const groups = groupsOf(asked)
  return {
    workloads: {
      ...base,
      shortfall: sum(groups, group => group.shortfall),
      coming: sum(groups, group => group.coming),
    },
    until: Math.min(Infinity, ...groups.map(group => group.until)),
  }
}

/** Where the kinds of workloads can be read and none matches: what pods there are is all that is wanted. */
export function workloadsOfPods({ service, moment, matched }: Pick<Asked, 'service' | 'moment' | 'matched'>): Answer {
  const absent = (absentPods(service, matched(), moment) ?? []).map(pod =>
    progressOf(pod, { ...moment, isRolloutStuck: false }),
  )
  const onTheirWay = absent.flatMap(progress => (progress.kind === 'starting' ? [progress.until] : []))
  const unlisted = absent.filter(({ kind }) => kind === 'lost' || kind === 'stuck').length
  return {
    workloads: { ...NO_WORKLOADS, isKnown: true, coming: onTheirWay.length, unlisted },
    hasAbsent: absent.length > 0,
    until: Math.min(Infinity, ...onTheirWay),
  }
}

interface Group {
  readonly shortfall: number
  readonly coming: number
  readonly until: number
}

function groupsOf({ service, shares, backends, moment, matched }: Asked): readonly Group[] {
  const isKnown = moment.coverage('pods', service.metadata.namespace) === 'known'
  const pods = isKnown ? matched() : []
  const absent = isKnown ? (absentPods(service, pods, moment) ?? []) : []
  // Without pods no backend is known to belong to one of several.
  if (shares.length === 1 || !isKnown) return [groupOf({ shares, backends, absent, pods }, moment)]
  const ofPod = (pod: Pod) => workloadOf(pod, moment)
  const backendsOf = keyed(backends, ({ workload }) => workload)
  const [absentOf, podsOf] = [keyed(absent, ofPod), keyed(pods, ofPod)]
  return [...Map.groupBy(shares, ({ key }) => key)].map(([key, own]) =>
    groupOf(
      {
        shares: own,
        backends: backendsOf.get(key) ?? [],
        absent: absentOf.get(key) ?? [],
        pods: podsOf.get(key) ?? [],
      },
      moment,
    ),
  )
}

function keyed<T>(items: readonly T[], keyOf: (item: T) => string | null): ReadonlyMap<string, readonly T[]> {
  return Map.groupBy(items, item => keyOf(item) ?? '')
}

interface Members {
  readonly shares: readonly WorkloadShare[]
  readonly backends: readonly JudgedBackend[]
  readonly absent: readonly Pod[]
  readonly pods: readonly Pod[]
}

function groupOf({ shares, backends, absent, pods }: Members, moment: Moment): Group {
  const wanted = sum(shares, share => share.wanted)
  const allowance = sum(shares, share => (share.rolling ? share.allowance : 0))
  const isRolloutStuck = shares.some(share => share.isStuck)
  const living = absent.filter(pod => !isPodTerminating(pod))
  const onTheirWay = living.flatMap(pod => {
    const progress = progressOf(pod, { ...moment, isRolloutStuck })
    return progress.kind === 'starting' ? [progress.until] : []
  })
  const starting = backends.filter(({ progress }) => progress?.kind === 'starting').length
  const inSlices = backends.filter(({ state }) => !isTerminating(state)).length
  const unmade = unmadeOf({ shares, pods, missing: wanted - inSlices - living.length }, moment)
  const ready = backends.filter(backend => backend.ready).length
  const coming = onTheirWay.length + unmade.count
  return {
    shortfall: Math.max(0, wanted - ready - starting - coming - allowance),
    coming,
    until: Math.min(unmade.until, ...onTheirWay),
  }
}

interface Unmade {
  readonly shares: readonly WorkloadShare[]
  readonly pods: readonly Pod[]
  readonly missing: number
}

/** Pods that are asked for and not made yet: since their workload asked, or since those before them are to be gone. */
function unmadeOf(
  { shares, pods, missing }: Unmade,
  { now }: Moment,
): { readonly count: number; readonly until: number } {
  if (shares.some(({ cannotCreate, isStuck }) => cannotCreate || isStuck)) return { count: 0, until: Infinity }
  const asked = shares.map(({ askedAt }) => (askedAt === null ? 0 : Date.parse(askedAt)))
  const sinceAsked = Math.max(...asked) + STARTING_MS
  // For a reader without pods some may be missing where none is here: that ends at the same time.
  if (now < sinceAsked) return { count: Math.max(0, missing), until: sinceAsked }
  if (missing <= 0) return { count: 0, until: Infinity }
  const gone = pods.filter(pod => !isPodFinished(pod)).flatMap(({ metadata }) => metadata.deletionTimestamp ?? [])
  const recent = gone.map(time => Date.parse(time) + STARTING_MS).filter(until => now < until)
  return { count: Math.min(missing, recent.length), until: Math.min(Infinity, ...recent) }
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0)
}
