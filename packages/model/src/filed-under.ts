import type { KubernetesObject } from './keys.ts'
import { type Resource, type ResourceInfo, type ResourceObjects, RESOURCES } from './resources.ts'
import { BY_NAMESPACE, type IndexFunc } from './store.ts'

/** What an object is filed under, each as `index value`. */
export function filedUnder<R extends Resource>(resource: R, object: ResourceObjects[R]): readonly string[] {
  const info: ResourceInfo<R> = RESOURCES[resource]
  const indexes: Readonly<Record<string, IndexFunc<ResourceObjects[R]> | typeof BY_NAMESPACE>> = info.indexes
  return Object.entries(indexes).flatMap(([index, valuesOf]) => {
    const values = valuesOf === BY_NAMESPACE ? namespaceOf(object) : valuesOf(object)
    return values.map(value => `${index} ${value}`)
  })
}

/** What an object is filed under and was not before, each as `index value`. Costs little where that is nothing. */
export function newlyFiled<R extends Resource>(
  resource: R,
  { previous, object }: { readonly previous: ResourceObjects[R]; readonly object: ResourceObjects[R] },
): readonly string[] {
  const info: ResourceInfo<R> = RESOURCES[resource]
  const indexes: Readonly<Record<string, IndexFunc<ResourceObjects[R]> | typeof BY_NAMESPACE>> = info.indexes
  const added: string[] = []
  for (const index in indexes) {
    const valuesOf = indexes[index]
    // Its namespace is a part of its key.
    if (valuesOf === undefined || valuesOf === BY_NAMESPACE) continue
    const [before, after] = [valuesOf(previous), valuesOf(object)]
    if (after.every((value, at) => value === before[at])) continue
    const known = new Set(before)
    for (const value of after) if (!known.has(value)) added.push(`${index} ${value}`)
  }
  return added
}

function namespaceOf({ metadata }: KubernetesObject): readonly string[] {
  return metadata.namespace === undefined ? [] : [metadata.namespace]
}
