import { selectedPods } from '@slicescope/kubernetes'
import { type EndpointSlice, type Event, eventTime, type Service } from '@slicescope/model'
import type { QuestionInputs } from './rights.ts'
import type { EventsAnswer, EventView } from './schema/events.ts'

interface Asked {
  readonly service: Service
  readonly slices: readonly EndpointSlice[]
  readonly inputs: QuestionInputs
}

const MOST_EVENTS = 200

/** The Events that are held about the Service, its slices, its pods and their owners. Everyday ones are not held. */
export function eventsAnswer({ service, slices, inputs: { listers } }: Asked): EventsAnswer {
  const { namespace, uid } = service.metadata
  const pods = selectedPods(service, listers.pods.byIndex('namespace', namespace))
  const uids = new Set([uid, ...slices.map(({ metadata }) => metadata.uid)])
  for (const { metadata } of pods) {
    uids.add(metadata.uid)
    for (const owner of metadata.ownerReferences) {
      uids.add(owner.uid)
      const set = owner.kind === 'ReplicaSet' ? listers.replicasets.get(`${namespace}/${owner.name}`) : undefined
      for (const above of set?.metadata.ownerReferences ?? []) uids.add(above.uid)
    }
  }
  const found = [...uids].flatMap(each => listers.events.byIndex('object', each)).map(toView)
  const sorted = found.toSorted((a, b) => compare(b.time ?? '', a.time ?? '') || compare(a.object.name, b.object.name))
  return { events: sorted.slice(0, MOST_EVENTS), more: Math.max(0, sorted.length - MOST_EVENTS) }
}

function toView(event: Event): EventView {
  const { reason = '', message = '', count = 1, involvedObject } = event
  return {
    time: eventTime(event) || null,
    reason,
    message,
    count,
    object: { kind: involvedObject.kind ?? '', name: involvedObject.name ?? '' },
  }
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
