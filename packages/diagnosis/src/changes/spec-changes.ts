import type { Service } from '@slicescope/model'
import { toTime } from '../clock.ts'
import { serviceRef } from '../words/refs.ts'
import type { ChangeDraft } from './change.ts'
import type { ChangesCase } from './changes-case.ts'
import { watchedSince } from './watched-since.ts'

type SpecChange = NonNullable<Service['metadata']['specChange']>

/** Times in objects are whole seconds. */
const SECOND_MS = 1000
/** Between the API server's time of an edit and ours of hearing of it. */
const HEARD_MS = 10_000

/**
 * Who edited the Service last, by its managedFields: known also from before the watch. The field is named where its manager
 * owns no other of the spec. What was watched since says more: from what to what.
 */
export function specChanges({ c, from }: ChangesCase): readonly ChangeDraft[] {
  const { specChange } = c.service.metadata
  const time = specChangeTime(specChange, c.facts.creationTimestamp)
  const isSeen = watchedSince(c, 'service', from).some(({ last }) => last >= time - HEARD_MS)
  if (specChange === undefined || !(time >= from) || isSeen) return []
  return [
    {
      time,
      basis: 'object',
      kind: 'service',
      subject: serviceRef(c),
      text: `the Service's ${specChange.field ?? 'spec'} was edited by ${specChange.manager}`,
      resources: [],
    },
  ]
}

/** In ms; NaN where there is no change, or where it made the object. */
export function specChangeTime(specChange: SpecChange | undefined, creationTimestamp: string | null): number {
  const time = toTime(specChange?.time)
  return time - toTime(creationTimestamp) > SECOND_MS ? time : Number.NaN
}
