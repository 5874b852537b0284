import { parse } from 'node:querystring'
import { Problem, readQuery } from '@slicescope/answers'
import {
  applyMessage,
  EMPTY_STREAM,
  keepTopics,
  type Message,
  type StreamState,
  streamQuery,
  type Topic,
} from '@slicescope/protocol'
import { ALL_RIGHTS } from '@slicescope/view'
import { streamQuerySchema, topicsOf } from '../api/stream-query.ts'
import type { ClusterHub } from '../stream/cluster-hub.ts'
import { EventReader } from '../testing/read-events.ts'

interface Options {
  readonly hub: ClusterHub
  readonly topics: readonly Topic[]
  /** What becomes of a message on its way: bugs are planted there. */
  readonly tamper: (message: Message) => readonly Message[]
}

interface Connection {
  readonly reader: EventReader
  /** Sent, and not here yet. */
  readonly underWay: Uint8Array[]
  readonly leave: () => void
}

const OPERATOR = { id: 'operator', rights: ALL_RIGHTS }

/** A page, as far as its stream goes: it asks as the page does, and what the server sends arrives after a while. */
export class RandomBrowser {
  topics: readonly Topic[]
  state: StreamState = EMPTY_STREAM
  /** How often it held other than the server. */
  mismatches = 0
  readonly #options: Options
  #connection: Connection | null = null

  constructor(options: Options) {
    this.#options = options
    this.topics = options.topics
  }

  get isOpen(): boolean {
    return this.#connection !== null
  }

  /** What was on its way is lost, possibly in the middle of an event. */
  close(): void {
    this.#connection?.leave()
    this.#connection = null
  }

  open(): void {
    this.close()
    const query = readQuery(streamQuerySchema, parse(streamQuery(this.topics, this.state)))
    if (query instanceof Problem) throw new Error(query.detail)
    const topics = topicsOf(query)
    if (typeof topics === 'string') throw new Error(topics)
    const underWay: Uint8Array[] = []
    const sink = { write: (bytes: Uint8Array) => void underWay.push(bytes), end: () => {} }
    const { since, fresh = [] } = query
    const leave = this.#options.hub.subscribe({ topics, since, fresh: new Set(fresh), rights: OPERATOR }, sink)
    this.#connection = { reader: new EventReader(), underWay, leave }
  }

  watch(topics: readonly Topic[]): void {
    this.topics = topics
    this.state = keepTopics(this.state, topics)
    this.open()
  }

  /** The first `share` of what is on its way arrives. */
  receive(share = 1): void {
    const connection = this.#connection
    if (connection === null) return
    const arrived = connection.underWay.splice(0, Math.ceil(connection.underWay.length * share))
    for (const message of connection.reader.feed(Buffer.concat(arrived).toString())) {
      for (const told of this.#options.tamper(message)) this.state = applyMessage(this.state, told)
      if (this.state.mismatches.length === 0 || (message.type !== 'patch' && message.type !== 'heartbeat')) continue
      this.mismatches += 1
      this.open()
      return
    }
  }
}
