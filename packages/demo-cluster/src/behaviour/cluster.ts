import { isEquivalent } from '../api/json.ts'
import { EventRecorder } from './event-recorder.ts'
import { recordAt, textAt } from './json.ts'
import { ObjectIndex, type RawObject, uidOf } from './object-index.ts'
import { PodSelection } from './pod-selection.ts'
import type { Random } from './random.ts'
import type { SimClock } from './sim-clock.ts'
import { isDeleting, nameOf, namespaceOf, ownerUids } from './views.ts'

/** What happened to one object. `previous` is undefined for a new one, `object` for one that is gone. */
export interface ObjectChange {
  readonly resource: string
  readonly object: RawObject | undefined
  readonly previous: RawObject | undefined
}

/** What behaviour needs of the store; resources are the API's plurals, namespaces '' for cluster-scoped objects. */
export interface ObjectStore {
  get(resource: string, namespace: string, name: string): RawObject | undefined
  list(resource: string): readonly RawObject[]
  /** Undefined when it cannot be made: the name is taken. */
  create(resource: string, object: RawObject): RawObject | undefined
  /** Writes the object as a whole, whatever its resourceVersion. */
  replace(resource: string, object: RawObject): void
  /** As a DELETE request: pods end gracefully, others go at once unless finalizers hold them. */
  requestDelete(resource: string, namespace: string, name: string): void
  /** Takes the object away at once. */
  remove(resource: string, namespace: string, name: string): void
  /** Hears every change, no matter who made it, at once and in order. */
  subscribe(listener: (change: ObjectChange) => void): () => void
}

type Listener = (object: RawObject | undefined, previous: RawObject | undefined) => void

interface Indexes {
  readonly namespace: ObjectIndex
  readonly owner: ObjectIndex
}

/** The cluster as its controllers see it: objects with indexes, changes by resource, time and chance. */
export class Cluster {
  readonly clock: SimClock
  readonly random: Random
  readonly events: EventRecorder
  readonly #store: ObjectStore
  readonly #listeners = new Map<string, Listener[]>()
  readonly #indexes = new Map<string, Indexes>()
  readonly #selection = new PodSelection()
  readonly #podsByNode = new ObjectIndex(pod => present(textAt(pod, 'spec', 'nodeName')))

  constructor(options: { readonly store: ObjectStore; readonly clock: SimClock; readonly random: Random }) {
    this.clock = options.clock
    this.random = options.random
    this.#store = options.store
    this.events = new EventRecorder(this)
    this.#store.subscribe(change => this.#hear(change))
  }

  /** Now, as the API writes times: RFC 3339 in UTC, whole seconds. */
  time(): string {
    return formatTime(this.clock.now())
  }

  /** Calls `listener` for every change of a resource from now on. */
  on(resource: string, listener: Listener): void {
    const listeners = this.#listeners.get(resource)
    if (listeners === undefined) this.#listeners.set(resource, [listener])
    else listeners.push(listener)
  }

  get(resource: string, namespace: string, name: string): RawObject | undefined {
    return this.#store.get(resource, namespace, name)
  }

  /** By `namespace/name`, or `name` for cluster-scoped objects. */
  find(resource: string, key: string): RawObject | undefined {
    const [first = '', second] = key.split('/')
    return second === undefined ? this.get(resource, '', first) : this.get(resource, first, second)
  }

  list(resource: string): readonly RawObject[] {
    return this.#store.list(resource)
  }

  inNamespace(resource: string, namespace: string): readonly RawObject[] {
    return this.#indexes.get(resource)?.namespace.get(namespace) ?? []
  }

  /** Those of a resource that name an owner of this uid. */
  ownedBy(resource: string, uid: string): readonly RawObject[] {
    return this.#indexes.get(resource)?.owner.get(uid) ?? []
  }

  /** The pods of a namespace whose labels have every pair. */
  selectPods(namespace: string, selector: Readonly<Record<string, string>>): readonly RawObject[] {
    return this.#selection.select(namespace, selector)
  }

  /** The pods of a namespace that no controller owns and that do not end. */
  freePods(namespace: string): readonly RawObject[] {
    return this.#selection.free(namespace)
  }

  podsOnNode(name: string): readonly RawObject[] {
    return this.#podsByNode.get(name)
  }

  podCount(node: string): number {
    return this.#podsByNode.count(node)
  }

  /** Undefined when it is refused: the name is taken, or its namespace is gone or ends. */
  create(resource: string, object: RawObject): RawObject | undefined {
    const name = namespaceOf(object)
    const namespace = name === '' ? undefined : this.get('namespaces', '', name)
    if (name !== '' && (namespace === undefined || isDeleting(namespace))) return undefined
    return this.#store.create(resource, object)
  }

  /** Writes what `change` makes of the object as it is now; nothing when it is gone or nothing differs. */
  edit(resource: string, object: RawObject, change: (current: RawObject) => RawObject): void {
    const current = this.get(resource, namespaceOf(object), nameOf(object))
    if (current === undefined || uidOf(current) !== uidOf(object)) return
    const next = change(current)
    if (!isEquivalent(current, next)) this.#store.replace(resource, next)
  }

  setStatus(resource: string, object: RawObject, status: RawObject): void {
    this.edit(resource, object, current => ({ ...current, status: { ...recordAt(current, 'status'), ...status } }))
  }

  requestDelete(resource: string, object: RawObject): void {
    this.#store.requestDelete(resource, namespaceOf(object), nameOf(object))
  }

  remove(resource: string, object: RawObject): void {
    const current = this.get(resource, namespaceOf(object), nameOf(object))
    if (current !== undefined && uidOf(current) === uidOf(object)) {
      this.#store.remove(resource, namespaceOf(object), nameOf(object))
    }
  }

  /** The resources that have been seen. */
  resources(): readonly string[] {
    return [...this.#indexes.keys()]
  }

  #hear({ resource, object, previous }: ObjectChange): void {
    const indexes = this.#indexes.get(resource) ?? {
      namespace: new ObjectIndex(one => [namespaceOf(one)]),
      owner: new ObjectIndex(ownerUids),
    }
    this.#indexes.set(resource, indexes)
    indexes.namespace.apply(previous, object)
    indexes.owner.apply(previous, object)
    if (resource === 'pods') {
      this.#podsByNode.apply(previous, object)
      this.#selection.apply(previous, object)
    }
    for (const listener of this.#listeners.get(resource) ?? []) listener(object, previous)
  }
}

function present(value: string | undefined): readonly string[] {
  return value === undefined ? [] : [value]
}

export function formatTime(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z')
}
