import { createContext, useContext, useSyncExternalStore } from 'react'
import type { Theme } from '@slicescope/picture'
import type { RecordingLibrary } from '../recording/recording-library.ts'
import type { Live } from '../stream/live.ts'
import type { LiveStore } from '../stream/live-store.ts'
import type { ThemeStore } from '../theme/theme-store.ts'
import { momentMs } from '../url/moment.ts'
import type { Place } from '../url/place.ts'
import type { PlaceStore } from '../url/place-store.ts'
import type { Clock } from './clock.ts'
import { lastWord, serverNow, shownNow, stepped } from './shown-now.ts'
import type { Spotlight } from './spotlight.ts'

/** Everything that outlives components. Made once in main.tsx. */
export interface Stores {
  readonly live: LiveStore
  readonly place: PlaceStore
  readonly theme: ThemeStore
  readonly clock: Clock
  readonly spotlight: Spotlight
  readonly recordings: RecordingLibrary
}

export const StoresContext = createContext<Stores | null>(null)

/** The moment that is on the page; undefined where no page says so. It follows the address once what it names is read. */
export const ShownAtContext = createContext<string | null | undefined>(undefined)

/** The moment that the page shows, as the address has it; null for now. */
export function useShownAt(): string | null {
  const { at } = usePlace()
  const shown = useContext(ShownAtContext)
  return shown === undefined ? at : shown
}

function useStores(): Stores {
  const stores = useContext(StoresContext)
  if (stores === null) throw new Error('StoresContext is missing')
  return stores
}

/** A part of the live state; `select` must answer the same object for the same state. */
export function useLive<T>(select: (live: Live) => T): T {
  const { live } = useStores()
  return useSyncExternalStore(live.subscribe, () => select(live.getSnapshot()))
}

export function usePlace(): Place {
  const { place } = useStores()
  return useSyncExternalStore(place.subscribe, place.getSnapshot)
}

export function usePlaceStore(): PlaceStore {
  return useStores().place
}

export function useLiveStore(): LiveStore {
  return useStores().live
}

/** The recordings that this page has opened from files. */
export function useRecordings(): RecordingLibrary {
  return useStores().recordings
}

export function useTheme(): Theme {
  const { theme } = useStores()
  return useSyncExternalStore(theme.subscribe, theme.getSnapshot)
}

export function useThemeStore(): ThemeStore {
  return useStores().theme
}

/** The code of the finding that pointer or focus is on. */
export function useSpotlight(): string | null {
  const { spotlight } = useStores()
  return useSyncExternalStore(spotlight.subscribe, spotlight.getSnapshot)
}

export function useSpotlightStore(): Spotlight {
  return useStores().spotlight
}

/** The server's clock in ms, moving in steps of `step` ms. */
export function useServerNow(step = 1000): number {
  const { clock, live } = useStores()
  return useSyncExternalStore(
    onChange => both(clock.subscribe(onChange), live.subscribe(onChange)),
    () => stepped(live.getSnapshot(), serverNow(live.getSnapshot(), clock.getSnapshot()), step),
  )
}

/** What the last moment is called. */
export function useLastWord(): 'now' | 'end' {
  return useLive(lastWord)
}

/** What ages of what is shown are counted to, in ms of the server's clock: it stops where the line is cut, and stands in the past. */
export function useShownNow(step = 1000): number {
  const { clock, live } = useStores()
  const at = useShownAt()
  const moment = at === null ? null : momentMs(at)
  return useSyncExternalStore(
    onChange => both(clock.subscribe(onChange), live.subscribe(onChange)),
    () => moment ?? stepped(live.getSnapshot(), shownNow(live.getSnapshot(), clock.getSnapshot()), step),
  )
}

/** Whether something holds of the live state at the browser's time now. */
export function useLiveAt<T extends string | boolean>(judge: (live: Live, now: number) => T): T {
  const { clock, live } = useStores()
  return useSyncExternalStore(
    onChange => both(clock.subscribe(onChange), live.subscribe(onChange)),
    () => judge(live.getSnapshot(), clock.getSnapshot()),
  )
}

function both(first: () => void, second: () => void): () => void {
  return () => {
    first()
    second()
  }
}
