const FIRST_MS = 300
const MOST_MS = 10_000
/** A refusal rarely changes soon: someone has to sign in, or a cluster has to appear. */
const REFUSED_MS = 8000
/** Of what a server may ask for: a timer of more than 24 days would ring at once. */
const MOST_ASKED_MS = 300_000

interface Attempt {
  /** Failures in a row, this one included. */
  readonly failures: number
  readonly refused: boolean
  readonly retryAfter: number | null
  /** From 0 to 1. */
  readonly random: number
}

/** Milliseconds until the next attempt: doubled each time, with jitter, so that 500 pages do not return at once. */
export function retryDelay({ failures, refused, retryAfter, random }: Attempt): number {
  const base = refused ? REFUSED_MS : Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 10))
  return Math.max(Math.min(retryAfter ?? 0, MOST_ASKED_MS), base * (0.5 + random / 2))
}
