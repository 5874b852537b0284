import { type ComponentType, lazy, useState, useSyncExternalStore } from 'react'
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

const partsOfFirstPicture: (() => Promise<void>)[] = []

/**
 * A component of the first picture whose code comes while the first data do, by `loadSoon`. What is there when it is first
 * shown is shown at once: a lazy one would show its fallback first, and React keeps a fallback for 300 ms.
 */
export function soon<Props extends object>(load: () => Promise<ComponentType<Props>>) {
  let loaded: ComponentType<Props> | null = null
  const Lazy = later(load)
  partsOfFirstPicture.push(async () => {
    loaded = await load()
  })
  return function Soon(props: Props) {
    const [Part] = useState<ComponentType<Props>>(() => loaded ?? Lazy)
    return <Part {...props} />
  }
}

/** Begins to load the parts of the first picture. */
export function loadSoon(): void {
  // One that cannot be loaded now is asked for again when it is shown.
  void Promise.allSettled(partsOfFirstPicture.splice(0).map(load => load()))
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
