import { type History, type NotRecorded, Slices, type Walked } from '@slicescope/answers'
import type { Gap, Kept, RecordingHeader } from '@slicescope/history'
import { type ObjectKey, type Resource, RESOURCES, serviceKey, type Steps } from '@slicescope/model'
import { type Memory, Needs } from '@slicescope/view'

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
}

const ALL: Scoped = { object: () => true, service: () => true, services: null }

/** Goes through the range and finds what the answers of the scope are made from, at every moment of it. */
export async function findScope(
  history: History,
  { scope, signal, ...range }: AskedFile,
): Promise<Scoped | NotRecorded> {
  if (scope.type === 'all') return ALL
  const isWanted = wantedOf(scope)
  const found: Needs[] = []
  const walked = await history.walkStretches({ ...range, isNoted: true }, async stretch => {
    const largeMs = Math.max(LARGE_MS, (range.to - range.from) / MOST_STEPS)
    const needs = await needsOf(stretch, { isWanted, largeMs, signal })
    if (needs !== null) found.push(needs)
  })
  if (walked !== null) return walked
  return {
    object: (resource, key) => isWithin(scope, resource, key) || found.some(needs => needs.has(resource, key)),
    service: isWanted,
    services: [...new Set(found.flatMap(({ services }) => services))].toSorted(),
  }
}

/** A large Service is worked out no more often than this, ms, and not so many times in a range. */
const LARGE_MS = 1000
const MOST_STEPS = 300

interface Looking {
  readonly isWanted: (service: ObjectKey) => boolean
  readonly largeMs: number
  readonly signal: AbortSignal | undefined
}

async function needsOf({ past, from, to }: Walked, looking: Looking): Promise<Needs | null> {
  const { view, noted } = past
  if (noted === null) return null
  const needs = new Needs({ view, noted, ...looking })
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
  await past.moveTo({ time: to }, (batch, isDue) => run(needs.follow(batch, isDue)), followTime)
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

/** What is remembered of the Services of the scope. */
export function scopedMemory(memory: Memory, { service }: Scoped): Memory {
  return {
    ...memory,
    observed: memory.observed.filter(([key]) => service(key)),
    outcomes: memory.outcomes.filter(outcome => service(outcome.service)),
    due: memory.due.filter(([, key]) => service(key)),
  }
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
