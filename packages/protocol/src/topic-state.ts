import type { ServiceView } from '@slicescope/view'
import { addDigests, type Digest } from './digest.ts'
import { applyToOverview, diffOverview, digestOfOverview, type Overview, type OverviewChanges } from './overview.ts'
import { applyToService, diffService, digestOfService, type ServiceChanges } from './service-topic.ts'

/** What one end holds of a topic, with the digest kept beside it. */
export interface TopicState<V> {
  readonly value: V
  readonly digest: Digest
}

export type OverviewState = TopicState<Overview>
/** Null: there is no such Service. */
export type ServiceState = TopicState<ServiceView | null>

/** How a topic becomes another: as a whole, or by changes. */
export type Step<V, C> = { readonly value: V } | { readonly changes: C }
export type OverviewStep = Step<Overview, OverviewChanges>
export type ServiceStep = Step<ServiceView | null, ServiceChanges>

export function overviewState(value: Overview): OverviewState {
  return { value, digest: digestOfOverview(value) }
}

export function serviceState(value: ServiceView | null): ServiceState {
  return { value, digest: digestOfService(value) }
}

/** What must be told to who holds `before`; null when nothing differs, ages aside. */
export function stepOverview(before: Overview, after: Overview): OverviewStep | null {
  const changes = diffOverview(before, after)
  return changes === null ? null : { changes }
}

export function stepService(before: ServiceView | null, after: ServiceView | null): ServiceStep | null {
  if (before === null || after === null) return before === after ? null : { value: after }
  const changes = diffService(before, after)
  return changes === null ? null : { changes }
}

/** Undefined when changes meet a topic that is not held. What did not change stays the very same object. */
export function advanceOverview(state: OverviewState | undefined, step: OverviewStep): OverviewState | undefined {
  if ('value' in step) return overviewState(step.value)
  if (state === undefined) return undefined
  const { value, difference } = applyToOverview(state.value, step.changes)
  return { value, digest: addDigests(state.digest, difference) }
}

/** As advanceOverview. */
export function advanceService(state: ServiceState | undefined, step: ServiceStep): ServiceState | undefined {
  if ('value' in step) return serviceState(step.value)
  if (state === undefined || state.value === null) return undefined
  const { value, difference } = applyToService(state.value, step.changes)
  return { value, digest: addDigests(state.digest, difference) }
}
