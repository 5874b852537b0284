import { Problem } from '@slicescope/answers'
import type { Visitor } from '../access/gate.ts'

/** Open streams of one browser. Its tabs share one; where they cannot, only visible tabs hold one. */
export const MAX_STREAMS_OF_BROWSER = 32
/** Open streams of all readers; below the number of connections, so that pages still load. */
export const MAX_STREAMS = 1000
/** s */
const RETRY_AFTER = 10

interface Limits {
  readonly ofBrowser: number
  readonly ofAll: number
}

/** Counts open streams: each costs memory and a share of every change. */
export class StreamCaps {
  readonly #limits: Limits
  readonly #bySession = new Map<string, number>()
  #all = 0

  constructor(limits: Limits = { ofBrowser: MAX_STREAMS_OF_BROWSER, ofAll: MAX_STREAMS }) {
    this.#limits = limits
  }

  /** Counts a stream until the function that it answers is called; the Problem where there is no room. */
  enter(visitor: Visitor | undefined): (() => void) | Problem {
    const { ofBrowser, ofAll } = this.#limits
    const session = visitor?.type === 'browser' ? visitor.session : null
    const own = session === null ? 0 : (this.#bySession.get(session) ?? 0)
    if (own >= ofBrowser) {
      const sentence = `This browser has ${ofBrowser} open streams, the most that Slicescope allows: close some of its tabs.`
      return new Problem(429, sentence, { retryAfter: RETRY_AFTER })
    }
    if (this.#all >= ofAll) {
      const sentence = `Slicescope has ${ofAll} open streams, the most that it allows: close some pages, then retry.`
      return new Problem(503, sentence, { retryAfter: RETRY_AFTER })
    }
    this.#all += 1
    if (session !== null) this.#bySession.set(session, own + 1)
    return () => this.#leave(session)
  }

  #leave(session: string | null): void {
    this.#all -= 1
    if (session === null) return
    const left = (this.#bySession.get(session) ?? 1) - 1
    if (left === 0) this.#bySession.delete(session)
    else this.#bySession.set(session, left)
  }
}
