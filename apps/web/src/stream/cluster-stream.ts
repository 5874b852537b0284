import {
  applyMessage,
  EMPTY_STREAM,
  keepTopics,
  type Message,
  type StreamState,
  streamQuery,
  type Topic,
  topicName,
} from '@slicescope/protocol'
import type { Post } from './hub-messages.ts'
import type { Link } from './link.ts'
import { isNewlyDamaged } from './is-newly-damaged.ts'
import { catchUpMessages, pickTopics } from './pick-topics.ts'
import { StreamConnection, type Surroundings } from './stream-connection.ts'

/** The one stream of a cluster, for all who watch it: the union of their topics, each told of its own. */
export class ClusterStream {
  readonly #cluster: string
  readonly #connection: StreamConnection
  readonly #watchers = new Map<Post, readonly Topic[]>()
  #topics: readonly Topic[] = []
  #state: StreamState = EMPTY_STREAM
  #link: Link = { state: 'connecting' }

  constructor(cluster: string, around: Surroundings) {
    this.#cluster = cluster
    this.#connection = new StreamConnection(around, {
      url: () => `/api/clusters/${encodeURIComponent(cluster)}/stream?${streamQuery(this.#topics, this.#state)}`,
      onMessage: message => this.#receive(message),
      onLink: link => this.#tellLink(link),
      onBytes: () => this.#tellAll(post => post({ type: 'heard', cluster })),
      onOutdated: () => this.#tellAll(post => post({ type: 'outdated' })),
    })
  }

  get isWatched(): boolean {
    return this.#watchers.size > 0
  }

  /** From now on `post` hears of these topics, and of what is known of them at once. */
  watch(post: Post, topics: readonly Topic[]): void {
    const before = new Set(this.#watchers.get(post)?.map(topicName))
    this.#watchers.set(post, topics)
    post({ type: 'link', cluster: this.#cluster, link: this.#link })
    if (before.size === 0) this.catchUp(post)
    else if (topics.some(topic => !before.has(topicName(topic)))) this.catchUp(post)
    this.#follow()
  }

  catchUp(post: Post): void {
    const topics = this.#watchers.get(post) ?? []
    for (const message of catchUpMessages(this.#state, topics)) this.#tell(post, message)
  }

  leave(post: Post): void {
    this.#watchers.delete(post)
    if (this.isWatched) this.#follow()
    else this.#connection.close()
  }

  wake(): void {
    this.#connection.wake()
  }

  /** Opens the stream of all topics that someone watches now, if it is another than the open one. */
  #follow(): void {
    const wanted = new Map([...this.#watchers.values()].flat().map(topic => [topicName(topic), topic]))
    const held = new Set(this.#topics.map(topicName))
    if (wanted.size === held.size && [...wanted.keys()].every(name => held.has(name))) return
    this.#topics = [...wanted.values()]
    this.#state = keepTopics(this.#state, this.#topics)
    this.#connection.reopen()
  }

  #receive(message: Message): void {
    // Until a new stream speaks, the old one may tell of topics that were left.
    const watched = pickTopics(message, this.#topics)
    if (watched === undefined) return
    const before = this.#state
    this.#state = applyMessage(before, watched)
    for (const [post, topics] of this.#watchers) {
      const own = pickTopics(watched, topics)
      if (own !== undefined) this.#tell(post, own)
    }
    if (isNewlyDamaged(before, this.#state)) this.#connection.reopen()
  }

  #tell(post: Post, message: Message): void {
    post({ type: 'message', cluster: this.#cluster, message })
  }

  #tellLink(link: Link): void {
    this.#link = link
    this.#tellAll(post => post({ type: 'link', cluster: this.#cluster, link }))
  }

  #tellAll(tell: (post: Post) => void): void {
    for (const post of this.#watchers.keys()) tell(post)
  }
}
