import { type Compared, comparedAt, LIVE, type Place, RANGES } from '../url/place.ts'
import { formatMoment } from '../url/moment.ts'
import { nextStop, type StripModel } from './strip-model.ts'
import type { Span } from './strip-span.ts'
import { rangeOfSpan, zoomed } from './strip-zoom.ts'

interface Here {
  readonly model: StripModel
  readonly span: Span
  /** The moment shown, ms; null for now. */
  readonly at: number | null
  readonly compared: Span | null
  readonly now: number
  /** When the recording begins; null where that is not known. */
  readonly since: number | null
  readonly range: Place['range']
}

/** Where a key leads from here; null where it leads nowhere. */
export function keyMove(key: string, isShift: boolean, here: Here): Partial<Place> | null {
  if (key === '-' || key === '+' || key === '=') return rangeBy(here, key === '-' ? 1 : -1)
  return here.model.recorded === null ? null : moveInTime(key, isShift, here)
}

function moveInTime(key: string, isShift: boolean, here: Here): Partial<Place> | null {
  switch (key) {
    case 'ArrowLeft':
      return isShift ? widen(here, -1) : leap(here, -1, false)
    case 'ArrowRight':
      return isShift ? widen(here, 1) : leap(here, 1, false)
    case '[':
      return leap(here, -1, true)
    case ']':
      return leap(here, 1, true)
    case 'PageUp':
    case 'ArrowUp':
      return shift(here, key === 'PageUp' ? 0.1 : 0.01)
    case 'PageDown':
    case 'ArrowDown':
      return shift(here, key === 'PageDown' ? -0.1 : -0.01)
    case 'Home':
      return isShift ? compareFrom(here, here.span.from) : goTo(here, here.span.from)
    case 'End':
      return isShift ? compareFrom(here, here.now) : LIVE
    default:
      return null
  }
}

/** What shows a moment; now where it is not before now, and the first one that is recorded where it is before that. */
export function goTo({ now, model: { recorded } }: Pick<Here, 'now' | 'model'>, at: number): Partial<Place> {
  if (recorded === null || at >= now) return LIVE
  return { at: formatMoment(Math.round(Math.max(at, recorded.from))), compare: null }
}

/** Two moments that can be compared, the earlier one first: within what is recorded. */
export function comparing(
  { now, model: { recorded } }: Pick<Here, 'now' | 'model'>,
  a: number,
  b: number,
): Compared | null {
  const within = (at: number) => Math.round(Math.min(now, Math.max(at, recorded?.from ?? now)))
  const [from, to] = [within(Math.min(a, b)), within(Math.max(a, b))]
  return from >= to ? null : { from: formatMoment(from), to: formatMoment(to) }
}

function leap(here: Here, step: 1 | -1, onsets: boolean): Partial<Place> | null {
  const stop = nextStop(here.model, here.at ?? here.now, { step, onsets })
  if (stop !== undefined) return goTo(here, stop.at)
  return step === 1 && here.at !== null && !onsets ? LIVE : null
}

function shift(here: Here, share: number): Partial<Place> {
  const by = (here.span.to - here.span.from) * share
  return goTo(here, (here.at ?? here.now) + by)
}

/** To the left the earlier of both moments moves, to the right the later one. */
function widen(here: Here, step: 1 | -1): Partial<Place> | null {
  const { model, at, now, compared } = here
  const { from, to } = compared ?? { from: at ?? now, to: at ?? now }
  const stop = nextStop(model, step === -1 ? from : to, { step, onsets: false })
  const moved = step === -1 ? (stop?.at ?? from) : (stop?.at ?? now)
  const compare = step === -1 ? comparing(here, moved, to) : comparing(here, from, moved)
  return compare === null ? null : comparedAt(compare)
}

/** The moment shown against another one. */
function compareFrom(here: Here, other: number): Partial<Place> | null {
  const compare = comparing(here, here.compared?.from ?? here.at ?? here.now, other)
  return compare === null ? null : comparedAt(compare)
}

/** To the next named range; from an own one, and to less than the shortest, by half or twice around the moment shown. */
function rangeBy(here: Here, by: 1 | -1): Partial<Place> | null {
  const { range, span, at, now } = here
  const next = typeof range === 'string' ? RANGES[RANGES.indexOf(range) + by] : undefined
  if (next !== undefined) return { range: next }
  if (range === '7d') return null
  const middle = Math.max(span.from, Math.min(span.to, at ?? now))
  return { range: rangeOfSpan(zoomed(span, { at: middle, factor: by === 1 ? 2 : 0.5 }, here), here) }
}
