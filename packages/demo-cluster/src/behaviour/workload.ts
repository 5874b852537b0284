import { isRecord } from '@slicescope/model'
import type { Cluster } from './cluster.ts'
import { conditionStatus } from './conditions.ts'
import { listAt, numberAt, recordAt, textAt, textsAt } from './json.ts'
import { type RawObject, uidOf } from './object-index.ts'
import { hashText } from './random.ts'
import { controllerUid, isDeleting, labelsOf, nameOf, namespaceOf } from './views.ts'

export interface Kind {
  readonly apiVersion: string
  readonly kind: string
}

/** The reference with which a controller owns what it makes. */
export function ownerReference({ apiVersion, kind }: Kind, owner: RawObject): RawObject {
  return { apiVersion, kind, name: nameOf(owner), uid: uidOf(owner), controller: true, blockOwnerDeletion: true }
}

export function replicasOf(workload: RawObject): number {
  return numberAt(workload, 'spec', 'replicas') ?? 1
}

/** A short text that is equal for equal pod templates, as pod-template-hash is. */
export function templateHash(workload: RawObject): string {
  const letters = 'bcdfghjklmnpqrstvwxz2456789'
  const text = JSON.stringify(recordAt(workload, 'spec', 'template'))
  return Array.from({ length: 10 }, (_, at) => letters[hashText(`${at}${text}`) % letters.length]).join('')
}

type Labels = Readonly<Record<string, string>>

/** Whether labels satisfy a LabelSelector; one without any requirement matches nothing here. */
export function selectorMatcher(selector: unknown): (labels: Labels) => boolean {
  const pairs = Object.entries(textsAt(selector, 'matchLabels'))
  const expressions = listAt(selector, 'matchExpressions')
  if (pairs.length + expressions.length === 0) return () => false
  return labels =>
    pairs.every(([key, value]) => labels[key] === value) &&
    expressions.every(expression => satisfies(expression, labels))
}

function satisfies(expression: unknown, labels: Labels): boolean {
  const value = labels[textAt(expression, 'key') ?? '']
  const isListed = listAt(expression, 'values').includes(value)
  switch (textAt(expression, 'operator') ?? '') {
    case 'In':
      return isListed
    case 'NotIn':
      return !isListed
    case 'Exists':
      return value !== undefined
    case 'DoesNotExist':
      return value === undefined
    default:
      return false
  }
}

export interface PodPlan {
  readonly owner: RawObject
  readonly kind: Kind
  /** A name, or a prefix that a suffix is put to. */
  readonly name: { readonly exact: string } | { readonly prefix: string }
  readonly labels?: Readonly<Record<string, string>>
  readonly spec?: RawObject
}

/** Makes a pod of a workload's template; undefined when it is refused. */
export function createPod(
  cluster: Cluster,
  { owner, kind, name, labels = {}, spec = {} }: PodPlan,
): RawObject | undefined {
  const template = recordAt(owner, 'spec', 'template')
  return cluster.create('pods', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...('exact' in name ? { name: name.exact } : { name: `${name.prefix}${cluster.random.suffix(5)}` }),
      namespace: namespaceOf(owner),
      labels: { ...textsAt(template, 'metadata', 'labels'), ...labels },
      annotations: textsAt(template, 'metadata', 'annotations'),
      ownerReferences: [ownerReference(kind, owner)],
    },
    spec: { ...recordAt(template, 'spec'), ...spec },
    status: { phase: 'Pending' },
  })
}

export function isPodReady(pod: RawObject): boolean {
  return conditionStatus(pod, 'Ready') === 'True'
}

export function isFinishedPod(pod: RawObject): boolean {
  const phase = textAt(pod, 'status', 'phase')
  return phase === 'Succeeded' || phase === 'Failed'
}

/** The pods that a workload counts as its own: controlled, neither ending nor finished. */
export function activePods(cluster: Cluster, owner: RawObject): readonly RawObject[] {
  return controlledPods(cluster, owner).filter(pod => !isDeleting(pod) && !isFinishedPod(pod))
}

export function controlledPods(cluster: Cluster, owner: RawObject): readonly RawObject[] {
  const uid = uidOf(owner)
  return cluster.ownedBy('pods', uid).filter(pod => controllerUid(pod) === uid)
}

/** A controller adopts matching pods without a controller, and releases its own that match no longer. */
export function adoptAndRelease(cluster: Cluster, owner: RawObject, kind: Kind): void {
  const matches = selectorMatcher(recordAt(owner, 'spec', 'selector'))
  for (const pod of controlledPods(cluster, owner)) {
    if (!matches(labelsOf(pod)) && !isDeleting(pod)) setOwners(cluster, pod, without(pod, uidOf(owner)))
  }
  for (const pod of cluster.freePods(namespaceOf(owner))) {
    if (isFinishedPod(pod) || !matches(labelsOf(pod))) continue
    setOwners(cluster, pod, [...listAt(pod, 'metadata', 'ownerReferences'), ownerReference(kind, owner)])
  }
}

function without(pod: RawObject, uid: string): readonly unknown[] {
  return listAt(pod, 'metadata', 'ownerReferences').filter(owner => isRecord(owner) && owner['uid'] !== uid)
}

function setOwners(cluster: Cluster, pod: RawObject, ownerReferences: readonly unknown[]): void {
  cluster.edit('pods', pod, current => ({
    ...current,
    metadata: { ...recordAt(current, 'metadata'), ownerReferences },
  }))
}

/** Adds the owner of a changed pod, and those that might adopt a pod without a controller, to a controller's queue. */
export function enqueueOwners(cluster: Cluster, resource: string, add: (key: string) => void): void {
  const byUid = new Map<string, string>()
  cluster.on(resource, (now, before) => {
    if (now !== undefined) byUid.set(uidOf(now), `${namespaceOf(now)}/${nameOf(now)}`)
    else if (before !== undefined) byUid.delete(uidOf(before))
  })
  cluster.on('pods', (pod, previous) => {
    for (const state of [pod, previous]) {
      if (state === undefined) continue
      const owner = controllerUid(state)
      const key = owner === undefined ? undefined : byUid.get(owner)
      if (key !== undefined) add(key)
      if (owner === undefined && state === pod) {
        for (const workload of cluster.inNamespace(resource, namespaceOf(state))) {
          if (selectorMatcher(recordAt(workload, 'spec', 'selector'))(labelsOf(state)))
            add(`${namespaceOf(workload)}/${nameOf(workload)}`)
        }
      }
    }
  })
}
