import { filedUnder, type Resource, type ResourceObjects } from '@slicescope/model'
import { type Bucket, hashOf } from './bucket.ts'

/** What one object is filed under: how a read of a Lister's index is named. */
export function filingsOf<R extends Resource>(resource: R, object: ResourceObjects[R]): readonly string[] {
  return filedUnder<R>(resource, object).map(filed => `${resource} ${filed}`)
}

/** Pods of the namespace in the bucket have come, gone or taken other labels. */
export function movedPods(namespace: string): string {
  return `pods moved ${namespace}`
}

const SPAN = 8192

/** That something is filed so in the bucket, as one number; in the order of numbers equal filings are next to each other. */
export function posting(filed: string, bucket: Bucket): number {
  return hashOf(filed) * SPAN + bucket
}

/** In order, each once. */
export function sortPostings(postings: ArrayLike<number>): Float64Array {
  const sorted = Float64Array.from(postings).toSorted()
  return sorted.filter((each, at) => each !== sorted[at - 1])
}

/** The buckets in which something may be filed so. `postings` as sortPostings gives them. */
export function bucketsOf(postings: Float64Array, filed: string): readonly Bucket[] {
  const from = hashOf(filed) * SPAN
  let [low, high] = [0, postings.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((postings[middle] ?? 0) < from) low = middle + 1
    else high = middle
  }
  const buckets: Bucket[] = []
  for (let at = low; at < postings.length && (postings[at] ?? 0) < from + SPAN; at += 1)
    buckets.push((postings[at] ?? 0) - from)
  return buckets
}

/** Which page of so many (a power of two) a filing is on; a page holds a range of hashes. */
export function pageOf(filed: string, pages: number): number {
  return Math.floor((hashOf(filed) / 2 ** 32) * pages)
}

/** The same of a posting. */
export function pageOfPosting(each: number, pages: number): number {
  return Math.floor((Math.floor(each / SPAN) / 2 ** 32) * pages)
}
