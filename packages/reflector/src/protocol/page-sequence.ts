import type { Clock } from '../clock.ts'
import { UnreadableError } from './api-error.ts'
import type { Page } from './decoder.ts'

/** A page without objects before the last one is none that an API server sends. */
const EMPTY_MS = 1_000

/** The pages of one list so far. What stands before an API server may give the same page again and again: such a list has no end. */
export class PageSequence {
  readonly #tokens = new Set<string>()

  /**
   * Notes a page; resolves when the next one may be asked for.
   * @throws UnreadableError where that one was here before
   */
  async take({ isEmpty = false, continueToken }: Page<unknown>, clock: Clock, signal: AbortSignal): Promise<void> {
    if (continueToken === '') return
    if (this.#tokens.has(continueToken)) throw new UnreadableError('a list goes on with a page that it has had')
    this.#tokens.add(continueToken)
    if (isEmpty) await clock.sleep(EMPTY_MS, signal)
  }
}
