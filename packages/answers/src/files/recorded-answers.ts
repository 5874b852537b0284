import type { Resource } from '@slicescope/model'
import { type ClusterInfo, formatWatermark } from '@slicescope/protocol'
import type { ClusterView, Provenance } from '@slicescope/view'
import { History } from '../history/history.ts'
import type { AskedCluster, RecordingState } from '../questions/asked-clusters.ts'
import {
  isForbiddenEverywhere,
  knowledgeOf,
  type NamespaceKnowledge,
  settledKnowledge,
} from '../questions/namespace-knowledge.ts'
import type { Timers } from '../timers.ts'
import type { ShownRecording } from './shown-recording.ts'

interface RecordedSource {
  readonly slug: string
  readonly origin: 'recording'
  readonly recording: ShownRecording
}

interface Options {
  readonly source: RecordedSource
  readonly timers: Timers
  /** What goes wrong with reading it, in a sentence. */
  readonly onProblem: (problem: string) => void
}

/** A cluster of which there is a recording, as questions see it. Its now is the end of the recording. */
export class RecordedAnswers implements AskedCluster {
  readonly source: RecordedSource
  readonly view: ClusterView
  readonly history: History
  readonly recording: RecordingState = {
    isRecording: false,
    problem: 'This is a recording, and nothing is added to it.',
    keepMs: 0,
    keepBytes: 0,
  }

  constructor({ source, timers, onProblem }: Options) {
    const { end, journal, clusterDomain, identity, only } = source.recording
    this.source = source
    this.view = end.view
    this.history = new History({
      journal,
      settle: async () => {},
      hasEnded: true,
      timers,
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

  describe(): ClusterInfo {
    return { slug: this.source.slug, ...this.source.recording.identity }
  }

  trouble(): string | null {
    const watches = this.view.watches()
    return watches.find(({ resource, reason }) => resource === 'services' && reason !== null)?.reason ?? null
  }

  knowledgeOf(namespace: string): NamespaceKnowledge {
    const { listers } = this.source.recording.end
    return settledKnowledge(knowledgeOf(namespace, { watches: this.view.watches(), listers }))
  }

  isForbiddenEverywhere(resource: Resource): boolean {
    return isForbiddenEverywhere(resource, this.view.watches())
  }
}
