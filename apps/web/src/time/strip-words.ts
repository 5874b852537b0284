import type { History } from '@slicescope/view'
import { formatAge, formatCount, plural } from '@slicescope/picture'
import { countsAt, type Counts, onsetBefore, type Stop, type StripModel } from './strip-model.ts'
import type { Span } from './strip-span.ts'

/** "160 of 244 ready, 84 not ready" */
export function countsWords({ ready, starting, lost, total }: Counts): string {
  return [
    `${formatCount(ready)} of ${formatCount(total)} ready`,
    ...(lost > 0 ? [`${formatCount(lost)} not ready`] : []),
    ...(starting > 0 ? [`${formatCount(starting)} starting`] : []),
  ].join(', ')
}

/** What is known of a moment: its counts, or why there are none. */
export function knownWords(model: StripModel, at: number): string {
  const counts = countsAt(model, at)
  if (counts !== undefined) return countsWords(counts)
  const blank = model.blanks.find(({ from, to }) => from <= at && at <= to)
  if (blank === undefined) return 'counts unknown'
  return blank.why === 'gap' ? 'not known: a gap in the recording' : 'not recorded'
}

/** "41 s after: eu-1c lost all 84 backends"; '' where no loss lasted. */
export function onsetWords(model: StripModel, at: number): string {
  const onset = onsetBefore(model, at)
  if (onset === undefined) return ''
  const age = at - onset.at
  return age < 1000 ? onset.text : `${formatAge(age)} after: ${onset.text}`
}

/** What a screen reader says of the moment shown; `moment` says a time as the reader's clock shows it. */
export function valueText(model: StripModel, at: number, moment: string): string {
  return [moment, knownWords(model, at), onsetWords(model, at)].filter(Boolean).join(', ')
}

/** What the strip shows as a whole, for those who do not see it. */
export function stripDescription(model: StripModel, span: Span): string {
  const within = model.stops.filter(({ at }) => at >= span.from && at <= span.to)
  const count = (kind: Stop['kind']) => within.filter(stop => stop.kind === kind).length
  const gaps = model.blanks.filter(({ why, from, to }) => why === 'gap' && to >= span.from && from <= span.to).length
  return [
    `${plural(count('onset'), 'loss', 'losses')}, ${plural(count('change'), 'change')}`,
    gaps > 0 ? `, ${plural(gaps, 'gap')} in the recording` : '',
    '. Arrow keys step from change to change, [ and ] from loss to loss, Shift with them compares,',
    ' Space plays, x changes its speed, + and - change the range, r types one, z shows zones, c lists the changes, End and Escape return to live.',
  ].join('')
}

const DAY_MS = 86_400_000

/** "recording: 41 h, 1.2 of 2 GB, 380 MB a day"; "a recording of 6 min" in a file; why nothing is recorded where that is so. */
export function historyWords({ recording, why, from, to, bytes, limitBytes, bytesPerDay, keepMs }: History): string {
  if (from === null || to === null) return why ?? 'nothing is recorded yet'
  const kept = formatAge(Date.parse(to) - Date.parse(from))
  // Nothing is added to a recording that was opened; a page in a file does not know its size.
  if (limitBytes === 0) {
    const size = bytes === 0 ? '' : `, ${sizeText(bytes)}`
    return from === to ? 'one moment is recorded' : `a recording of ${kept}${size}`
  }
  const rate = bytesPerDay === null ? '' : `, ${sizeText(bytesPerDay)} a day`
  const limit = `, ${sizeText(bytes)} of ${sizeText(limitBytes)}${rate}`
  const state = recording ? 'recording' : `recording stopped (${(why ?? 'unknown reason').replace(/\.$/, '')})`
  return `${state}: ${kept}${limit}, kept for ${keepMs >= 2 * DAY_MS ? `${Math.round(keepMs / DAY_MS)} d` : formatAge(keepMs)}`
}

const UNITS = [
  ['GB', 1e9],
  ['MB', 1e6],
  ['kB', 1e3],
] as const

function sizeText(bytes: number): string {
  const [unit, size] = UNITS.find(([, each]) => bytes >= each) ?? UNITS[2]
  const value = bytes / size
  return `${value >= 10 || Number.isInteger(value) ? Math.round(value) : value.toFixed(1)} ${unit}`
}
