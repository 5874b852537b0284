import { CHANGES_MS, fold, NOTHING_OBSERVED, type Observation, type Observed } from '@slicescope/diagnosis'
import { Sharing } from '@slicescope/model'

/** What is remembered of each Service: the fold of its own observations. Keys are `namespace/name`. */
export class Observations {
  readonly #observed = new Map<string, Observed>()
  readonly #sharing = new Sharing()
  /** Of Services that are gone, the first to go first: what happened to them is kept for an hour, should they come back. */
  readonly #gone = new Map<string, number>()

  of(key: string): Observed {
    return this.#observed.get(key) ?? NOTHING_OBSERVED
  }

  all(): readonly (readonly [key: string, observed: Observed])[] {
    return [...this.#observed]
  }

  /** Takes over what another one remembered. */
  restore(observed: ReturnType<Observations['all']>): void {
    for (const [key, each] of observed) this.#observed.set(key, each)
  }

  note(key: string, observation: Observation): void {
    const before = this.of(key)
    this.#observed.set(key, this.#shared(fold(before, observation), before))
    if (observation.type === 'state') this.#gone.delete(key)
    if (observation.type === 'deleted') this.#noteGone(key, observation.time)
  }

  /** Most Services serve the same ports, and few have backends in other zones than others. */
  #shared(observed: Observed, before: Observed): Observed {
    const { losses } = observed
    const { served, whole } = losses
    if (served === before.losses.served && whole === before.losses.whole) return observed
    return {
      ...observed,
      losses: {
        ...losses,
        served: this.#sharing.of(served),
        whole: whole === null ? null : this.#sharing.of(whole),
      },
    }
  }

  #noteGone(key: string, time: number): void {
    this.#gone.delete(key)
    this.#gone.set(key, time)
    for (const [first, since] of this.#gone) {
      if (time - since <= CHANGES_MS) break
      this.#gone.delete(first)
      this.#observed.delete(first)
    }
  }
}
