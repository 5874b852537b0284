import { useState } from 'react'
import type { OwnRange, Range } from '../url/place.ts'
import { rangeSpan, type Span, spanOf } from './strip-span.ts'

interface Held {
  readonly range: Range | OwnRange
  readonly moments: readonly number[]
  readonly span: Span
}

interface Asked {
  readonly range: Range | OwnRange
  readonly moments: readonly number[]
  readonly now: number
  readonly since: number | null
}

/**
 * The time that the strip shows. Where a moment of the past is shown it stands still, until a moment is chosen that is
 * outside of it. An own range that is chosen then need not have that moment in it.
 */
export function useHeldSpan(asked: Asked): Span {
  const [held, hold] = useState<Held | null>(null)
  const { range, moments } = asked
  if (moments.length === 0) {
    if (held !== null) hold(null)
    return spanOf(asked)
  }
  if (held !== null && held.range === range) {
    const isSame = moments.every((moment, index) => moment === held.moments[index])
    if (isSame || moments.every(at => at >= held.span.from && at <= held.span.to)) return held.span
  }
  const isChosen = held !== null && held.range !== range && typeof range !== 'string'
  const span = isChosen ? rangeSpan(range, asked) : spanOf(asked)
  hold({ range, moments, span })
  return span
}
