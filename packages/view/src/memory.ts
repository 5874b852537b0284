import type { Observed } from '@slicescope/diagnosis'
import type { Followed } from '@slicescope/graph'
import { isRecord, type WatchState } from '@slicescope/model'
import type { Planned } from './due-queue.ts'
import type { KnownLease } from './lease-table.ts'
import type { Outcome } from './outcome.ts'
import type { Freshness } from './schema/freshness.ts'

/** All that a view knows beside the listers and the time. Plain data. */
export interface Memory {
  readonly watches: readonly WatchState[]
  readonly observed: readonly (readonly [key: string, observed: Observed])[]
  readonly outcomes: readonly Outcome[]
  readonly leases: readonly KnownLease[]
  readonly due: readonly Planned[]
  readonly clockStep: Freshness['clockStep']
  readonly followedSince: number | null
}

/** What it remembers of some Services, and of no others. */
export function memoryOf(memory: Memory, wanted: Followed): Memory {
  const isWanted = typeof wanted === 'function' ? wanted : (service: string) => wanted.has(service)
  return {
    ...memory,
    observed: memory.observed.filter(([key]) => isWanted(key)),
    outcomes: memory.outcomes.filter(({ service }) => isWanted(service)),
    due: memory.due.filter(([, key]) => isWanted(key)),
  }
}

/** The Service that an element of a list in a Memory is about; null for what is about none. */
export function serviceRemembered(member: string, element: unknown): string | null {
  if (member === 'outcomes') return isOutcome(element) ? element.service : null
  if (!Array.isArray(element)) return null
  const [first, second]: readonly unknown[] = element
  if (member === 'observed') return typeof first === 'string' ? first : null
  return member === 'due' && typeof second === 'string' ? second : null
}

const LISTS = ['watches', 'observed', 'outcomes', 'leases', 'due'] as const

/** A Memory that was written as JSON and read back; null for what is none. Its depths are as they were written. */
export function readMemory(raw: unknown): Memory | null {
  return isMemory(raw) ? raw : null
}

/** The same of an Outcome. */
export function readOutcome(raw: unknown): Outcome | null {
  return isOutcome(raw) ? raw : null
}

function isMemory(raw: unknown): raw is Memory {
  return isRecord(raw) && LISTS.every(name => Array.isArray(raw[name])) && 'clockStep' in raw && 'followedSince' in raw
}

function isOutcome(raw: unknown): raw is Outcome {
  return (
    isRecord(raw) &&
    typeof raw['service'] === 'string' &&
    typeof raw['now'] === 'number' &&
    ['findings', 'cannotTell', 'changes', 'begun', 'leases'].every(name => Array.isArray(raw[name]))
  )
}
