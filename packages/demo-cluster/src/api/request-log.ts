import type { RequestSeen } from './faults.ts'

/** How often each resource was asked for: `list pods`, `watch services`; discovery and the like as `get other`. */
export class RequestLog {
  readonly #counts = new Map<string, number>()

  add({ verb, resource }: RequestSeen): void {
    const key = `${verb} ${resource ?? 'other'}`
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1)
  }

  counts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts)
  }

  clear(): void {
    this.#counts.clear()
  }
}
