import { isRecord } from '@slicescope/model'
import { listAt, textAt } from './json.ts'
import type { RawObject } from './object-index.ts'

export interface NewCondition {
  readonly type: string
  readonly status: 'True' | 'False' | 'Unknown'
  readonly reason?: string
  readonly message?: string
}

/** The status of a condition; undefined when it is not there. */
export function conditionStatus(object: RawObject, type: string): string | undefined {
  return textAt(
    listAt(object, 'status', 'conditions').find(condition => textAt(condition, 'type') === type),
    'status',
  )
}

/** An object's conditions with some set; lastTransitionTime moves only where the status does. */
export function withConditions(object: RawObject, changes: readonly NewCondition[], time: string): readonly unknown[] {
  const known = listAt(object, 'status', 'conditions')
  const changed = changes.map(change => {
    const before = known.find(condition => textAt(condition, 'type') === change.type)
    const isMoved = textAt(before, 'status') !== change.status
    const since = isMoved ? time : (textAt(before, 'lastTransitionTime') ?? time)
    return { lastProbeTime: null, lastTransitionTime: since, ...change }
  })
  const kept = known.filter(
    condition => isRecord(condition) && !changes.some(({ type }) => type === textAt(condition, 'type')),
  )
  return [...kept, ...changed]
}
