import { expectsPods } from '@slicescope/kubernetes'
import { type Labels, type Listers, objectKey, type Pod, type Service, serviceKeyOfSlice } from '@slicescope/model'
import type { ServiceGraph } from '@slicescope/graph'

/** What a workload says of whose it is. */
export interface ReadWorkload {
  readonly metadata: { readonly namespace: string; readonly labels: Labels }
  readonly spec: {
    readonly serviceName?: string
    readonly template?: { readonly metadata?: { readonly labels: Labels } }
  }
}

/**
 * What one diagnosis read that is not structurally the Service's own (own-services.ts tells changes of that): as
 * touched-reads.ts names what a Delta changes.
 */
export class ReadLog {
  readonly key: string
  readonly namespace: string
  readonly #service: Service | undefined
  readonly #listers: Listers
  readonly #reads = new Set<string>()
  /** Of what changes often. */
  readonly #often = new Set<string>()
  /** Label sets are shared by many pods: each is matched once. */
  readonly #expected = new Map<Labels, boolean>()

  constructor(key: string, listers: Listers) {
    this.key = key
    this.namespace = key.slice(0, key.indexOf('/'))
    this.#service = listers.services.get(key)
    this.#listers = listers
  }

  note(read: string, isOften = false): void {
    if (isOften) this.#often.add(read)
    else this.#reads.add(read)
  }

  has(read: string): boolean {
    return this.#reads.has(read) || this.#often.has(read)
  }

  /** Of the Nodes on which its pods are, changes come to it by these. */
  reads({ pods }: ServiceGraph): readonly string[] {
    if (this.#reads.size === 0) return []
    for (const { nodeName } of pods) {
      if (nodeName === null) continue
      this.#reads.delete(`nodes get ${nodeName}`)
      this.#reads.delete(`pods agentsOn ${nodeName}`)
    }
    return [...this.#reads]
  }

  readsOften(): readonly string[] {
    return [...this.#often]
  }

  /** It selects the pod, or its slices name it. */
  isOwnPod(pod: Pod): boolean {
    const { namespace, labels, uid } = pod.metadata
    return (
      (namespace === this.namespace && this.#expects(labels)) || this.namesUid(uid) || this.namesPod(objectKey(pod))
    )
  }

  namesUid(uid: string): boolean {
    return this.#listers.endpointslices.byIndex('pod', uid).some(slice => serviceKeyOfSlice(slice) === this.key)
  }

  /** Without a uid, by `namespace/name`. */
  namesPod(pod: string): boolean {
    return this.#listers.endpointslices.byIndex('podName', pod).some(slice => serviceKeyOfSlice(slice) === this.key)
  }

  /** Its pods would match or its own labels do, or it says that the Service governs it. */
  isOwnWorkload({ metadata, spec }: ReadWorkload): boolean {
    if (metadata.namespace !== this.namespace) return false
    const isGoverned = spec.serviceName !== undefined && `${metadata.namespace}/${spec.serviceName}` === this.key
    return isGoverned || this.#expects(spec.template?.metadata?.labels ?? {}) || this.#expects(metadata.labels)
  }

  #expects(labels: Labels): boolean {
    const before = this.#expected.get(labels)
    if (before !== undefined) return before
    const isExpected = this.#service !== undefined && expectsPods(this.#service, labels)
    this.#expected.set(labels, isExpected)
    return isExpected
  }
}
