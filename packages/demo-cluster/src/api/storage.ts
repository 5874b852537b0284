import { withDefaults } from './defaults.ts'
import { generatedName, randomUid, timestamp } from './identity.ts'
import { frozenCopy, isEquivalent, mergePatch } from './json.ts'
import { apiVersionOf, KINDS, RESOURCE_NAMES } from './kinds.ts'
import type {
  ApiObject,
  NewMeta,
  NewObject,
  ObjectMeta,
  RawObjects,
  RawPod,
  RawService,
  ResourceName,
} from './raw-objects.ts'
import {
  type HistoryWindow,
  ResourceTable,
  type StorageEvent,
  type StorageListener,
  tableKey,
} from './resource-table.ts'
import { defaultService } from './service-defaults.ts'
import { ServiceIps } from './service-ips.ts'
import { alreadyExists, conflict, notFound, STALE } from './status.ts'

/** Which object a call means. `namespace` of a namespaced one, `subresource` where only that part shall change. */
export interface ObjectRef {
  readonly namespace?: string | undefined
  readonly name: string
  readonly subresource?: 'status' | 'finalize' | undefined
}

export interface DeleteOptions {
  /** Of pods only: seconds until the kubelet shall remove it; 0 removes at once. Default: the pod's own. */
  readonly gracePeriodSeconds?: number | undefined
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string } | undefined
}

export interface StorageOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** In [0, 1): uids, generated names, addresses. */
  readonly random: () => number
  /** How much of each resource's past a watch can start from. Default: 10,000 changes of the last 5 minutes. */
  readonly window?: Partial<HistoryWindow>
}

/** The API server compacts etcd every 5 minutes: apiserver pkg/storage/storagebackend/config.go. */
const WINDOW: HistoryWindow = { changes: 10_000, ageMs: 300_000 }

type Tables = { readonly [R in ResourceName]: ResourceTable<R> }

/** An empty table for each resource. */
function createTables(window: HistoryWindow): Tables
function createTables(window: HistoryWindow): unknown {
  return Object.fromEntries(RESOURCE_NAMES.map(resource => [resource, new ResourceTable(window)]))
}

/**
 * What etcd and the registries of an API server are together, in memory: objects of every kind under one rising
 * resourceVersion, completed and stamped as the real server does. Objects handed out are frozen. Listeners hear every
 * change in the order in which it was made, also when they write themselves. Calls that the real server refuses throw a
 * StatusError.
 */
export class Storage {
  readonly #options: StorageOptions
  readonly #tables: Tables
  readonly #ips: ServiceIps
  readonly #undelivered: (() => void)[] = []
  #isDelivering = false
  #revision = 1

  constructor(options: StorageOptions) {
    this.#options = options
    this.#ips = new ServiceIps(options.random)
    this.#tables = createTables({ ...WINDOW, ...options.window })
  }

  /** The version of the latest change of any resource. */
  get resourceVersion(): number {
    return this.#revision
  }

  /** Milliseconds since 1970, by the store's clock. */
  now(): number {
    return this.#options.now()
  }

  /** The objects of one resource with their history. Read it; writing is the store's. */
  table<R extends ResourceName>(resource: R): Omit<ResourceTable<R>, 'apply' | 'compact'> {
    return this.#table(resource)
  }

  /** Typed access by name; a switch would say the same 16 times. */
  #table<R extends ResourceName>(resource: R): Tables[R] {
    return this.#tables[resource]
  }

  get<R extends ResourceName>(resource: R, ref: ObjectRef): RawObjects[R] | undefined {
    return this.#table(resource).get(tableKey(ref))
  }

  /** Sorted by namespace and name. */
  list<R extends ResourceName>(
    resource: R,
    { namespace }: { readonly namespace?: string } = {},
  ): readonly RawObjects[R][] {
    const all = this.#table(resource).list()
    return namespace === undefined ? all : all.filter(object => object.metadata.namespace === namespace)
  }

  /** Calls the listener after each later change; returns the way to end it. */
  subscribe<R extends ResourceName>(resource: R, listener: StorageListener<R>): () => void {
    return this.#table(resource).subscribe(listener)
  }

  /** Throws 409 AlreadyExists. */
  create<R extends ResourceName>(resource: R, given: NewObject<R>): RawObjects[R] {
    const stamped = this.#stampNew(resource, given)
    if (this.get(resource, stamped.metadata) !== undefined) throw alreadyExists(resource, stamped.metadata.name)
    return this.#commit(resource, 'ADDED', this.#complete(resource, stamped, undefined))
  }

  /** Replaces what the caller may change; a given resourceVersion must be the present one. Throws 404, 409 Conflict. */
  update<R extends ResourceName>(
    resource: R,
    given: NewObject<R>,
    subresource?: ObjectRef['subresource'],
  ): RawObjects[R] {
    const previous = this.#existing(resource, { ...given.metadata, name: given.metadata.name ?? '' })
    const { uid, resourceVersion } = given.metadata
    const { name } = previous.metadata
    if (uid !== undefined && uid !== previous.metadata.uid)
      throw conflict(resource, name, uidMismatch(uid, previous.metadata.uid))
    if (
      resourceVersion !== undefined &&
      resourceVersion !== '' &&
      resourceVersion !== previous.metadata.resourceVersion
    )
      throw conflict(resource, name, STALE)
    return this.#replace(resource, previous, { next: given, subresource })
  }

  /** Applies an RFC 7386 merge patch. Throws 404, 409 Conflict where the patch names another resourceVersion. */
  patch<R extends ResourceName>(resource: R, ref: ObjectRef, patch: unknown): RawObjects[R] {
    const previous = this.#existing(resource, ref)
    const next = mergePatch(previous, patch)
    if (next.metadata.resourceVersion !== previous.metadata.resourceVersion) throw conflict(resource, ref.name, STALE)
    return this.#replace(resource, previous, { next, subresource: ref.subresource })
  }

  /**
   * Deletes, or marks as being deleted: a bound pod that still runs gets a deletionTimestamp and is removed by a second
   * call with grace 0 (the kubelet's); an object with finalizers goes when the last one is taken off; a namespace when
   * its spec.finalizers are empty. Answers the object as it then is. Throws 404, 409 Conflict.
   */
  delete<R extends ResourceName>(resource: R, ref: ObjectRef, options: DeleteOptions = {}): RawObjects[R] {
    const object = this.#existing(resource, ref)
    checkPreconditions(resource, object.metadata, options.preconditions)
    const grace = this.#graceOf(ref, resource, options.gracePeriodSeconds)
    if (grace > 0) return this.#markDeleted(resource, object, grace)
    if (isHeld(object)) return object.metadata.deletionTimestamp ? object : this.#markDeleted(resource, object, 0)
    return this.#commit(resource, 'DELETED', object)
  }

  /** Takes over an object as another server had it: nothing of it is completed, and only its version is this store's. */
  put<R extends ResourceName>(resource: R, object: RawObjects[R]): void {
    const isNew = this.get(resource, object.metadata) === undefined
    this.#commit(resource, isNew ? 'ADDED' : 'MODIFIED', object)
  }

  /** Removes an object at once, whatever holds it. */
  drop(resource: ResourceName, ref: ObjectRef): void {
    const object = this.get(resource, ref)
    if (object !== undefined) this.#commit(resource, 'DELETED', object)
  }

  /** Forgets all changes made so far: watches and pages that start before now get 410 Expired. */
  compact(): void {
    for (const resource of RESOURCE_NAMES) this.#table(resource).compact(this.#revision)
  }

  #existing<R extends ResourceName>(resource: R, ref: ObjectRef): RawObjects[R] {
    const object = this.get(resource, ref)
    if (object === undefined) throw notFound(resource, ref.name)
    return object
  }

  /** That what was given has the kind's shape is the caller's claim; the HTTP side validates before. */
  #stampNew<R extends ResourceName>(resource: R, given: NewObject<R>): RawObjects[R]
  #stampNew(resource: ResourceName, given: { readonly metadata: NewMeta }): unknown {
    const { random } = this.#options
    const { resourceVersion: _, ...meta } = given.metadata
    const name = meta.name || generatedName(meta.generateName ?? '', random)
    const metadata: ObjectMeta = {
      ...meta,
      name,
      uid: meta.uid ?? randomUid(random),
      resourceVersion: '',
      creationTimestamp: meta.creationTimestamp ?? timestamp(this.now()),
      ...(KINDS[resource].hasGeneration ? { generation: 1 } : {}),
    }
    return { apiVersion: apiVersionOf(resource), kind: KINDS[resource].kind, ...given, metadata }
  }

  #replace<R extends ResourceName>(
    resource: R,
    previous: RawObjects[R],
    change: { readonly next: NewObject<R>; readonly subresource: ObjectRef['subresource'] },
  ): RawObjects[R] {
    const kept = keepUnwritable({ resource, previous, ...change })
    const complete = this.#complete(resource, kept, previous)
    if (isEquivalent(complete, previous)) return previous
    const isSpecChanged = KINDS[resource].hasGeneration && !isEquivalent(specOf(complete), specOf(previous))
    const { generation = 1 } = previous.metadata
    const next = isSpecChanged
      ? { ...complete, metadata: { ...complete.metadata, generation: generation + 1 } }
      : complete
    if (
      next.metadata.deletionTimestamp !== undefined &&
      !isHeld(next) &&
      next.metadata.deletionGracePeriodSeconds === 0
    )
      return this.#commit(resource, 'DELETED', next)
    return this.#commit(resource, 'MODIFIED', next)
  }

  #complete<R extends ResourceName>(
    resource: R,
    given: RawObjects[R],
    previous: RawObjects[R] | undefined,
  ): RawObjects[R] {
    const complete = withDefaults(resource, given)
    if (!isService(complete)) return complete
    return defaultService(complete, previous !== undefined && isService(previous) ? previous : undefined, this.#ips)
  }

  #markDeleted<R extends ResourceName>(resource: R, object: RawObjects[R], grace: number): RawObjects[R] {
    const earlier = object.metadata.deletionGracePeriodSeconds
    if (earlier !== undefined && earlier <= grace) return object
    const metadata: ObjectMeta = {
      ...object.metadata,
      deletionTimestamp: timestamp(this.now() + grace * 1000),
      deletionGracePeriodSeconds: grace,
    }
    const marked = { ...object, metadata }
    return this.#commit(resource, 'MODIFIED', resource === 'namespaces' ? terminating(marked) : marked)
  }

  /** Only a bound pod that has not ended has a kubelet to wait for; upstream registry/core/pod/strategy.go. */
  #graceOf(ref: ObjectRef, resource: ResourceName, asked: number | undefined): number {
    const pod = resource === 'pods' ? this.get('pods', ref) : undefined
    if (pod === undefined || !pod.spec.nodeName || hasEnded(pod)) return 0
    return asked ?? pod.spec.terminationGracePeriodSeconds ?? 30
  }

  #commit<R extends ResourceName>(resource: R, type: StorageEvent['type'], next: RawObjects[R]): RawObjects[R] {
    const table = this.#table(resource)
    const previous = table.get(tableKey(next.metadata))
    this.#revision += 1
    const stamped = { ...next, metadata: { ...next.metadata, resourceVersion: String(this.#revision) } }
    const object = frozenCopy(stamped, previous)
    const event: StorageEvent<R> = { type, object, previous, resourceVersion: this.#revision }
    table.apply(event, this.now())
    this.#trackIps(event)
    this.#deliver(() => {
      for (const listener of table.listeners) listener(event)
    })
    return object
  }

  #trackIps({
    type,
    object,
    previous,
  }: {
    type: StorageEvent['type']
    object: ApiObject
    previous?: ApiObject | undefined
  }): void {
    if (previous !== undefined && isService(previous)) this.#ips.release(previous)
    if (type !== 'DELETED' && isService(object)) this.#ips.hold(object)
  }

  /** A listener that writes must not make others hear the second change first. */
  #deliver(task: () => void): void {
    this.#undelivered.push(task)
    if (this.#isDelivering) return
    this.#isDelivering = true
    try {
      for (let next = this.#undelivered.shift(); next !== undefined; next = this.#undelivered.shift()) next()
    } finally {
      this.#isDelivering = false
    }
  }
}

export function createStorage(options: StorageOptions): Storage {
  return new Storage(options)
}

interface Replacement<R extends ResourceName> {
  readonly resource: R
  readonly previous: RawObjects[R]
  readonly next: NewObject<R>
  readonly subresource: ObjectRef['subresource']
}

/** The main resource does not write the status, a subresource writes nothing else, and neither an object's identity. */
function keepUnwritable<R extends ResourceName>(replacement: Replacement<R>): RawObjects[R]
function keepUnwritable({ resource, previous, next, subresource }: Replacement<ResourceName>): unknown {
  const { metadata } = previous
  const kept = {
    ...next,
    apiVersion: previous.apiVersion,
    kind: previous.kind,
    metadata: { ...next.metadata, ...identityOf(metadata) },
  }
  if (subresource === 'status') return { ...previous, metadata: kept.metadata, status: next.status }
  const status = KINDS[resource].subresources.includes('status') ? previous.status : next.status
  const main = { ...kept, ...(status === undefined ? {} : { status }) }
  if (resource !== 'namespaces') return main
  return subresource === 'finalize' ? { ...previous, spec: next.spec } : { ...main, spec: previous.spec }
}

function identityOf(metadata: ObjectMeta) {
  const { name, uid, resourceVersion, creationTimestamp } = metadata
  const { namespace, generation, deletionTimestamp, deletionGracePeriodSeconds } = metadata
  return {
    name,
    uid,
    resourceVersion,
    creationTimestamp,
    ...(namespace === undefined ? {} : { namespace }),
    ...(generation === undefined ? {} : { generation }),
    ...(deletionTimestamp === undefined ? {} : { deletionTimestamp, deletionGracePeriodSeconds }),
  }
}

function specOf(object: { metadata: unknown; status?: unknown }): unknown {
  const { metadata: _metadata, status: _status, ...rest } = object
  return rest
}

function isHeld({ metadata, kind, spec }: ApiObject): boolean {
  if ((metadata.finalizers ?? []).length > 0) return true
  const finalizers = kind === 'Namespace' ? spec?.['finalizers'] : undefined
  return Array.isArray(finalizers) && finalizers.length > 0
}

function isService(object: ApiObject): object is RawService {
  return object.kind === 'Service'
}

function hasEnded({ status }: RawPod): boolean {
  return status.phase === 'Succeeded' || status.phase === 'Failed'
}

function terminating<T extends { status?: object }>(namespace: T): T {
  return { ...namespace, status: { ...namespace.status, phase: 'Terminating' } }
}

function checkPreconditions(
  resource: ResourceName,
  { name, uid, resourceVersion }: ObjectMeta,
  wanted: DeleteOptions['preconditions'],
): void {
  if (wanted?.uid !== undefined && wanted.uid !== uid) throw conflict(resource, name, uidMismatch(wanted.uid, uid))
  if (wanted?.resourceVersion !== undefined && wanted.resourceVersion !== resourceVersion)
    throw conflict(
      resource,
      name,
      `Precondition failed: ResourceVersion in precondition: ${wanted.resourceVersion}, ResourceVersion in object meta: ${resourceVersion}`,
    )
}

function uidMismatch(asked: string, present: string): string {
  return `Precondition failed: UID in precondition: ${asked}, UID in object meta: ${present}`
}
