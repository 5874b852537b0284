import type { Gap, Kept, RecordingHeader } from '@slicescope/history'
import { type ObjectKey, type Resource, RESOURCES, serviceKey } from '@slicescope/model'
import { type Memory, Needs } from '@slicescope/view'
import type { History, NotRecorded, Walked } from '../history/history.ts'

type Scope = RecordingHeader['scope']

/** What of a cluster goes into a recording. */
export interface Scoped extends Kept {
  /** Those that it can answer about; null: all. */
  readonly services: readonly ObjectKey[] | null
}

const ALL: Scoped = { object: () => true, service: () => true, services: null }

interface Wanted {
  readonly scope: Scope
  /** Aborted, it throws the reason. */
  readonly signal?: AbortSignal | undefined
}

/** Goes through the range and finds what the answers of the scope are made from, at every moment of it. */
export async function findScope(
  history: History,
  range: Gap,
  { scope, signal }: Wanted,
): Promise<Scoped | NotRecorded> {
  if (scope.type === 'all') return ALL
  const isWanted = wantedOf(scope)
  const found: Needs[] = []
  const walked = await history.walkStretches({ ...range, isNoted: true }, async stretch => {
    const needs = await needsOf(stretch, { isWanted, signal })
    if (needs !== null) found.push(needs)
  })
  if (walked !== null) return walked
  return {
    object: (resource, key) => isWithin(scope, resource, key) || found.some(needs => needs.has(resource, key)),
    service: isWanted,
    services: [...new Set(found.flatMap(({ services }) => services))].toSorted(),
  }
}

interface Needed {
  readonly isWanted: (service: ObjectKey) => boolean
  readonly signal: AbortSignal | undefined
}

async function needsOf({ past, from, to }: Walked, { isWanted, signal }: Needed): Promise<Needs | null> {
  const { view, noted } = past
  if (noted === null) return null
  const needs = new Needs({ view, noted, isWanted }, from)
  const followTime = (time: number) => {
    for (let { nextDueAt } = needs; nextDueAt < time; { nextDueAt } = needs) {
      signal?.throwIfAborted()
      needs.followTime(nextDueAt)
    }
  }
  const follow: Parameters<typeof past.moveTo>[1] = (batch, isDue) => {
    signal?.throwIfAborted()
    needs.follow(batch, isDue)
  }
  await past.moveTo({ time: to }, follow, followTime)
  followTime(to)
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
