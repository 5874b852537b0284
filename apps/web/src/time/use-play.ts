import { type QueryKey, useIsFetching } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useState } from 'react'
import type { AskedService } from '../questions/asked.ts'
import { usePlaceStore } from '../state/stores.ts'
import { formatMoment } from '../url/moment.ts'
import { goTo } from './strip-keys.ts'
import { nextStop, onsetBefore, type StripModel } from './strip-model.ts'
import type { Span } from './strip-span.ts'
import { knownUntil, usePlayback } from './use-playback.ts'

export const SPEEDS = [1, 4, 15, 60] as const
export type Speed = (typeof SPEEDS)[number]

/** ms between two moments; browsers refuse an address that changes more often for long. */
const TICK = 200
/** With reduced motion: from change to change. */
const STEP = 1600

interface Played {
  readonly service: AskedService
  readonly model: StripModel
  readonly span: Span
  /** The moment shown, ms; null for now. */
  readonly at: number | null
  readonly now: number
}

export interface Player {
  readonly isPlaying: boolean
  readonly speed: Speed
  readonly toggle: () => void
  readonly faster: () => void
}

/** Plays from the moment shown, from now or a recording's end back to where the last loss began, until that is reached. */
export function usePlay(played: Played): Player {
  const store = usePlaceStore()
  const [isPlaying, setPlaying] = useState(false)
  const [speed, setSpeed] = useState<Speed>(4)
  // What is still being read of the moment shown is waited for: also what is open beside the picture.
  const isReading = useIsFetching({ predicate: ({ queryKey }) => isOf(queryKey, played.at) }) > 0
  const playback = usePlayback(played.service)
  const isStill = globalThis.matchMedia('(prefers-reduced-motion: reduce)').matches
  const { at } = played
  const tick = useEffectEvent(() => {
    if (isReading || at === null) return
    const step = TICK * speed
    const next = isStill
      ? (nextStop(played.model, at, { step: 1, onsets: false })?.at ?? played.now)
      : Math.round(at + step)
    const until = knownUntil(played.model.blanks, at, played.now)
    if (!isStill && next < until && playback.prepare({ time: next, step, until }) === 'coming') return
    store.replace(goTo(played, next))
    if (next >= played.now) setPlaying(false)
  })
  useEffect(() => {
    if (!isPlaying) return undefined
    const timer = setInterval(() => tick(), isStill ? STEP : TICK)
    return () => clearInterval(timer)
  }, [isPlaying, isStill])
  const toggle = () => {
    const isAtEnd = at === null || at >= played.now
    if (!isPlaying && isAtEnd) store[at === null ? 'go' : 'replace'](goTo(played, beginningOf(played)))
    setPlaying(!isPlaying && played.model.recorded !== null)
  }
  const isOn = isPlaying && at !== null
  return {
    isPlaying: isOn,
    speed,
    toggle,
    faster: () => setSpeed(SPEEDS[(SPEEDS.indexOf(speed) + 1) % SPEEDS.length] ?? 1),
  }
}

function isOf(queryKey: QueryKey, at: number | null): boolean {
  return at !== null && JSON.stringify(queryKey).includes(JSON.stringify(formatMoment(at)))
}

/** Before it, so that one sees it happen; ms. */
const LEAD = 2000

/** Where the last loss began; the beginning of what is shown where there was none. */
function beginningOf({ model, span, now }: Played): number {
  const last = onsetBefore(model, now) ?? nextStop(model, now, { step: -1, onsets: true })
  return last === undefined ? span.from : last.at - LEAD
}
