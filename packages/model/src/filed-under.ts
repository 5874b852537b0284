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

function namespaceOf({ metadata }: KubernetesObject): readonly string[] {
  return metadata.namespace === undefined ? [] : [metadata.namespace]
}
