import { useState } from 'react'
import { type Span, spanOf } from './strip-span.ts'
import type { Range } from '../url/place.ts'

interface Held {
  readonly range: Range
  readonly span: Span
}

interface Asked {
  readonly range: Range
  readonly moments: readonly number[]
  readonly now: number
  readonly since: number | null
}

/** The time that the strip shows. Where a moment of the past is shown it stands still, until that moment is outside of it. */
export function useHeldSpan(asked: Asked): Span {
  const [held, hold] = useState<Held | null>(null)
  const { range, moments } = asked
  if (moments.length === 0) {
    if (held !== null) hold(null)
    return spanOf(asked)
  }
  const isWithin =
    held !== null && held.range === range && moments.every(at => at >= held.span.from && at <= held.span.to)
  if (isWithin) return held.span
  const span = spanOf(asked)
  hold({ range, span })
  return span
}
