/** Index functions of several resources. */

export function present(value: string | undefined): readonly string[] {
  return value === undefined ? [] : [value]
}

interface Owned {
  readonly metadata: {
    readonly ownerReferences: readonly { readonly uid: string; readonly controller?: boolean }[]
  }
}

/** The uid of the owner that makes and counts it. Other owners merely outlive it. */
export function byOwner({ metadata }: Owned): readonly string[] {
  return metadata.ownerReferences.filter(({ controller }) => controller === true).map(({ uid }) => uid)
}

/** `service`: the `namespace/name` of the Services that it names; `namedIn`: their namespaces. */
export function byServiceNamed<T>(servicesOf: (object: T) => readonly string[]) {
  return {
    service: servicesOf,
    namedIn: (object: T) => [...new Set(servicesOf(object).map(key => key.slice(0, key.indexOf('/'))))],
  }
}

export function distinct(keys: readonly string[]): readonly string[] {
  return [...new Set(keys)]
}
