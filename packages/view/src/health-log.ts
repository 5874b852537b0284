import type { Health, ServiceSummary } from '@slicescope/graph'
import type { Since } from './schema/freshness.ts'
import { toTime } from './times.ts'

interface Logged {
  readonly uid: string
  readonly health: Health
  /** Whether the Service has ever been judged; before that there is no since. */
  readonly judged: boolean
  readonly since: Since | null
}

/**
 * Since when each Service has its health: `recorded` where we saw it change, `watching` where it was already so when it
 * could first be judged.
 */
export class HealthLog {
  readonly #logged = new Map<string, Logged>()

  /** Takes over a summary at a time; for Services that were there before we looked, `known` is false. */
  note(summary: ServiceSummary, time: number, seenComing: boolean): void {
    const before = this.#logged.get(summary.key)
    const same = before?.uid === summary.uid ? before : undefined
    if (same !== undefined && same.health === summary.health && same.judged) return
    const isJudged = summary.doubt === null
    const watchedOnly = same === undefined ? !seenComing && before === undefined : !same.judged
    const basis = watchedOnly ? 'watching' : 'recorded'
    const judged = isJudged || (same?.judged ?? false)
    const since: Since | null = judged ? { time: toTime(time), basis } : null
    this.#logged.set(summary.key, { uid: summary.uid, health: summary.health, judged, since })
  }

  forget(key: string): void {
    this.#logged.delete(key)
  }

  /** When we saw it become so, ms since the epoch; null where it was so before. */
  changedAt(key: string): number | null {
    const since = this.since(key)
    return since?.basis === 'recorded' ? Date.parse(since.time) : null
  }

  since(key: string): Since | null {
    return this.#logged.get(key)?.since ?? null
  }
}
