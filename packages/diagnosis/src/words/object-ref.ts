export interface ObjectRef {
  readonly kind: string
  /** Null for what is in no namespace. */
  readonly namespace: string | null
  readonly name: string
}
