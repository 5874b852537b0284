import type { Surroundings } from './stream-connection.ts'

/** The real clock, chance and network, in a page or a worker. */
export const BROWSER_SURROUNDINGS: Surroundings = {
  fetch: (input, init) => globalThis.fetch(input, init),
  now: () => Date.now(),
  random: () => Math.random(),
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms)
    return () => clearTimeout(timer)
  },
}
