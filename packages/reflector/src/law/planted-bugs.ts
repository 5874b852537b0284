/** A fault put into our own code, which the law must notice. */
export interface PlantedBug {
  readonly name: string
  /** Below packages/reflector/src. */
  readonly file: string
  /** Stands there exactly once. */
  readonly find: string
  readonly put: string
}

export const PLANTED_BUGS: readonly PlantedBug[] = [
  {
    name: 'swallow a line that cannot be read',
    file: 'protocol/json-decoder.ts',
    find: '.map(line => readEvent(line, this.#keeper))',
    put: '.flatMap(line => { try { return [readEvent(line, this.#keeper)] } catch { return [] } })',
  },
  {
    name: 'ignore an in-band ERROR',
    file: 'reflector.ts',
    find: 'if (error !== null) throw error',
    put: '',
  },
  {
    name: 'advance past deletions without applying them',
    file: 'event-writer.ts',
    find: "event.type === 'set' || event.type === 'delete' ?",
    put: "event.type === 'set' ?",
  },
  {
    name: 'relist without deletes',
    file: 'reflector.ts',
    find: 'writing(() => progress.relist.finish())',
    put: '',
  },
  {
    name: 'list by watch without deletes',
    file: 'event-writer.ts',
    find: 'writing(() => this.#relist.finish())',
    put: '',
  },
  {
    name: 'go back to an older resourceVersion',
    file: 'event-writer.ts',
    find: 'const last = counted.at(-1)',
    put: 'const last = counted[0]',
  },
  {
    name: 'watch from the version of an item',
    file: 'protocol/json-decoder.ts',
    find: 'resourceVersion: versionOf(metadata),\n    continueToken',
    put: "resourceVersion: items.length === 0 ? versionOf(metadata) : versionOf(recordOf(items[0], 'metadata')),\n    continueToken",
  },
  {
    name: 'take a list by watch as complete before it is',
    file: 'event-writer.ts',
    find: "(event.type === 'bookmark' && event.endsInitialEvents)",
    put: "event.type === 'set' || event.type === 'bookmark'",
  },
  {
    name: 'retry what has expired',
    file: 'failure.ts',
    find: 'if (error.isExpired || error.isTooLarge ||',
    put: 'if (error.isExpired) return false\n  if (error.isTooLarge ||',
  },
  {
    name: 'keep an expired continue token',
    file: 'reflector.ts',
    find: 'this.#position = null\n      this.#progress = null',
    put: 'this.#position = null',
  },
  {
    name: 'lose the beginning of a line that is cut',
    file: 'protocol/line-splitter.ts',
    find: 'if (start < chunk.length) this.#keep(chunk.subarray(start))',
    put: '',
  },
  {
    name: 'decode characters that are cut',
    file: 'protocol/line-splitter.ts',
    find: 'return this.#text.decode(bytes)',
    put: "return parts.map(part => new TextDecoder().decode(part)).join('')",
  },
  {
    name: 'no idle limit',
    file: 'reflector.ts',
    find: 'const SILENCE_MS = 75_000',
    put: 'const SILENCE_MS = Infinity',
  },
  {
    name: 'ask no more after a refusal',
    file: 'follow/scope-follower.ts',
    find: 'this.#hooks.onForbidden?.()\n',
    put: 'return this.#hooks.onForbidden?.()\n',
  },
  {
    name: 'insist on lists by watch',
    file: 'reflector.ts',
    find: 'new Set([400, 405, 415, 422, 501])',
    put: 'new Set()',
  },
  {
    name: 'wait for the end of initial events for ever',
    file: 'reflector.ts',
    find: 'if (isRefused || error instanceof SilenceError || error instanceof OddWatchError) traits',
    put: 'if (isRefused) traits',
  },
  {
    name: 'no stall limit',
    file: 'reflector.ts',
    find: 'const STALL_MS = 180_000',
    put: 'const STALL_MS = 86_400_000',
  },
  {
    name: 'no backoff',
    file: 'backoff.ts',
    find: 'return delay * (1 + this.#random())',
    put: 'return 0 * delay * this.#random()',
  },
]
