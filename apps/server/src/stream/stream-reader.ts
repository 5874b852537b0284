import type { ServerResponse } from 'node:http'
import type { Timers } from '@slicescope/answers'
import type { Sink } from './subscription.ts'

/** What may wait for one reader; the rest of its life it would only get further behind. */
const MAX_WAITING_BYTES = 16 * 1024 * 1024
/** Who takes nothing for so long is gone, or wishes it were. */
const STALL_MS = 10_000
/** Written piece by piece, so that a slow reader that does read is distinguished from one that does not. */
const PIECE_BYTES = 64 * 1024

interface Options {
  readonly response: ServerResponse
  readonly timers: Timers
  readonly onBytes: (count: number) => void
  /** It stalled and is being cut. */
  readonly onCut: () => void
  readonly maxWaitingBytes?: number
}

/** One open stream: holds what its reader cannot take yet, and cuts a reader that takes nothing. */
export class StreamReader implements Sink {
  readonly #options: Options
  #waiting: Uint8Array[] = []
  #waitingBytes = 0
  #isEnding = false
  #cancelStall: (() => void) | null = null

  constructor(options: Options) {
    this.#options = options
    options.response.on('drain', () => this.#pump())
    options.response.on('close', () => this.#drop())
  }

  write(bytes: Uint8Array): void {
    if (this.#isEnding || this.#options.response.destroyed) return
    this.#waiting.push(bytes)
    this.#waitingBytes += bytes.length
    if (!this.#options.response.writableNeedDrain) this.#pump()
    // What is being written does not count: a large snapshot alone must reach who reads slowly but reads.
    if (this.#waitingBytes - (this.#waiting[0]?.length ?? 0) > this.#limit()) this.#cut()
  }

  end(): void {
    this.#isEnding = true
    if (this.#waiting.length === 0) this.#options.response.end()
  }

  #limit(): number {
    return this.#options.maxWaitingBytes ?? MAX_WAITING_BYTES
  }

  #pump(): void {
    const { response, timers, onBytes } = this.#options
    this.#cancelStall?.()
    this.#cancelStall = null
    while (this.#waiting.length > 0 && !response.writableNeedDrain && !response.destroyed) {
      const [first] = this.#waiting
      if (first === undefined) break
      const piece = first.subarray(0, PIECE_BYTES)
      if (piece.length === first.length) this.#waiting.shift()
      else this.#waiting[0] = first.subarray(PIECE_BYTES)
      this.#waitingBytes -= piece.length
      onBytes(piece.length)
      response.write(piece)
    }
    if (response.writableNeedDrain) this.#cancelStall = timers.after(STALL_MS, () => this.#cut())
    else if (this.#isEnding) response.end()
  }

  #cut(): void {
    this.#options.onCut()
    this.#drop()
    this.#options.response.destroy()
  }

  #drop(): void {
    this.#cancelStall?.()
    this.#cancelStall = null
    this.#waiting = []
    this.#waitingBytes = 0
    this.#isEnding = true
  }
}
