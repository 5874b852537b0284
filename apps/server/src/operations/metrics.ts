import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { ClusterRegistry } from '../clusters/cluster-registry.ts'

/** s; from delays that no person notices to ones that everyone does. */
const LAG_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

/** What is counted of this server and its clusters, as Prometheus reads it. */
export class Metrics {
  readonly #registry = new Registry()
  readonly #bytes = this.#counter('stream_bytes_total', 'Bytes written to streams.')
  readonly #cuts = this.#counter('stream_cut_readers_total', 'Readers disconnected because they stopped reading.')
  readonly #resets = this.#counter(
    'stream_resets_total',
    'Streams that could not be resumed and restarted with a snapshot.',
  )
  readonly #mismatches = this.#counter(
    'stream_digest_mismatches_total',
    'Readers whose data differed from the server. Must stay 0.',
  )
  readonly #lag = new Histogram({
    name: 'slicescope_stream_lag_seconds',
    help: 'Time from the arrival of the oldest change to the write of its patch.',
    buckets: LAG_BUCKETS,
    registers: [this.#registry],
  })

  constructor() {
    collectDefaultMetrics({ register: this.#registry })
  }

  readonly contentType = this.#registry.contentType

  countBytes(count: number): void {
    this.#bytes.inc(count)
  }

  countCut(): void {
    this.#cuts.inc()
  }

  countReset(): void {
    this.#resets.inc()
  }

  countMismatch(): void {
    this.#mismatches.inc()
  }

  observeLag(ms: number): void {
    this.#lag.observe(ms / 1000)
  }

  /** From now on the followed clusters are reported too. */
  watch(clusters: ClusterRegistry): void {
    this.#gauge('objects', { help: 'Objects stored.', labels: ['cluster', 'resource'] }, set => {
      for (const cluster of clusters.allOpened()) {
        for (const { resource, count } of cluster.objectCounts()) set([cluster.source.slug, resource], count)
      }
    })
    this.#gauge('stream_clients', { help: 'Open streams.', labels: ['cluster'] }, set => {
      for (const cluster of clusters.allOpened()) set([cluster.source.slug], cluster.hub.readers)
    })
    this.#gauge('watch_state', { help: 'Phase of each watch.', labels: [...SCOPE, 'phase'] }, set => {
      for (const { source, ...scope } of watchesOf(clusters))
        set([source, scope.resource, scope.namespace, scope.phase], 1)
    })
    this.#watchHistories(clusters)
    for (const [name, counter, help] of REFLECTOR_COUNTERS) {
      this.#counts(`watch_${name}`, { help, labels: SCOPE }, set => {
        for (const cluster of clusters.allOpened()) {
          for (const { resource, namespace, ...counts } of cluster.counters()) {
            set([cluster.source.slug, resource, namespace ?? ''], counts[counter])
          }
        }
      })
    }
  }

  #watchHistories(clusters: ClusterRegistry): void {
    const labels = ['cluster']
    this.#gauge('history_recording', { help: 'Whether changes are recorded: 1 or 0.', labels }, set => {
      for (const { source, recording } of clusters.allOpened()) set([source.slug], recording.isRecording ? 1 : 0)
    })
    this.#gauge('history_bytes', { help: 'Size of the recorded history.', labels }, async set => {
      for (const { source, history } of clusters.allOpened()) {
        // Other routes report a damaged file; other metrics are read all the same.
        const status = await history?.status().catch(() => null)
        if (status !== undefined && status !== null) set([source.slug], status.bytes)
      }
    })
    this.#gauge('history_limit_bytes', { help: 'Size at which the oldest history is deleted.', labels }, set => {
      for (const { source, recording } of clusters.allOpened()) set([source.slug], recording.keepBytes)
    })
  }

  text(): Promise<string> {
    return this.#registry.metrics()
  }

  #counter(name: string, help: string): Counter {
    return new Counter({ name: `slicescope_${name}`, help, registers: [this.#registry] })
  }

  #gauge(name: string, words: Words, collect: Collect): void {
    const gauge = new Gauge({
      ...this.#describe(name, words),
      collect: async () => {
        gauge.reset()
        await collect((values, value) => gauge.labels(...values).set(value))
      },
    })
  }

  /** Of what counts elsewhere. */
  #counts(name: string, words: Words, collect: Collect): void {
    const counter = new Counter({
      ...this.#describe(name, words),
      collect: async () => {
        counter.reset()
        await collect((values, value) => counter.labels(...values).inc(value))
      },
    })
  }

  #describe(name: string, { help, labels }: Words) {
    return { name: `slicescope_${name}`, help, labelNames: [...labels], registers: [this.#registry] }
  }
}

interface Words {
  readonly help: string
  readonly labels: readonly string[]
}

/** Asked again whenever metrics are read. */
type Collect = (set: (values: readonly string[], value: number) => void) => void | Promise<void>

const SCOPE = ['cluster', 'resource', 'namespace'] as const

const REFLECTOR_COUNTERS = [
  ['lists_total', 'lists', 'Complete lists read.'],
  ['starts_total', 'watches', 'Watches opened, restarts included.'],
  ['events_total', 'events', 'Events received.'],
  ['failures_total', 'failures', 'Lists and watches that failed.'],
  ['mismatches_total', 'mismatches', 'Objects that differed from the API server in a comparison. Must stay 0.'],
] as const

function watchesOf(clusters: ClusterRegistry) {
  return clusters.allOpened().flatMap(cluster =>
    cluster.watches().map(({ resource, namespace, phase }) => ({
      source: cluster.source.slug,
      resource,
      namespace: namespace ?? '',
      phase,
    })),
  )
}
