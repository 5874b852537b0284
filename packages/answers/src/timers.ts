/** Time as answers see it, so that tests can step it. */
export interface Timers {
  /** ms since the epoch; never goes back, whatever is done to the wall clock. */
  now(): number
  /** Runs `task` once after `ms`; answers with the undo. */
  after(ms: number, task: () => void): () => void
}
