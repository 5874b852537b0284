import type { Pod, Service } from '@slicescope/model'
import { findReadyCondition } from './pod.ts'

/** What the last sync of a Service saw; handed to the next one. */
export interface TriggerState {
  readonly service: string
  /** Pod name -> lastTransitionTime of its condition Ready. */
  readonly pods: ReadonlyMap<string, string>
}

export interface Trigger {
  /** The annotation endpoints.kubernetes.io/last-change-trigger-time; null when nothing of its kind triggered this sync. */
  readonly time: string | null
  readonly state: TriggerState
}

/**
 * When that happened which a sync writes down (k8s.io/endpointslice util/trigger_time_tracker.go): the Service's
 * creation at its first sync, later the earliest of its pods' Ready transitions that are new since the last sync.
 */
export function changeTriggerTime(service: Service, pods: readonly Pod[], last: TriggerState | undefined): Trigger {
  const state = { service: service.metadata.creationTimestamp ?? '', pods: readyTimes(pods) }
  if (last === undefined) return { time: state.service === '' ? null : state.service, state }
  const changed = [...state.pods].flatMap(([name, time]) => (isAfter(time, last.pods.get(name)) ? [time] : []))
  if (isAfter(state.service, last.service)) changed.push(state.service)
  return {
    time: changed.reduce<string | null>((min, time) => (min === null || isAfter(min, time) ? time : min), null),
    state,
  }
}

function readyTimes(pods: readonly Pod[]): ReadonlyMap<string, string> {
  return new Map(
    pods.flatMap(pod => {
      const time = findReadyCondition(pod)?.lastTransitionTime
      return time === undefined ? [] : [[pod.metadata.name, time] as const]
    }),
  )
}

/** Times of the API are RFC 3339 in UTC with whole seconds, which sort as texts. */
function isAfter(a: string, b: string | undefined): boolean {
  return b === undefined || a > b
}
