import type { createSynthetic } from '@slicescope/demo-cluster'
import { type ClusterStore, must, type Resource, RESOURCES, type ResourceWriter } from '@slicescope/model'
import { Random } from '@slicescope/model/random'
import type { Outcome } from '@slicescope/view'

type Storage = ReturnType<typeof createSynthetic>
type Pod = ReturnType<typeof podsOf>[number]
type Slice = ReturnType<typeof slicesOf>[number]

/** An object as a watch brings it. */
interface Arrived {
  readonly resource: 'pods' | 'endpointslices'
  readonly text: string
}

/** A Service with what is its own. */
interface Group {
  readonly pods: readonly Pod[]
  readonly slices: readonly Slice[]
}

/** Of a Service so many pods change at a time. */
const MOST_AT_ONCE = 9

/** Pods of a cluster that turn ready and not ready at random, some of one Service at a time, and their slices with them. */
export class Churn {
  readonly #random: Random
  readonly #groups: readonly Group[]
  readonly #unready = new Set<string>()
  #version = 10_000_000

  constructor(storage: Storage, seed: number) {
    this.#random = new Random(seed)
    const slices = Map.groupBy(slicesOf(storage), ({ metadata }) =>
      keyOf(metadata.namespace, metadata.labels?.['kubernetes.io/service-name']),
    )
    const pods = Map.groupBy(podsOf(storage), ({ metadata }) => keyOf(metadata.namespace, metadata.labels?.['app']))
    this.#groups = [...pods].map(([key, own]) => ({ pods: own, slices: slices.get(key) ?? [] }))
  }

  /** What changes at a time. */
  next(now: number): readonly Arrived[] {
    const { pods, slices } = this.#pick(this.#groups)
    const turned = new Set<Pod>()
    for (let count = 1 + this.#random.below(MOST_AT_ONCE); count > 0; count -= 1) turned.add(this.#pick(pods))
    for (const { metadata } of turned) this.#turn(keyOf(metadata.namespace, metadata.name))
    const names = new Set([...turned].map(({ metadata }) => metadata.name))
    const touched = slices.filter(({ endpoints }) =>
      endpoints?.some(({ targetRef }) => names.has(String(targetRef?.name))),
    )
    return [
      ...[...turned].map(pod => ({ resource: 'pods' as const, text: this.#podText(pod, now) })),
      ...touched.map(slice => ({ resource: 'endpointslices' as const, text: this.#sliceText(slice) })),
    ]
  }

  #pick<T>(list: readonly T[]): T {
    return must(list[this.#random.below(list.length)], 'one of them')
  }

  #turn(key: string): void {
    if (!this.#unready.delete(key)) this.#unready.add(key)
  }

  #podText(pod: Pod, now: number): string {
    const { namespace, name } = pod.metadata
    const status = this.#unready.has(keyOf(namespace, name)) ? 'False' : 'True'
    const conditions = [{ type: 'Ready', status, lastTransitionTime: new Date(now).toISOString() }]
    return JSON.stringify({ ...pod, metadata: this.#renewed(pod.metadata), status: { ...pod.status, conditions } })
  }

  #sliceText(slice: Slice): string {
    const { namespace } = slice.metadata
    const endpoints = slice.endpoints?.map(endpoint => ({
      ...endpoint,
      conditions: {
        ready: !this.#unready.has(keyOf(namespace, String(endpoint.targetRef?.name))),
        serving: true,
        terminating: false,
      },
    }))
    return JSON.stringify({ ...slice, metadata: this.#renewed(slice.metadata), endpoints })
  }

  #renewed(metadata: object): object {
    this.#version += 1
    return { ...metadata, resourceVersion: String(this.#version) }
  }
}

function podsOf(storage: Storage) {
  return storage.list('pods')
}

function slicesOf(storage: Storage) {
  return storage.list('endpointslices')
}

function keyOf(namespace: string | undefined, name: string | undefined): string {
  return `${namespace ?? ''}/${name ?? ''}`
}

/** Takes what watches bring, as a reflector does. */
export class Arrivals {
  readonly #store: ClusterStore<Outcome>
  readonly #pods: ResourceWriter<'pods'>
  readonly #slices: ResourceWriter<'endpointslices'>

  constructor(store: ClusterStore<Outcome>) {
    this.#store = store
    this.#pods = store.writer('pods', null)
    this.#slices = store.writer('endpointslices', null)
  }

  take({ resource, text }: Arrived): void {
    const raw: Raw = JSON.parse(text)
    if (resource === 'pods') this.#write(this.#pods, resource, raw)
    else this.#write(this.#slices, resource, raw)
  }

  #write<R extends Resource>(writer: ResourceWriter<R>, resource: R, raw: Raw): void {
    const object = RESOURCES[resource].keep(raw, this.#store.interner)
    writer.apply([{ type: 'set', object, resourceVersion: raw.metadata.resourceVersion }])
  }
}

interface Raw {
  readonly metadata: { readonly resourceVersion: string }
  readonly [member: string]: unknown
}
