/** A Kubernetes object of any kind, as far as the helpers look at it; tests give their own type where they look closer. */
export type KubeObject = {
  readonly apiVersion?: string
  readonly kind?: string
  readonly metadata: {
    readonly name: string
    readonly namespace?: string
    readonly uid?: string
    readonly resourceVersion?: string
    readonly labels?: Readonly<Record<string, string>>
    readonly annotations?: Readonly<Record<string, string>>
    readonly deletionTimestamp?: string
    readonly generation?: number
  }
}

export type KubeList<T = KubeObject> = {
  readonly metadata: {
    readonly resourceVersion: string
    readonly continue?: string
    readonly remainingItemCount?: number
  }
  readonly items: readonly T[]
}

/** Any JSON object, for bodies that are sent. */
export type Json = { readonly [name: string]: unknown }
