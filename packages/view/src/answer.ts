import { lackWords } from '@slicescope/diagnosis'
import type { Coverage } from '@slicescope/graph'

type Lack = Exclude<Coverage, 'known'>

/** What a question about a Service comes to where it may have no answer. */
export type Answer<T> =
  | { readonly type: 'answer'; readonly value: T }
  /** There is no such Service, or none that the reader may see: both look the same. */
  | { readonly type: 'absent' }
  /** No Node of that name. */
  | { readonly type: 'no-node' }
  /** No Node in that zone. */
  | { readonly type: 'no-zone' }
  /** It cannot be told: what it is concluded from is missing. One sentence says what. */
  | { readonly type: 'cannot-tell'; readonly because: Lack; readonly sentence: string }

/** Cannot tell, for the first of the resources that is not known. */
export function cannotTell<T>(resource: string, because: Lack): Answer<T> {
  return { type: 'cannot-tell', because, sentence: cannotTellSentence(resource, because) }
}

/** `resource` in the plural. */
export function cannotTellSentence(resource: string, because: Lack): string {
  return `Cannot tell${because === 'loading' ? ' yet' : ''}: ${resource} ${lackWords(because)}.`
}
