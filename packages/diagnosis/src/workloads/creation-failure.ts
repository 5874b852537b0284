import type { Case } from '../case.ts'
import { aboutUids } from '../pods/pod-events.ts'
import type { Workload } from './workloads.ts'

/** What the API server answered when a workload's pods were to be created. */
export interface CreationFailure {
  /** Where the message was found. */
  readonly field: string
  readonly message: string
}

/** Why a workload cannot create pods, by its condition or an event about it or its ReplicaSets. Needs WORKLOAD_KINDS and events. */
export function creationFailure(c: Case, workload: Workload): CreationFailure | null {
  const standing = standingFailure(workload)
  if (standing !== null) return standing
  const owned = c
    .read('replicasets')
    .byIndex('owner', workload.uid)
    .map(({ metadata }) => metadata.uid)
  const [event] = aboutUids(c, [workload.uid, ...owned], ['FailedCreate'])
  return event === undefined ? null : { field: 'event FailedCreate', message: event.message ?? '' }
}

/** By its condition alone, which goes once a pod could be created. */
export function standingFailure({ conditions }: Pick<Workload, 'conditions'>): CreationFailure | null {
  const condition = conditions.find(({ type, status }) => type === 'ReplicaFailure' && status === 'True')
  return condition === undefined
    ? null
    : { field: 'status.conditions[ReplicaFailure]', message: condition.message ?? condition.reason ?? '' }
}
