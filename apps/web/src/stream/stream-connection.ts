import { type Message, PROTOCOL_VERSION } from '@slicescope/protocol'
import { retryDelay } from './backoff.ts'
import { isRefusal, type Link, type StreamFailure } from './link.ts'
import { readStream } from './read-stream.ts'

/** What a connection needs from the world; tests give their own. */
export interface Surroundings {
  readonly fetch: typeof globalThis.fetch
  readonly now: () => number
  readonly random: () => number
  /** Calls back once after `ms`; what it returns takes that back. */
  readonly after: (ms: number, callback: () => void) => () => void
}

export interface ConnectionEvents {
  /** The address that continues where the state stands. */
  readonly url: () => string
  readonly onMessage: (message: Message) => void
  readonly onLink: (link: Link) => void
  readonly onBytes: () => void
  /** The server speaks another version of the protocol: only a newer page can read it. */
  readonly onOutdated: () => void
}

/** Heartbeats come every 10 s; without three of them the connection is taken for dead, and one that never spoke too. */
const SILENCE_MS = 27_000
/** After one heartbeat left out it is not worth waiting for, where someone looks. */
const DOUBT_MS = 12_000

interface Reading {
  readonly controller: AbortController
}

/**
 * Keeps one stream open: reopens what ends, with backoff, and on `reopen` opens the new stream before the old one
 * closes. While both are open what the old one brings waits: it belongs either before the new one or nowhere.
 */
export class StreamConnection {
  readonly #around: Surroundings
  readonly #events: ConnectionEvents
  #current: Reading | null = null
  #candidate: Reading | null = null
  #waiting: Message[] = []
  #failures = 0
  #heardAt = 0
  #cutAt: number | null = null
  #takeBackRetry: () => void = () => {}
  #takeBackSilence: () => void = () => {}
  #takeBackOpening: () => void = () => {}

  constructor(around: Surroundings, events: ConnectionEvents) {
    this.#around = around
    this.#events = events
  }

  /** Opens a stream at the address of now; an open one is left only when the new one speaks. */
  reopen(): void {
    this.#takeBackRetry()
    this.#candidate?.controller.abort()
    if (this.#current === null && this.#failures === 0) this.#events.onLink({ state: 'connecting' })
    const reading: Reading = { controller: new AbortController() }
    this.#candidate = reading
    this.#takeBackOpening()
    this.#takeBackOpening = this.#around.after(SILENCE_MS, () => this.#abandon(reading))
    void this.#read(reading)
  }

  /** Someone looks again: an attempt at once instead of after the backoff, also where a sleep left a dead connection. */
  wake(): void {
    if (this.#candidate !== null) return
    if (this.#current === null) this.reopen()
    else if (this.#around.now() - this.#heardAt > DOUBT_MS) this.#giveUp()
  }

  close(): void {
    this.#takeBackRetry()
    this.#takeBackSilence()
    this.#takeBackOpening()
    this.#candidate?.controller.abort()
    this.#current?.controller.abort()
    this.#candidate = null
    this.#current = null
    this.#waiting = []
  }

  async #read(reading: Reading): Promise<void> {
    const failure = await readStream({
      url: this.#events.url(),
      signal: reading.controller.signal,
      fetch: this.#around.fetch,
      onMessage: message => this.#receive(reading, message),
      onBytes: () => this.#hear(reading),
    })
    // Where what came could not be read the response is still open.
    reading.controller.abort()
    this.#end(reading, failure)
  }

  #receive(reading: Reading, message: Message): void {
    if (reading === this.#candidate) this.#promote(reading)
    if (reading !== this.#current) return
    if (message.type === 'hello' && message.protocol !== PROTOCOL_VERSION) {
      this.close()
      this.#events.onOutdated()
    } else if (this.#candidate === null) this.#events.onMessage(message)
    else this.#waiting.push(message)
  }

  #promote(reading: Reading): void {
    this.#takeBackOpening()
    this.#current?.controller.abort()
    this.#current = reading
    this.#candidate = null
    this.#waiting = []
    this.#failures = 0
    this.#cutAt = null
    this.#events.onLink({ state: 'open' })
  }

  #hear(reading: Reading): void {
    if (reading !== this.#current && reading !== this.#candidate) return
    this.#heardAt = this.#around.now()
    this.#events.onBytes()
    this.#takeBackSilence()
    this.#takeBackSilence = this.#around.after(SILENCE_MS, () => this.#giveUp())
  }

  #giveUp(): void {
    this.#current?.controller.abort()
    this.#current = null
    this.reopen()
  }

  /** The attempt has waited long enough for a first message. */
  #abandon(reading: Reading): void {
    reading.controller.abort()
    this.#end(reading, { status: null, problem: 'The server does not answer.', retryAfter: null })
  }

  #end(reading: Reading, failure: StreamFailure): void {
    if (reading === this.#candidate) {
      this.#candidate = null
      this.#takeBackOpening()
      for (const message of this.#waiting.splice(0)) this.#events.onMessage(message)
    } else if (reading === this.#current) this.#current = null
    else return
    this.#failures += 1
    if (this.#current === null) {
      this.#takeBackSilence()
      this.#tellCut(failure)
    }
    if (this.#candidate === null) this.#retryLater(failure)
  }

  #tellCut(failure: StreamFailure): void {
    this.#cutAt ??= this.#around.now()
    const { status, problem } = failure
    if (status !== null && isRefusal(failure)) this.#events.onLink({ state: 'refused', status, problem })
    else this.#events.onLink({ state: 'waiting', since: this.#cutAt, problem })
  }

  #retryLater(failure: StreamFailure): void {
    const delay = retryDelay({
      failures: this.#failures,
      refused: isRefusal(failure),
      retryAfter: failure.retryAfter,
      random: this.#around.random(),
    })
    this.#takeBackRetry()
    this.#takeBackRetry = this.#around.after(delay, () => this.reopen())
  }
}
