import {
  changeTriggerTime,
  desiredEndpoints,
  findSkipReason,
  isControlled,
  isPodReady,
  MANAGED_BY_LABEL,
  reconcileSlices,
  SERVICE_NAME_LABEL,
  SLICE_CONTROLLER,
  type TriggerState,
} from '@slicescope/kubernetes'
import { isEqualKept, isSelected, type Pod, type Service } from '@slicescope/model'
import type { Cluster } from './cluster.ts'
import { writeSliceChanges } from './write-slices.ts'
import type { RawObject } from './object-index.ts'
import { asNode, asPod, asService, asSlice, isDeleting, keyOf, labelsOf, namespaceOf } from './views.ts'
import { WorkQueue } from './work-queue.ts'

/** First wait and most tries after a sync that had to leave pods out. */
const RETRY_MS = 1000
const MAX_RETRIES = 15

/**
 * The EndpointSlice controller: hears what the real one hears (Services, pods where it matters, edits of its slices;
 * not Nodes) and writes what packages/kubernetes says.
 */
export class SliceController {
  readonly #cluster: Cluster
  readonly #queue: WorkQueue
  readonly #triggers = new Map<string, TriggerState>()
  readonly #retries = new Map<string, number>()
  #isWriting = false

  constructor(cluster: Cluster) {
    this.#cluster = cluster
    const { clock, random } = cluster
    this.#queue = new WorkQueue({ clock, random, delay: [30, 110], sync: key => this.#sync(key) })
    cluster.on('services', (service, previous) => this.#hearService(service, previous))
    cluster.on('pods', (pod, previous) => {
      for (const key of servicesToSync(this.#cluster, pod, previous)) this.#queue.add(key)
    })
    cluster.on('endpointslices', (slice, previous) => this.#hearSlice(slice ?? previous))
  }

  #hearService(service: RawObject | undefined, previous: RawObject | undefined): void {
    if (service !== undefined) this.#queue.add(keyOf(service))
    else if (previous !== undefined) this.#triggers.delete(keyOf(previous))
  }

  /** Edits by others are put right after a second at least. */
  #hearSlice(slice: RawObject | undefined): void {
    if (slice === undefined || this.#isWriting || labelsOf(slice)[MANAGED_BY_LABEL] !== SLICE_CONTROLLER) return
    const name = labelsOf(slice)[SERVICE_NAME_LABEL]
    if (name !== undefined) this.#queue.addAfter(`${namespaceOf(slice)}/${name}`, 1000)
  }

  #sync(key: string): void {
    const raw = this.#cluster.find('services', key)
    if (raw === undefined) return
    const service = asService(raw)
    if (!isControlled(service)) return
    const pods = this.#cluster.selectPods(namespaceOf(raw), service.spec.selector).map(asPod)
    const findNode = (name: string) => {
      const node = this.#cluster.get('nodes', '', name)
      return node === undefined ? undefined : asNode(node)
    }
    const trigger = changeTriggerTime(service, pods, this.#triggers.get(key))
    this.#triggers.set(key, trigger.state)
    const changes = reconcileSlices({
      service,
      groups: desiredEndpoints(service, pods, findNode),
      existing: slicesOf(this.#cluster, service).map(asSlice),
      triggerTime: trigger.time,
    })
    this.#isWriting = true
    writeSliceChanges(this.#cluster, service.metadata.namespace, changes)
    this.#isWriting = false
    this.#retryFor(
      raw,
      pods.filter(pod => findSkipReason(service, pod, findNode) === 'no-node'),
    )
  }

  #retryFor(service: RawObject, skipped: readonly Pod[]): void {
    const key = keyOf(service)
    const [first] = skipped
    const tries = this.#retries.get(key) ?? 0
    if (first === undefined || tries >= MAX_RETRIES) {
      this.#retries.delete(key)
      return
    }
    this.#retries.set(key, tries + 1)
    this.#queue.addAfter(key, RETRY_MS * 2 ** tries)
    const why = `skipping Pod ${first.metadata.name} for Service ${key}: Node ${first.spec.nodeName ?? ''} Not Found`
    this.#cluster.events.record('Service', service, {
      type: 'Warning',
      reason: 'FailedToUpdateEndpointSlices',
      message: `Error updating Endpoint Slices for Service ${key}: ${why}`,
      component: 'endpoint-slice-controller',
    })
  }
}

/** The slices that the label ties to a Service, no matter who manages them. */
export function slicesOf(cluster: Cluster, { metadata }: Service): readonly RawObject[] {
  return cluster
    .inNamespace('endpointslices', metadata.namespace)
    .filter(slice => labelsOf(slice)[SERVICE_NAME_LABEL] === metadata.name && !isDeleting(slice))
}

/** The keys of the Services that a pod's change concerns (k8s.io/endpointslice util/controller_utils.go). */
export function servicesToSync(
  cluster: Cluster,
  pod: RawObject | undefined,
  previous: RawObject | undefined,
): readonly string[] {
  if (pod !== undefined && previous !== undefined && !isRelevant(asPod(previous), asPod(pod))) return []
  const namespace = namespaceOf(pod ?? previous ?? {})
  const states = [pod, previous].flatMap(state => (state === undefined ? [] : [labelsOf(state)]))
  return cluster
    .inNamespace('services', namespace)
    .filter(service => states.some(labels => isSelected(asService(service).spec.selector, labels)))
    .map(keyOf)
}

function isRelevant(before: Pod, after: Pod): boolean {
  return (
    before.metadata.deletionTimestamp !== after.metadata.deletionTimestamp ||
    isPodReady(before) !== isPodReady(after) ||
    !isEqualKept(before.status?.podIPs ?? [], after.status?.podIPs ?? []) ||
    !isEqualKept(before.metadata.labels, after.metadata.labels) ||
    before.spec.hostname !== after.spec.hostname ||
    before.spec.subdomain !== after.spec.subdomain
  )
}
