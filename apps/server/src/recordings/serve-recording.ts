import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Past, type ShownRecording } from '@slicescope/answers'
import { type RecordedApi, startRecordedApi } from '@slicescope/demo-cluster'
import type { Stretch } from '@slicescope/history'
import {
  type Entry,
  isUnreadable,
  type ObjectKey,
  objectKey,
  type Resource,
  RESOURCE_NAMES,
  RESOURCES,
  toApiObject,
} from '@slicescope/model'
import { UsageError } from '../cli/usage-error.ts'

export interface ServeOptions {
  /** The moment that is served, or from which it is played; null: the end, or the beginning. In ms since the epoch. */
  readonly at: number | null
  /** How many times as fast as it happened; null: time does not pass. */
  readonly speed: number | null
}

/** A recording that is served as a Kubernetes API. */
export interface ServedRecording {
  /** The path of a kubeconfig for kubectl, readable by its owner alone. */
  readonly kubeconfig: string
  stop(): Promise<void>
}

/** A watch shows a change soon enough, and many changes at once. */
const STEP_MS = 100

/**
 * Serves the objects of a recording to kubectl, as of a moment or playing from it.
 * @throws UsageError for a moment that is not in the recording
 */
export async function serveRecording(recording: ShownRecording, options: ServeOptions): Promise<ServedRecording> {
  const { stretches } = await recording.journal.status()
  const from = stretches[0]?.from ?? recording.to
  const begin = options.at ?? (options.speed === null ? recording.to : from)
  if (begin < from || begin > recording.to)
    throw new UsageError(
      `--at must be within the recording: ${new Date(from).toISOString()} to ${new Date(recording.to).toISOString()}.`,
    )
  let time = begin
  const api = await startRecordedApi({ now: () => time, version: recording.identity.version })
  const feed = new Feed(api, recording, stretches)
  await feed.moveTo(begin)
  const folder = await mkdtemp(join(tmpdir(), 'slicescope-recording-'))
  const kubeconfig = join(folder, 'kubeconfig')
  await api.server.writeKubeconfig(kubeconfig)
  const { speed } = options
  const stopPlaying =
    speed === null
      ? async () => {}
      : play(async elapsed => {
          time = Math.min(recording.to, begin + elapsed * speed)
          await feed.moveTo(time)
          return time < recording.to
        })
  return {
    kubeconfig,
    stop: async () => {
      await stopPlaying()
      await api.server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Calls `step` with the ms since now, again and again until it answers false; answers with what ends it. */
function play(step: (elapsed: number) => Promise<boolean>): () => Promise<void> {
  const began = performance.now()
  let isEnding = false
  let running: Promise<void> = Promise.resolve()
  const next = async () => {
    const goesOn = await step(performance.now() - began)
    if (goesOn && !isEnding) plan()
  }
  const plan = () => {
    setTimeout(() => {
      running = next()
    }, STEP_MS).unref()
  }
  plan()
  return async () => {
    isEnding = true
    await running
  }
}

/** Brings an API to one moment of a recording after the other. */
class Feed {
  readonly #api: RecordedApi
  readonly #recording: ShownRecording
  readonly #stretches: readonly Stretch[]
  #past: Past | null = null

  constructor(api: RecordedApi, recording: ShownRecording, stretches: readonly Stretch[]) {
    this.#api = api
    this.#recording = recording
    this.#stretches = stretches
  }

  async moveTo(time: number): Promise<void> {
    const stretch = this.#stretches.findLast(({ from }) => from <= time)
    if (stretch === undefined) return
    if (this.#past?.stretch === stretch.id) {
      await this.#past.moveTo({ time }, batch => this.#apply(batch))
      return
    }
    const { journal, clusterDomain, identity } = this.#recording
    const base = await journal.findBase({ time })
    if (base === null) return
    const unverifiedTls = identity.insecure
    const past = await Past.load({ journal, stretch, base, origin: 'recording', clusterDomain, unverifiedTls })
    await past.moveTo({ time })
    this.#past = past
    this.#takeOver(past)
  }

  /** Objects that are the same stay as they are. */
  #takeOver({ listers }: Past): void {
    this.#allow()
    const isHeld = (resource: string, key: ObjectKey) =>
      RESOURCE_NAMES.some(name => name === resource && listers[name].get(key) !== undefined)
    this.#api.removeOthers(isHeld)
    for (const resource of RESOURCE_NAMES) {
      for (const object of listers[resource].list()) this.#api.put(resource, toApiObject(resource, object))
    }
  }

  #apply(batch: readonly Entry[]): void {
    for (const entry of batch) {
      if (entry.type === 'watch' || entry.type === 'unwatched') this.#allow()
      if (entry.type !== 'delta') continue
      const { resource, object, type } = entry.delta
      if (type === 'deleted') this.#api.remove(resource, refOf(objectKey(object)))
      else this.#api.put(resource, toApiObject(resource, object))
    }
  }

  /** What was not recorded cannot be read. */
  #allow(): void {
    const watches = this.#past?.view.watches() ?? []
    const { namespace: only } = this.#recording
    const known = watches.filter(({ phase }) => !isUnreadable(phase))
    this.#api.allow(known.flatMap(({ resource, namespace }) => inScope(resource, { namespace, only })))
  }
}

interface Scope {
  readonly namespace: string | null
  /** The only namespace that the recording holds; null: it holds all. */
  readonly only: string | null
}

function inScope(resource: Resource, { namespace, only }: Scope) {
  if (only === null || !RESOURCES[resource].namespaced) return [{ resource, namespace }]
  return namespace === null || namespace === only ? [{ resource, namespace: only }] : []
}

function refOf(key: ObjectKey) {
  const slash = key.indexOf('/')
  return slash === -1 ? { name: key } : { namespace: key.slice(0, slash), name: key.slice(slash + 1) }
}
