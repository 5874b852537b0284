/** `namespace/name`, or `name` for cluster-scoped objects. */
export type ObjectKey = string

export interface KubernetesObject {
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly uid: string }
}

export function objectKey(object: KubernetesObject): ObjectKey {
  const { namespace, name } = object.metadata
  return namespace === undefined ? name : `${namespace}/${name}`
}

export function serviceKey(namespace: string, name: string): ObjectKey {
  return `${namespace}/${name}`
}
