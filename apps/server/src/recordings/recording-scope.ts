import { type History, type NotRecorded, Slices, type Walked } from '@slicescope/answers'
import type { Gap, Kept, RecordingHeader } from '@slicescope/history'
import { type Entry, type ObjectKey, type Resource, RESOURCES, serviceKey, type Steps } from '@slicescope/model'
import { Needs, type Outcome } from '@slicescope/view'
import { type KnownThen, ThenWriter } from './known-then.ts'

export interface AskedFile extends Gap {
  readonly scope: RecordingHeader['scope']
  /** Aborted: the file is not wanted any more. */
  readonly signal?: AbortSignal | undefined
}

type Scope = RecordingHeader['scope']

/** What of a cluster goes into a recording. */
export interface Scoped extends Kept {
  /** Those that it can answer about; null: all. */
  readonly services: readonly ObjectKey[] | null
  /** What was known of them on the way through each stretch, by its id; null where all is kept. */
  readonly known: ReadonlyMap<number, KnownThen> | null
}

const ALL: Scoped = { object: () => true, service: () => true, services: null, known: null }

/**
 * Goes through the range and finds what the answers of the scope are made from, at every moment of it. `every`: so many
 * entries lie between two places where a chunk can begin.
 */
export async function findScope(
  history: History,
  { scope, signal, every, ...range }: AskedFile & { readonly every: number },
): Promise<Scoped | NotRecorded> {
  if (scope.type === 'all') return ALL
  const isWanted = wantedOf(scope)
  const found: Needs[] = []
  const known = new Map<number, KnownThen>()
  const walked = await history.walkStretches({ ...range, isNoted: true, follows: isWanted }, async stretch => {
    const largeMs = Math.max(LARGE_MS, (range.to - range.from) / MOST_STEPS)
    const writer = new ThenWriter(stretch, every)
    known.set(stretch.stretch.id, writer)
    const needs = await needsOf(stretch, { isWanted, largeMs, signal, writer })
    if (needs !== null) found.push(needs)
  })
  if (walked !== null) return walked
  return {
    object: (resource, key) => isWithin(scope, resource, key) || found.some(needs => needs.has(resource, key)),
    service: isWanted,
    services: [...new Set(found.flatMap(({ services }) => services))].toSorted(),
    known,
  }
}

/** A large Service is worked out no more often than this, ms, and not so many times in a range. */
const LARGE_MS = 1000
const MOST_STEPS = 300

interface Looking {
  readonly isWanted: (service: ObjectKey) => boolean
  readonly largeMs: number
  readonly signal: AbortSignal | undefined
  readonly writer: ThenWriter
}

async function needsOf({ past, from, to }: Walked, looking: Looking): Promise<Needs | null> {
  const { view, noted } = past
  if (noted === null) return null
  const needs = new Needs({ view, noted, isWanted: looking.isWanted, largeMs: looking.largeMs })
  const slices = new Slices()
  const run = async (steps: Steps<void>) => {
    while (steps.next().done !== true) {
      looking.signal?.throwIfAborted()
      await slices.rest()
    }
  }
  const followTime = async (time: number) => {
    for (let { nextDueAt } = needs; nextDueAt < time; { nextDueAt } = needs) await run(needs.followTime(nextDueAt))
  }
  await run(needs.begin(from))
  const follow = (batch: readonly Entry<Outcome>[], isDue: boolean) => {
    looking.writer.note(isDue)
    return run(needs.follow(batch, isDue))
  }
  await past.moveTo({ time: to }, follow, followTime)
  await followTime(to)
  return needs
}

function wantedOf(scope: Exclude<Scope, { readonly type: 'all' }>): (service: ObjectKey) => boolean {
  if (scope.type === 'namespace') return service => service.startsWith(`${scope.namespace}/`)
  const key = serviceKey(scope.namespace, scope.name)
  return service => service === key
}

/** A namespace comes with all that is in it and all that is in none. */
function isWithin(scope: Scope, resource: Resource, key: ObjectKey): boolean {
  if (scope.type !== 'namespace') return false
  return !RESOURCES[resource].namespaced || key.startsWith(`${scope.namespace}/`)
}

/** What a recording does not hold, a sentence each. */
export function leftOutOf(scope: Scope): readonly string[] {
  const never = 'Environment variables, volumes, commands, ConfigMaps and Secrets are never stored.'
  switch (scope.type) {
    case 'all':
      return [never]
    case 'namespace':
      return [never, `Other namespaces are in it only where the Services of ${scope.namespace} depend on them.`]
    case 'service':
      return [
        never,
        `It holds what the answers about ${scope.namespace}/${scope.name} are made from, and nothing else.`,
      ]
    default:
      return scope satisfies never
  }
}
