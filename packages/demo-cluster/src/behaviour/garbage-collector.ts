import { KINDS, RESOURCE_NAMES } from '../api/kinds.ts'
import type { Cluster } from './cluster.ts'
import { type RawObject, uidOf } from './object-index.ts'
import { isDeleting, nameOf, namespaceOf, ownerUids } from './views.ts'
import { WorkQueue } from './work-queue.ts'

/** The resources whose objects are owned by others, and those that own them. */
const OWNED = ['pods', 'replicasets', 'endpointslices', 'endpoints'] as const
const OWNERS = ['deployments', 'replicasets', 'statefulsets', 'daemonsets', 'jobs', 'services', 'endpoints'] as const
/** Of what goes with its namespace these go first, so that nothing is created again. */
const MAKERS = ['deployments', 'statefulsets', 'daemonsets', 'jobs', 'replicasets', 'services'] as const
const NAMESPACED = new Set([...MAKERS, ...RESOURCE_NAMES.filter(resource => KINDS[resource].namespaced)])

/** Deletes what has lost all its owners, pods of Nodes that are gone, and what is in a namespace that ends. */
export class GarbageCollector {
  readonly #cluster: Cluster
  readonly #owners = new Set<string>()
  readonly #namespaces: WorkQueue

  constructor(cluster: Cluster) {
    this.#cluster = cluster
    const { clock, random } = cluster
    this.#namespaces = new WorkQueue({ clock, random, delay: [100, 400], sync: name => this.#emptyNamespace(name) })
    for (const resource of OWNERS) cluster.on(resource, (now, before) => this.#hearOwner(now, before))
    for (const resource of OWNED) cluster.on(resource, (now, before) => this.#hearOwned(resource, now, before))
    cluster.on('nodes', (now, before) => now === undefined && before !== undefined && this.#losePods(nameOf(before)))
    cluster.on('namespaces', now => now !== undefined && isDeleting(now) && this.#namespaces.add(nameOf(now)))
  }

  #hearOwner(now: RawObject | undefined, before: RawObject | undefined): void {
    if (now !== undefined) this.#owners.add(uidOf(now))
    else if (before !== undefined) {
      const uid = uidOf(before)
      this.#owners.delete(uid)
      const { clock, random } = this.#cluster
      clock.after(random.between(30, 250), () => this.#collect(uid))
    }
  }

  #hearOwned(resource: string, now: RawObject | undefined, before: RawObject | undefined): void {
    if (now === undefined || before !== undefined || !this.#isOrphaned(now)) return
    const { clock, random } = this.#cluster
    clock.after(random.between(200, 800), () => this.#deleteIfOrphaned(resource, now))
  }

  #collect(uid: string): void {
    for (const resource of OWNED) {
      for (const object of this.#cluster.ownedBy(resource, uid)) this.#deleteIfOrphaned(resource, object)
    }
  }

  #deleteIfOrphaned(resource: string, object: RawObject): void {
    const current = this.#cluster.get(resource, namespaceOf(object), nameOf(object))
    if (current === undefined || uidOf(current) !== uidOf(object) || isDeleting(current)) return
    if (this.#isOrphaned(current)) this.#cluster.requestDelete(resource, current)
  }

  #isOrphaned(object: RawObject): boolean {
    const owners = ownerUids(object)
    return owners.length > 0 && owners.every(uid => !this.#owners.has(uid))
  }

  /** The real one waits for the node lifecycle controller to give the pods up. */
  #losePods(node: string): void {
    this.#cluster.clock.after(this.#cluster.random.between(2000, 4000), () => {
      if (this.#cluster.get('nodes', '', node) !== undefined) return
      for (const pod of this.#cluster.podsOnNode(node)) this.#cluster.remove('pods', pod)
    })
  }

  #emptyNamespace(name: string): void {
    const namespace = this.#cluster.get('namespaces', '', name)
    if (namespace === undefined || !isDeleting(namespace)) return
    const left = [...NAMESPACED].flatMap(resource =>
      this.#cluster.inNamespace(resource, name).map(object => ({ resource, object })),
    )
    for (const { resource, object } of left) if (!isDeleting(object)) this.#cluster.requestDelete(resource, object)
    if (left.length > 0) this.#namespaces.addAfter(name, 500)
    else this.#cluster.remove('namespaces', namespace)
  }
}
