import { type Event, eventTime, type Resource } from '@slicescope/model'
import type { Case } from '../case.ts'
import { toTime } from '../clock.ts'
import { aboutUids } from '../pods/pod-events.ts'
import { matchingWorkloads, type Workload, workloadText } from '../workloads/workloads.ts'
import type { ChangeDraft } from './change.ts'
import type { ChangesCase } from './changes-case.ts'
import { specChangeTime } from './spec-changes.ts'
import { watchedSince } from './watched-since.ts'
import { watchedText } from './watched-text.ts'

/**
 * How many replicas the workloads are asked for, whose pods the Service takes: as it was seen, as events of a Deployment
 * tell it, and as its managedFields do. Of sources that tell the same the first one counts.
 */
export function scalingChanges(source: ChangesCase): readonly ChangeDraft[] {
  const told = [
    ...watched(source),
    ...matchingWorkloads(source.c).flatMap(workload => [...byEvents(workload, source), ...byManager(workload, source)]),
  ]
  return told.filter((one, at) => !told.slice(0, at).some(other => isSame(other, one))).map(({ draft }) => draft)
}

interface Told {
  readonly draft: ChangeDraft
  /** Of several that were put together the last, ms. */
  readonly last: number
}

const WORKLOADS: readonly Resource[] = ['deployments', 'replicasets', 'statefulsets']

/** Between the API server's time and ours, and between what was asked for and what was done. */
const SAME_MS = 10_000

function isSame(one: Told, other: Told): boolean {
  const { subject, time } = one.draft
  return (
    subject.kind === other.draft.subject.kind &&
    subject.name === other.draft.subject.name &&
    other.draft.time > time - SAME_MS &&
    other.draft.time < one.last + SAME_MS
  )
}

function watched({ c, from }: ChangesCase): readonly Told[] {
  return watchedSince(c, 'scaling', from).map(each => {
    const { time, last, steps = [], workload, from: before, to } = each
    const words = watchedText(each)
    const draft = {
      time,
      last,
      steps,
      basis: 'recorded',
      kind: 'scaling',
      subject: workload,
      text: words,
      join: { touch: { type: 'scaling', workload, short: `it was scaled from ${before} to ${to}` }, words },
      resources: WORKLOADS,
    } as const
    return { draft, last }
  })
}

/** `Scaled down replica set web-1 from 3 to 0`, in older versions `to 0 from 3`; pkg/controller/deployment/sync.go. */
const SCALED = /^Scaled (?:up|down) replica set (\S+) (?:from (\d+) to (\d+)|to (\d+) from (\d+))$/
/** A ReplicaSet that is made is scaled up from 0 in the same moment. */
const MAKING_MS = 2_000
/** A rollout scales one ReplicaSet up and others down, for as long. */
const ROLLOUT_MS = 600_000

interface Scaling {
  readonly event: Event
  readonly time: number
  readonly set: string
  readonly before: number
  readonly to: number
}

/** Only where one ReplicaSet was scaled that had been there: all else belongs to a rollout. */
function byEvents(workload: Workload, { c, from }: ChangesCase): readonly Told[] {
  if (workload.ref.kind !== 'Deployment') return []
  const scalings = aboutUids(c, [workload.uid], ['ScalingReplicaSet']).flatMap(toScaling)
  return scalings
    .filter(({ time }) => time >= from)
    .filter(one => isOld(one, c) && !scalings.some(other => belongTogether(one, other)))
    .map(({ time, before, to }) => ({
      draft: {
        time,
        basis: 'object',
        kind: 'scaling',
        subject: workload.ref,
        text: `${workloadText(workload)} was scaled from ${before} to ${to}`,
        resources: [...WORKLOADS, 'events'],
      },
      last: time,
    }))
}

function toScaling(event: Event): readonly Scaling[] {
  const [, set, ...numbers] = SCALED.exec(event.message ?? '') ?? []
  const [before, to, oldTo, oldBefore] = numbers
  if (set === undefined) return []
  return [{ event, time: toTime(eventTime(event)), set, before: Number(before ?? oldBefore), to: Number(to ?? oldTo) }]
}

function isOld({ set, time }: Scaling, c: Case): boolean {
  const replicaSet = c.read('replicasets').get(`${c.namespace}/${set}`)
  return time - toTime(replicaSet?.metadata.creationTimestamp) > MAKING_MS
}

function belongTogether(one: Scaling, other: Scaling): boolean {
  return one.set !== other.set && Math.abs(one.time - other.time) <= ROLLOUT_MS
}

function byManager(workload: Workload, { c, from }: ChangesCase): readonly Told[] {
  const { kind, name } = workload.ref
  if (kind !== 'Deployment' && kind !== 'StatefulSet') return []
  const workloads = kind === 'Deployment' ? c.read('deployments') : c.read('statefulsets')
  const specChange = workloads.get(`${c.namespace}/${name}`)?.metadata.specChange
  const time = specChangeTime(specChange, workload.creationTimestamp)
  if (specChange?.field !== 'replicas' || !(time >= from)) return []
  const text = `${workloadText(workload)} was scaled to ${workload.replicas} by ${specChange.manager}`
  return [
    {
      draft: { time, basis: 'object', kind: 'scaling', subject: workload.ref, text, resources: WORKLOADS },
      last: time,
    },
  ]
}
