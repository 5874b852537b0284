import { randomBytes } from 'node:crypto'
import { type Resource, RESOURCE_NAMES } from '@slicescope/model'
import { type ClusterInfo, formatWatermark } from '@slicescope/protocol'
import type { ClusterView, Freshness, Provenance } from '@slicescope/view'
import { History } from '../history/history.ts'
import { ClusterHub } from '../stream/cluster-hub.ts'
import { systemTimers, type Timers } from '../stream/timers.ts'
import type { RecordedSource } from './cluster-source.ts'
import { isForbiddenEverywhere, knowledgeOf, type NamespaceKnowledge, settledKnowledge } from './namespace-knowledge.ts'
import type { ReadObject } from './object-reader.ts'
import type { RecordingState, ShownCluster } from './shown-cluster.ts'

interface Options {
  readonly source: RecordedSource
  readonly onLag: (ms: number) => void
  readonly onReset: () => void
  /** What goes wrong with reading it, in a sentence. */
  readonly onProblem: (problem: string) => void
}

/** A cluster of which there is a recording. Its now is the end of the recording, and nothing connects to it. */
export class RecordedCluster implements ShownCluster {
  readonly source: RecordedSource
  readonly clusterDomain: string
  readonly view: ClusterView
  readonly hub: ClusterHub
  readonly history: History
  readonly recording: RecordingState = {
    isRecording: false,
    problem: 'This is a recording, and nothing is added to it.',
    keepMs: 0,
    keepBytes: 0,
  }

  constructor({ source, onLag, onReset, onProblem }: Options) {
    const { end, journal, clusterDomain, identity, only } = source.recording
    this.source = source
    this.clusterDomain = clusterDomain
    this.view = end.view
    const timers: Timers = { now: () => this.now(), after: (ms, task) => systemTimers.after(ms, task) }
    this.hub = new ClusterHub({
      store: {
        number: end.number,
        watches: () => this.watches().map(watch => ({ ...watch, nextAttempt: null })),
        silentAt: () => null,
        noteSilence: () => {},
        noteTime: () => {},
        conclude: () => {},
      },
      hasEnded: true,
      view: end.view,
      epoch: randomBytes(6).toString('hex'),
      describe: () => this.describe(),
      server: '',
      timers,
      onLag,
      onReset,
    })
    this.history = new History({
      journal,
      settle: async () => {},
      hasEnded: true,
      timers: systemTimers,
      origin: source.origin,
      clusterDomain,
      only,
      unverifiedTls: identity.insecure,
      onProblem,
    })
  }

  now(): number {
    return this.source.recording.to
  }

  provenance(): Provenance {
    const { epoch, end } = this.source.recording
    return {
      position: formatWatermark({ epoch, number: end.number }),
      origin: this.source.origin,
      moment: 'now',
    }
  }

  start(): void {}

  /** The recording itself stays open: it may be shown again. */
  async stop(): Promise<void> {
    this.hub.end()
    this.history.stop()
  }

  async readObject(): Promise<ReadObject> {
    return { type: 'recorded' }
  }

  retry(): void {}

  describe(): ClusterInfo {
    return { slug: this.source.slug, ...this.source.recording.identity }
  }

  freshness(): Freshness {
    return this.view.freshness({ namespace: '*' })
  }

  waitingFor(): readonly Resource[] {
    return []
  }

  trouble(): string | null {
    return this.watches().find(({ resource, reason }) => resource === 'services' && reason !== null)?.reason ?? null
  }

  knowledgeOf(namespace: string): NamespaceKnowledge {
    const { listers } = this.source.recording.end
    return settledKnowledge(knowledgeOf(namespace, { watches: this.view.watches(), listers }))
  }

  isForbiddenEverywhere(resource: Resource): boolean {
    return isForbiddenEverywhere(resource, this.view.watches())
  }

  objectCounts(): readonly { readonly resource: Resource; readonly count: number }[] {
    const { listers } = this.source.recording.end
    return RESOURCE_NAMES.map(resource => ({ resource, count: listers[resource].size }))
  }

  watches(): ReturnType<ClusterView['watches']> {
    return this.view.watches()
  }

  counters(): readonly [] {
    return []
  }
}
