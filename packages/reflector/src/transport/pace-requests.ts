import type { Clock } from '../clock.ts'
import { SilenceError } from '../guarded.ts'
import type { ApiRequest, ApiResponse, Transport } from './transport.ts'

/** What a start may ask for at once. */
const BURST = 120

/** Requests that come to nothing, in all, once the burst is spent. */
const TROUBLED_A_SECOND = 5

/** A watch that lasted so long was worth its request; one that ends within the shorter time has failed. */
const WORTH_MS = 10_000
const FAILED_MS = 2_000

/** An outage that has lasted so long is no hiccup: from then on each single second counts. */
const OUTAGE_MS = 20_000

/** Without a failure for so long it is over; longer than a server may ask us to wait. */
const OVER_MS = 150_000

/**
 * A Transport that asks a server in trouble ever less, however many ask through it: a request that comes to nothing
 * takes from an allowance that fills slowly, one that is answered gives back what it took.
 */
export function paceRequests(transport: Transport, clock: Clock): Transport {
  const allowance = new Allowance(clock)
  return {
    get version() {
      return transport.version
    },
    request: async request => {
      await allowance.take(request)
      const begun = clock.elapsed()
      const response = await transport.request(request).catch((error: unknown) => {
        if (!isGivenUp(request)) allowance.noteFailure(begun)
        throw error
      })
      if (isTroubled(response)) allowance.noteFailure(begun)
      if (!isOk(response)) return response
      if (request.query?.['watch'] === undefined) {
        allowance.giveBack()
        return response
      }
      const ended = new AbortController()
      void giveBackLater(allowance, clock, ended.signal)
      const onEnd = () => {
        ended.abort()
        if (clock.elapsed() - begun < FAILED_MS && !isGivenUp(request)) allowance.noteFailure(begun)
      }
      return { ...response, body: untilEnd(response.body, onEnd) }
    },
    close: () => transport.close(),
  }
}

function isOk({ status }: ApiResponse): boolean {
  return status === 200 || status === 201
}

/** By us, for a reason of our own; not for the server's silence. */
function isGivenUp({ signal }: ApiRequest): boolean {
  return signal.aborted && !(signal.reason instanceof SilenceError)
}

/** What a server that is well does not answer; refusals and what is not there are answers like any other. */
function isTroubled({ status }: ApiResponse): boolean {
  return status >= 400 && status !== 403 && status !== 404
}

async function giveBackLater(allowance: Allowance, clock: Clock, ended: AbortSignal): Promise<void> {
  await clock.sleep(WORTH_MS, ended)
  if (!ended.aborted) allowance.giveBack()
}

async function* untilEnd(body: AsyncIterable<Uint8Array>, onEnd: () => void): AsyncGenerator<Uint8Array> {
  try {
    yield* body
  } finally {
    onEnd()
  }
}

class Allowance {
  readonly #clock: Clock
  #left = BURST
  #filledAt: number
  #failingSince = -Infinity
  #failedAt = -Infinity
  #sent: readonly number[] = []
  /** Who waits stands in line. */
  #last: Promise<void> = Promise.resolve()

  constructor(clock: Clock) {
    this.#clock = clock
    this.#filledAt = clock.elapsed()
  }

  /** Resolves when a request may be sent, or when its signal aborts. */
  take({ signal }: ApiRequest): Promise<void> {
    const turn = this.#waitFor(this.#last, signal)
    this.#last = turn
    return turn
  }

  /** A request that began then came to nothing. */
  noteFailure(begun: number): void {
    const now = this.#clock.elapsed()
    if (now - this.#failedAt > OVER_MS) this.#failingSince = begun
    this.#failedAt = now
  }

  giveBack(): void {
    this.#left = Math.min(BURST, this.#left + 1)
  }

  async #waitFor(before: Promise<void>, signal: AbortSignal): Promise<void> {
    await before
    this.#fill()
    if (this.#left < 1) await this.#clock.sleep(((1 - this.#left) / TROUBLED_A_SECOND) * 1000, signal)
    while (!signal.aborted && this.#untilFree() > 0) await this.#clock.sleep(this.#untilFree(), signal)
    if (signal.aborted) return
    this.#fill()
    this.#left -= 1
    this.#sent = [...this.#sent.slice(1 - TROUBLED_A_SECOND), this.#clock.elapsed()]
  }

  /** ms until one more may be sent in an outage. */
  #untilFree(): number {
    const now = this.#clock.elapsed()
    const isOutage = now - this.#failedAt <= OVER_MS && now - this.#failingSince >= OUTAGE_MS
    const [oldest] = this.#sent
    if (!isOutage || oldest === undefined || this.#sent.length < TROUBLED_A_SECOND) return 0
    return oldest + 1000 - now
  }

  #fill(): void {
    const now = this.#clock.elapsed()
    this.#left = Math.min(BURST, this.#left + ((now - this.#filledAt) / 1000) * TROUBLED_A_SECOND)
    this.#filledAt = now
  }
}
