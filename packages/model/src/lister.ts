import type { ObjectKey } from './keys.ts'

/** The read-only face of a Store. Objects are readonly, may be shared, and must not be held across a tick. */
export interface Lister<T, I extends string = string> {
  readonly size: number
  get(key: ObjectKey): T | undefined
  /** All objects, in no promised order. */
  list(): IterableIterator<T>
  /** The objects whose index function gave `value`, in no promised order. */
  byIndex(index: I, value: string): readonly T[]
  /** How many byIndex gives, without a look at them. */
  countByIndex(index: I, value: string): number
  /** The distinct values of an index. */
  indexValues(index: I): IterableIterator<string>
}

/** Selectors are matched against distinct label sets, not against pods. */
export interface PodLabels {
  /** The distinct label sets of a namespace's pods: `key` is a value of the pods' index `labels`. */
  inNamespace(namespace: string): Iterable<{ readonly key: string; readonly labels: Readonly<Record<string, string>> }>
  namespaces(): Iterable<string>
}
