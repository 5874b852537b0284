import type { Case } from '../case.ts'
import { isWatched, type Seen, type WatchedOf } from './watched.ts'

/** What was seen of one kind since a time, the oldest first. */
export function watchedSince<T extends Seen['type']>(c: Case, type: T, from: number): readonly WatchedOf<T>[] {
  return c.watched.filter(isWatched(type)).filter(({ last }) => last >= from)
}
