import type { Topic } from '@slicescope/protocol'
import type { Rights } from '@slicescope/view'

/** Readers with equal rights share feeds. */
export interface RightsClass {
  readonly id: string
  readonly rights: Rights
}

/** What a reader wants. */
export interface Subscription {
  readonly topics: readonly Topic[]
  /** The watermark up to which it holds its topics; undefined when it holds none. */
  readonly since?: string | undefined
  /** Of its topics those that it does not hold, `since` notwithstanding. */
  readonly fresh: ReadonlySet<string>
  readonly rights: RightsClass
}

/** Where a reader's bytes go. Buffers are shared with other readers and must not be changed. */
export interface Sink {
  write(bytes: Uint8Array): void
  /** Ends the stream after what was written. */
  end(): void
}
