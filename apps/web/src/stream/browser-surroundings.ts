import type { Surroundings } from './stream-connection.ts'

/** The real clock and chance, in a page or a worker, with the network as its session has it. */
export function browserSurroundings(fetch: typeof globalThis.fetch): Surroundings {
  return {
    fetch,
    now: () => Date.now(),
    random: () => Math.random(),
    after: (ms, callback) => {
      const timer = setTimeout(callback, ms)
      return () => clearTimeout(timer)
    },
  }
}
