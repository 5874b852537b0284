import { type ComponentType, lazy, useSyncExternalStore } from 'react'
import { Subscribable } from '../store/subscribable.ts'

/** The parts of the page that come after its first picture. */
class LaterParts extends Subscribable {
  readonly #waiting: (() => Promise<unknown>)[] = []
  #isThere = false

  readonly getSnapshot = (): boolean => this.#isThere

  add(load: () => Promise<unknown>): void {
    this.#waiting.push(load)
  }

  /** A part that cannot be loaded now is asked for again when it is shown. */
  async load(): Promise<void> {
    await Promise.allSettled(this.#waiting.splice(0).map(load => load()))
    this.#isThere = true
    this.notify()
  }
}

const parts = new LaterParts()

/** A component whose code the first picture need not wait for. It comes with `loadLater`, or when it is first shown. */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>) {
  parts.add(load)
  return lazy(async () => ({ default: await load() }))
}

/** Loads what stands after the picture while nothing else is to be done: it is there then also where the server is not. */
export function loadLater(): void {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(() => void parts.load(), { timeout: LATEST_MS })
  else setTimeout(() => void parts.load(), LATEST_MS)
}

const LATEST_MS = 2000

/** Whether `loadLater` is done. */
export function useHasLater(): boolean {
  return useSyncExternalStore(parts.subscribe, parts.getSnapshot)
}
