/** Finds what is held under a value. */
export interface Finder<H> {
  find(value: string): Iterable<H>
  count(value: string): number
  /** The distinct values that something is held under. */
  values(): IterableIterator<string>
}
