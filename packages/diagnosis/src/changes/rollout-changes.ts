import type { Pod, ReplicaSet } from '@slicescope/model'
import type { Case } from '../case.ts'
import { toTime } from '../clock.ts'
import { matchingWorkloads, type Workload, workloadText } from '../workloads/workloads.ts'
import type { ChangeDraft } from './change.ts'
import type { ChangesCase } from './changes-case.ts'
import { imagesText, newImage } from './images.ts'
import { watchedSince } from './watched-since.ts'
import type { WatchedOf } from './watched.ts'

/** New revisions of the workloads whose pods the selector matches. */
export function rolloutChanges(source: ChangesCase): readonly ChangeDraft[] {
  return matchingWorkloads(source.c).flatMap(workload =>
    workload.ref.kind === 'Deployment' ? ofDeployment(workload, source) : ofPods(workload, source),
  )
}

interface Revision {
  readonly number: number
  readonly set: ReplicaSet
}

/** A Deployment is seen to have a revision within moments of the making of its ReplicaSet; later it took up an old one. */
const TAKEN_UP_MS = 60_000

/** Each revision is a ReplicaSet; one that is taken up again is an old ReplicaSet with a new number. */
function ofDeployment(workload: Workload, { c, from }: ChangesCase): readonly ChangeDraft[] {
  const seen = watchedSince(c, 'rollout', from).filter(({ workload: { kind, name } }) => isOf(workload, kind, name))
  const revisions = revisionsOf(workload, c)
  return revisions.flatMap(({ number, set }, at) => {
    const created = toTime(set.metadata.creationTimestamp)
    const told = seen.find(({ revision }) => revision === String(number))
    const before = revisions[at - 1]?.set
    if (!(created >= from) && told === undefined) return []
    const images = before === undefined ? '' : imagesText(before.spec.template?.spec, set.spec.template?.spec)
    const isNew = told === undefined || told.time - created < TAKEN_UP_MS
    const when =
      created >= from && isNew
        ? { time: created, basis: 'object' as const }
        : { time: told?.time ?? 0, basis: 'recorded' as const }
    return [
      rollout(workload, { ...when, revision: String(number), images, hash: set.metadata.labels['pod-template-hash'] }),
    ]
  })
}

function revisionsOf({ uid }: Workload, c: Case): readonly Revision[] {
  return c
    .read('replicasets')
    .byIndex('owner', uid)
    .map(set => ({ number: Number(set.metadata.annotations['deployment.kubernetes.io/revision']), set }))
    .filter(({ number }) => !Number.isNaN(number))
    .toSorted((a, b) => a.number - b.number)
}

function isOf({ ref }: Workload, kind: string, name: string): boolean {
  return ref.kind === kind && ref.name === name
}

/** Revisions of StatefulSets and DaemonSets are seen in labels of their pods, and in what was seen of their templates. */
function ofPods(workload: Workload, { c, from }: ChangesCase): readonly ChangeDraft[] {
  const seen = watchedSince(c, 'rollout', from).filter(({ workload: { kind, name } }) => isOf(workload, kind, name))
  const births = birthsByRevision(c.read('pods').byIndex('owner', workload.uid))
  const [newest] = births.toSorted((a, b) => b.first - a.first)
  const last = seen.at(-1)
  if (last !== undefined)
    return seen.map(each => rollout(workload, toldRollout(each, each === last ? newest : undefined)))
  if (newest === undefined || births.length < 2 || newest.first < from) return []
  return [
    rollout(workload, { time: newest.first, basis: 'object', revision: newest.hash, images: '', hash: newest.hash }),
  ]
}

function toldRollout(seen: WatchedOf<'rollout'>, newest: Births | undefined): Told {
  const { time, images } = seen
  // Pods that were there before have another revision.
  const hash = seen.hash || (newest !== undefined && newest.first >= time - SECOND_MS ? newest.hash : '')
  return { time, basis: 'recorded', revision: seen.revision || hash, images, hash }
}

/** Times in objects are whole seconds. */
const SECOND_MS = 1000

interface Births {
  readonly hash: string
  /** When its first pod was made, ms. */
  readonly first: number
}

function birthsByRevision(pods: readonly Pod[]): readonly Births[] {
  const byHash = Map.groupBy(pods, ({ metadata }) => metadata.labels['controller-revision-hash'] ?? '')
  return [...byHash]
    .filter(([hash]) => hash !== '')
    .map(([hash, own]) => ({ hash, first: Math.min(...own.map(({ metadata }) => toTime(metadata.creationTimestamp))) }))
    .filter(({ first }) => !Number.isNaN(first))
}

interface Told {
  readonly time: number
  readonly basis: ChangeDraft['basis']
  readonly revision: string
  readonly images: string
  readonly hash: string | undefined
}

function rollout(workload: Workload, { time, basis, revision, images, hash = '' }: Told): ChangeDraft {
  const name = revision === '' ? 'a new revision' : `revision ${revision}`
  const image = newImage(images)
  return {
    time,
    basis,
    kind: 'rollout',
    subject: workload.ref,
    text: `${workloadText(workload)} rolled out ${name}${images === '' ? '' : ` (${images})`}`,
    join:
      // Before the first one nothing was there to break.
      hash === '' || revision === '1'
        ? null
        : { touch: { type: 'revision', hash }, words: `the rollout of ${name}${image === '' ? '' : ` (${image})`}` },
    resources: ['pods', 'deployments', 'replicasets', 'statefulsets', 'daemonsets'],
  }
}
