import type { ClusterGraph, Followed } from '@slicescope/graph'
import type { Listers, Resource, ResourceDelta } from '@slicescope/model'
import type { Diagnoses } from './diagnoses.ts'
import type { KeptStates } from './kept-states.ts'
import type { News } from './news.ts'
import type { Observations } from './observations.ts'
import { seenByService } from './observe-delta.ts'
import { type OwnServices, ownServices } from './reads/own-services.ts'
import { touchedLabelSets, touchedReads } from './reads/touched-reads.ts'
import type { Watching } from './watching.ts'

interface Sources {
  readonly listers: Listers
  readonly graph: ClusterGraph
  readonly observations: Observations
  readonly diagnoses: Diagnoses
  readonly states: KeptStates
  readonly watching: Watching
  readonly news: News
  /** Null: all. */
  readonly follows: Followed | null
}

/** Of what circumstances are made. */
const SURROUNDING: ReadonlySet<Resource> = new Set<Resource>([
  'namespaces',
  'deployments',
  'replicasets',
  'statefulsets',
  'daemonsets',
  'jobs',
  'validatingwebhookconfigurations',
  'mutatingwebhookconfigurations',
  'apiservices',
])

/** Marks for diagnosis whatever a change may concern, and notes with each Service what happened to it. */
export class Marks {
  readonly #sources: Sources

  constructor(sources: Sources) {
    this.#sources = sources
  }

  /** To be told of the Deltas of each batch once the graph has followed them. Times are ms since the epoch. */
  follow(deltas: readonly ResourceDelta[], time: number): void {
    const { listers, diagnoses } = this.#sources
    for (const delta of deltas) {
      this.#followOne(delta, time)
      if (diagnoses.hasReads) this.#markReaders(touchedReads(delta), time)
    }
    if (diagnoses.hasReads) this.#markReaders(touchedLabelSets(deltas, listers), time)
  }

  /** It may be news of an open one's checklist too, or of what stands beside it. */
  mark(key: string): void {
    const { diagnoses, news } = this.#sources
    diagnoses.mark(key)
    news.noteService(key)
  }

  /** Of its structure: see own-services.ts. */
  #followOne(delta: ResourceDelta, time: number): void {
    const { graph, listers, observations, watching } = this.#sources
    const { follows } = this.#sources
    const labelSetsOf = (key: string) => graph.labelSetsOf(key)
    const only = follows === null || typeof follows === 'function' ? null : { keys: follows, labelSetsOf }
    const own = this.#followed(ownServices(delta, { graph, listers, only }))
    if (!watching.isCatchingUp(delta.resource))
      for (const [key, seen] of seenByService(delta, own, listers)) observations.note(key, { type: 'seen', seen, time })
    for (const key of own.near) this.#noteTouched(key, time)
    for (const key of own.far) this.#noteFar(key, delta.resource, time)
  }

  #followed(own: OwnServices): OwnServices {
    const { follows } = this.#sources
    if (follows === null) return own
    const { near, far } = own
    const isFollowed = typeof follows === 'function' ? follows : (key: string) => follows.has(key)
    return { near: [...near].filter(isFollowed), far: [...far].filter(isFollowed) }
  }

  /** Whatever else was read: see tracked-listers.ts. */
  #markReaders(reads: Iterable<string>, time: number): void {
    const { diagnoses, news } = this.#sources
    const { far, often, checked } = diagnoses.readersOf(reads)
    for (const key of far) this.mark(key)
    for (const key of often) this.#postpone(key, time)
    for (const key of checked) {
      diagnoses.dropChecklist(key)
      news.noteService(key)
    }
  }

  #noteTouched(key: string, time: number): void {
    const { graph, observations } = this.#sources
    if (graph.summary(key) !== undefined) observations.note(key, { type: 'touched', time })
    this.mark(key)
  }

  /** What surrounds it may make its loss another's concern, or none at all. */
  #noteFar(key: string, resource: Resource, time: number): void {
    const { graph, states } = this.#sources
    this.mark(key)
    if (SURROUNDING.has(resource) && graph.summary(key) !== undefined) states.note(key, time)
  }

  #postpone(key: string, time: number): void {
    const { diagnoses, news } = this.#sources
    diagnoses.postpone(key, time)
    news.noteService(key)
  }
}
