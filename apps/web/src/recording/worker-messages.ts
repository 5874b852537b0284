import type { OpenedFile, PathAnswer } from '@slicescope/answers'

/** A file that is to be opened: the worker reads it. */
export interface GivenFile {
  readonly content: Blob
  readonly name: string
  /** When it was written, in ms since the epoch. */
  readonly modified: number
}

/** What the page asks of the worker that holds recordings. `id` comes back with the reply. */
export type WorkerRequest = { readonly id: number } & (
  | { readonly type: 'open'; readonly file: GivenFile; readonly taken: readonly string[] }
  | { readonly type: 'answer'; readonly address: string }
)

/** `opened`: why a file cannot be opened, as the rest of a sentence, where it cannot. */
export type WorkerReply = { readonly id: number } & (
  | { readonly type: 'opened'; readonly opened: OpenedFile | string }
  | { readonly type: 'answered'; readonly answer: PathAnswer }
  | { readonly type: 'failed'; readonly problem: string }
)

/** Both ends are of the same build; only the kind of a message is checked. */
export function isRequest(data: unknown): data is WorkerRequest {
  return hasKind(data, ['open', 'answer'])
}

export function isReply(data: unknown): data is WorkerReply {
  return hasKind(data, ['opened', 'answered', 'failed'])
}

function hasKind(data: unknown, kinds: readonly string[]): boolean {
  return (
    typeof data === 'object' && data !== null && 'type' in data && kinds.includes(String(data.type)) && 'id' in data
  )
}
