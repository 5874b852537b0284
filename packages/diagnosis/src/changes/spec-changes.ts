import type { Service } from '@slicescope/model'
import type { Case } from '../case.ts'
import { toTime } from '../clock.ts'
import { serviceRef } from '../refs.ts'
import { matchingWorkloads, type Workload, workloadText } from '../workloads.ts'
import type { ChangeDraft } from './change.ts'
import type { ChangesCase } from './changes-case.ts'
import { watchedSince } from './watched-since.ts'
import type { Watched } from './watched.ts'

/**
 * Who edited the Service last, and who scaled the workloads whose pods it takes, by the managedFields of these objects:
 * known also where nobody watched. The field is told where its manager owns no other of the spec.
 */
export function specChanges(source: ChangesCase): readonly ChangeDraft[] {
  return [...ofService(source), ...scalings(source)]
}

type SpecChange = NonNullable<Service['metadata']['specChange']>

function ofService({ c, from }: ChangesCase): readonly ChangeDraft[] {
  const { specChange } = c.service.metadata
  const time = timeOf(specChange, c.facts.creationTimestamp)
  if (specChange === undefined || !isNews(time, from, watchedSince(c, 'service', from))) return []
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

function scalings({ c, from }: ChangesCase): readonly ChangeDraft[] {
  const watched = watchedSince(c, 'scaling', from)
  return matchingWorkloads(c).flatMap(workload => {
    const specChange = specChangeOf(workload, c)
    if (specChange?.field !== 'replicas') return []
    const { kind, name } = workload.ref
    const own = watched.filter(each => each.workload.kind === kind && each.workload.name === name)
    const time = timeOf(specChange, workload.creationTimestamp)
    if (!isNews(time, from, own)) return []
    return {
      time,
      basis: 'object',
      kind: 'scaling',
      subject: workload.ref,
      text: `${workloadText(workload)} was scaled to ${workload.replicas} by ${specChange.manager}`,
      resources: ['deployments', 'replicasets', 'statefulsets'],
    }
  })
}

function specChangeOf({ ref }: Workload, c: Case): SpecChange | undefined {
  if (ref.kind !== 'Deployment' && ref.kind !== 'StatefulSet') return undefined
  const workloads = ref.kind === 'Deployment' ? c.read('deployments') : c.read('statefulsets')
  return workloads.get(`${c.namespace}/${ref.name}`)?.metadata.specChange
}

/** Times in objects are whole seconds. */
const SECOND_MS = 1000
/** Between the API server's time of an edit and ours of hearing of it. */
const HEARD_MS = 10_000

/** NaN where there is no change, or where it made the object. */
function timeOf(specChange: SpecChange | undefined, creationTimestamp: string | null): number {
  const time = toTime(specChange?.time)
  return time - toTime(creationTimestamp) > SECOND_MS ? time : Number.NaN
}

/** What was seen to happen is told better: from what to what. */
function isNews(time: number, from: number, watched: readonly Watched[]): boolean {
  return time >= from && watched.every(({ last }) => last < time - HEARD_MS)
}
