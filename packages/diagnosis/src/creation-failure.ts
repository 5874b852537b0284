import type { Case } from './case.ts'
import { aboutUids } from './pod-events.ts'
import type { Workload } from './workloads.ts'

/** Why a workload cannot create pods, by its condition or an event about it or its ReplicaSets. Needs WORKLOAD_KINDS and events. */
export function creationFailure(
  c: Case,
  { uid, conditions }: Workload,
): { readonly field: string; readonly message: string } | null {
  const condition = conditions.find(({ type, status }) => type === 'ReplicaFailure' && status === 'True')
  if (condition !== undefined)
    return { field: 'status.conditions[ReplicaFailure]', message: condition.message ?? condition.reason ?? '' }
  const owned = c
    .read('replicasets')
    .byIndex('owner', uid)
    .map(({ metadata }) => metadata.uid)
  const [event] = aboutUids(c, [uid, ...owned], ['FailedCreate'])
  return event === undefined ? null : { field: 'event FailedCreate', message: event.message ?? '' }
}
