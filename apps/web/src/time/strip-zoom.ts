import { formatMoment } from '../url/moment.ts'
import { type OwnRange, type Range, RANGES } from '../url/place.ts'
import { rangeSpan, type Span } from './strip-span.ts'

/** ms; of less nothing is recorded. */
const LEAST = 10_000
const MOST = 7 * 24 * 3_600_000

export interface Limits {
  readonly now: number
  /** When the recording begins, ms; null where that is not known. */
  readonly since: number | null
}

/** Longer or shorter by a factor, with a moment where it was: within what is recorded. */
export function zoomed(
  span: Span,
  { at, factor }: { readonly at: number; readonly factor: number },
  limits: Limits,
): Span {
  const whole = span.to - span.from
  const bounds = boundsOf(span, limits)
  const length = Math.min(bounds.to - bounds.from, MOST, Math.max(LEAST, whole * factor))
  const from = at - ((at - span.from) / whole) * length
  return within({ from, to: from + length }, bounds)
}

/** Later or earlier by so many ms. */
export function panned(span: Span, by: number, limits: Limits): Span {
  return within({ from: span.from + by, to: span.to + by }, boundsOf(span, limits))
}

/** Where it is already beyond what is recorded, it stays. */
function boundsOf({ from, to }: Span, { now, since }: Limits): Span {
  return { from: Math.min(from, since ?? now - MOST), to: Math.max(to, now) }
}

function within({ from, to }: Span, bounds: Span): Span {
  const shift = Math.max(0, bounds.from - from) - Math.max(0, to - bounds.to)
  return { from: from + shift, to: to + shift }
}

/** Of the length, what a hand on a wheel does not mean. */
const CLOSE = 0.02

/** The range that the address holds for it: a named one where it is as good, one that goes on where it ends now. */
export function rangeOfSpan(span: Span, limits: Limits): Range | OwnRange {
  const slack = (span.to - span.from) * CLOSE
  const isNow = span.to >= limits.now - slack
  const named = RANGES.find(each => Math.abs(rangeSpan(each, limits).from - span.from) <= slack)
  if (isNow && named !== undefined) return named
  const [from, to] = [span.from, span.to].map(ms => formatMoment(Math.round(ms / 100) * 100))
  return { from: from ?? '', to: isNow ? null : (to ?? null) }
}

/** Two fingers: the moments that they were put on stay under them. `xs` in px of the plot. */
export interface Pinch {
  readonly span: Span
  readonly xs: readonly [number, number]
}

export function pinched(
  { span, xs }: Pinch,
  now: readonly [number, number],
  limits: Limits & { readonly width: number },
): Span {
  const [was, is] = [Math.abs(xs[1] - xs[0]), Math.abs(now[1] - now[0])]
  const [began, middle] = [(xs[0] + xs[1]) / 2, (now[0] + now[1]) / 2]
  const whole = span.to - span.from
  const around = zoomed(span, { at: span.from + (began / limits.width) * whole, factor: was / Math.max(1, is) }, limits)
  return panned(around, ((began - middle) / limits.width) * (around.to - around.from), limits)
}
