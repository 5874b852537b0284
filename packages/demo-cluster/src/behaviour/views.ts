import { type EndpointSlice, Interner, type Node, type Pod, RESOURCES, type Service } from '@slicescope/model'
import { booleanAt, listAt, textAt, textsAt } from './json.ts'
import type { RawObject } from './object-index.ts'

const interner = new Interner()

/** A view of a raw object, made once: raw objects are never changed in place. */
function cached<T>(view: (raw: RawObject) => T): (raw: RawObject) => T {
  const known = new WeakMap<RawObject, T>()
  return raw => {
    const seen = known.get(raw)
    if (seen !== undefined) return seen
    const made = view(raw)
    known.set(raw, made)
    return made
  }
}

/** The typed faces of raw objects, for the rules of packages/kubernetes. */
export const asPod: (raw: RawObject) => Pod = cached(raw => RESOURCES.pods.keep(raw, interner))
export const asNode: (raw: RawObject) => Node = cached(raw => RESOURCES.nodes.keep(raw, interner))
export const asService: (raw: RawObject) => Service = cached(raw => RESOURCES.services.keep(raw, interner))
/** With all its labels: controllers compare and copy those that the model drops. */
export const asSlice: (raw: RawObject) => EndpointSlice = cached(raw => {
  const kept = RESOURCES.endpointslices.keep(raw, interner)
  return { ...kept, metadata: { ...kept.metadata, labels: textsAt(raw, 'metadata', 'labels') } }
})

export function nameOf(raw: RawObject): string {
  return textAt(raw, 'metadata', 'name') ?? ''
}

export function namespaceOf(raw: RawObject): string {
  return textAt(raw, 'metadata', 'namespace') ?? ''
}

export function keyOf(raw: RawObject): string {
  const namespace = namespaceOf(raw)
  return namespace === '' ? nameOf(raw) : `${namespace}/${nameOf(raw)}`
}

export const labelsOf: (raw: RawObject) => Readonly<Record<string, string>> = cached(raw =>
  textsAt(raw, 'metadata', 'labels'),
)

export function annotationOf(raw: RawObject, key: string): string | undefined {
  return textAt(raw, 'metadata', 'annotations', key)
}

export function isDeleting(raw: RawObject): boolean {
  return textAt(raw, 'metadata', 'deletionTimestamp') !== undefined
}

export const ownerUids: (raw: RawObject) => readonly string[] = cached(raw =>
  listAt(raw, 'metadata', 'ownerReferences').flatMap(owner => textAt(owner, 'uid') ?? []),
)

/** The uid of the owner that controls it. */
export function controllerUid(raw: RawObject): string | undefined {
  return controllers(raw).uid
}

const controllers = cached(raw => ({
  uid: textAt(
    listAt(raw, 'metadata', 'ownerReferences').find(owner => booleanAt(owner, 'controller') === true),
    'uid',
  ),
}))
