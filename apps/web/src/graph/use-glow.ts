import { type CellState, cellStateOf } from '@slicescope/picture'
import type { BackendView } from '@slicescope/view'
import { useEffect, useRef, useState } from 'react'

/** ms; as long as the style sheet takes to fade it. */
const GLOW_MS = 3000
/** More changes at once are no surprise to point at: the zone strip and the counts say them. */
const MOST = 200

type States = ReadonlyMap<string, CellState>

/** The backends that came or changed their state within the last seconds. */
export function useGlow(backends: readonly BackendView[]): ReadonlySet<string> {
  const [glowing, setGlowing] = useState<ReadonlySet<string>>(new Set())
  const before = useRef<States | null>(null)
  useEffect(() => {
    const now = new Map(backends.map(backend => [backend.key, cellStateOf(backend)]))
    const changed = before.current === null ? [] : changedBackends(before.current, now)
    before.current = now
    if (changed.length === 0) return
    setGlowing(others => new Set([...others, ...changed]))
    setTimeout(() => setGlowing(others => without(others, new Set(changed))), GLOW_MS)
  }, [backends])
  return glowing
}

function without(all: ReadonlySet<string>, some: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...all].filter(key => !some.has(key)))
}

/** Keys of those that are new, or are in another state; none where there are too many to follow. */
export function changedBackends(before: States, now: States): readonly string[] {
  const changed = [...now].filter(([key, state]) => before.get(key) !== state).map(([key]) => key)
  return changed.length > MOST ? [] : changed
}
