import { randomBytes } from 'node:crypto'
import { RecordedAnswers, type Timers } from '@slicescope/answers'
import { type Resource, RESOURCE_NAMES } from '@slicescope/model'
import type { ClusterView, Freshness } from '@slicescope/view'
import { ClusterHub } from '../stream/cluster-hub.ts'
import { systemTimers } from '../stream/timers.ts'
import type { RecordedSource } from './cluster-source.ts'
import type { ReadObject } from './object-reader.ts'
import type { ShownCluster } from './shown-cluster.ts'

interface Options {
  readonly source: RecordedSource
  readonly onLag: (ms: number) => void
  readonly onReset: () => void
  /** What goes wrong with reading it, in a sentence. */
  readonly onProblem: (problem: string) => void
}

/** A cluster of which there is a recording. Its now is the end of the recording, and nothing connects to it. */
export class RecordedCluster extends RecordedAnswers implements ShownCluster {
  readonly clusterDomain: string
  readonly hub: ClusterHub

  constructor({ source, onLag, onReset, onProblem }: Options) {
    super({ source, timers: systemTimers, onProblem })
    const { end, clusterDomain } = source.recording
    this.clusterDomain = clusterDomain
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

  freshness(): Freshness {
    return this.view.freshness({ namespace: '*' })
  }

  waitingFor(): readonly Resource[] {
    return []
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
