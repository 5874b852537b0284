import type { Freshness, ServiceView, Severity, Since } from '@slicescope/view'
import { type CellState, countPortless } from './cell-state.ts'
import { CONNECTION_WORDS, GLYPHS } from './glyphs.ts'
import { HEALTH_WORDS } from './health-icons.ts'
import { formatCount } from './headings.ts'

/** What a picture says of itself, so that it can stand alone in a chat or a postmortem. */
export interface Caption {
  readonly cluster: string
  /** The moment shown, RFC 3339 in UTC. */
  readonly asOf: string
  /** Where the same is visible; null without a public address. */
  readonly link: string | null
  /** Code of the finding whose objects are marked; null: those of the first one, quietly. */
  readonly mark: string | null
  /** An IANA name: the moment is given in its time too; null: in UTC alone. */
  readonly timeZone: string | null
  /** Of Slicescope. */
  readonly version: string | null
  /** The last entry that it includes; null where that is not known. */
  readonly position: string | null
}

/** "2026-11-24 03:26:10 UTC" */
export function formatMoment(time: string): string {
  return `${time.slice(0, 10)} ${time.slice(11, 19)} UTC`
}

/** The time of day if it is the day of `asOf`, else with its date. */
export function formatTime(time: string, asOf: string): string {
  return time.slice(0, 10) === asOf.slice(0, 10) ? time.slice(11, 19) : `${time.slice(0, 10)} ${time.slice(11, 19)}`
}

/** "2 s", "14 min", "3 h", "5 d" */
export function formatAge(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000))
  if (seconds < 90) return `${seconds} s`
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`
  return seconds < 48 * 3600 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} d`
}

/** How fresh the data was at `asOf`, after the state's own word: "heard 2 s ago, verified 40 s ago, last event 31 s ago". */
export function freshnessWords(freshness: Freshness, asOf: string): string {
  if (CONNECTION_WORDS[freshness.state].tone === 'past') return ''
  const { heard, verified, progressed } = freshness
  const ago = (time: string, word: string) => `${word} ${formatAge(Date.parse(asOf) - Date.parse(time))} ago`
  return [
    heard === null ? 'never heard' : ago(heard, 'heard'),
    verified === null ? 'never verified' : ago(verified, 'verified'),
    ...(progressed === null ? [] : [ago(progressed, 'last event')]),
  ].join(', ')
}

/** What the view lacks: "without pods (forbidden), nodes in shop (loading), endpointslices (1 left out)"; empty where it lacks nothing. */
export function missingWords({ missing, leftOut }: Freshness): string {
  const lacking = missing.map(({ resource, namespace, reason, namespaces }) => {
    const where = namespace === null ? '' : ` in ${namespace}`
    const some =
      namespaces === undefined
        ? ''
        : ` in ${formatCount(namespaces.missing)} of ${formatCount(namespaces.of)} namespaces`
    return `${resource}${where}${some} (${reason.replace('-', ' ')})`
  })
  const words = [...lacking, ...leftOut.map(({ resource, count }) => `${resource} (${formatCount(count)} left out)`)]
  return words.length === 0 ? '' : `without ${words.join(', ')}`
}

/** Since when, and how that is known. */
export function sinceWords(since: Since | null, asOf: string): string {
  if (since === null) return ''
  const time = `${formatTime(since.time, asOf)} UTC`
  switch (since.basis) {
    case 'object':
    case 'recorded':
      return `since ${time}`
    case 'watching':
      return `already so at ${time}, when watching began`
    case 'before':
      return `since before ${time}, when the recording begins`
    default:
      return since.basis satisfies never
  }
}

/** How bad it is, else what it is: a remark is no alarm, and what is not known is not said to be bad. */
export function severityWord(seen: Stated | ServiceView): string {
  const severity = 'severity' in seen ? seen.severity : seen.verdict.severity
  const isAlarm = severity !== null && severity !== 'info' && seen.health !== 'unknown'
  return (isAlarm ? severity : stateWord({ ...seen, severity })).toUpperCase()
}

interface Stated extends Pick<ServiceView, 'health' | 'starting' | 'wanted'> {
  readonly severity: Severity | null
}

const SERVED_BY_NONE: ReadonlySet<string> = new Set(['down', 'fallback', 'empty'])

/** The health in a word; where none is ready and that is as it should be, what is going on. */
export function stateWord({ health, severity, starting, wanted }: Stated): string {
  const isCalm = severity === null || severity === 'info'
  if (isCalm && SERVED_BY_NONE.has(health)) {
    if (wanted === 0) return 'scaled to zero'
    if ((starting ?? 0) > 0 || (wanted ?? 0) > 0) return 'starting'
  }
  return HEALTH_WORDS[health].label
}

/** "160 of 244 ready, 84 not ready, plus 4 serving-terminating and 2 terminating" */
export function countWords(view: ServiceView): string {
  const { ready, total } = view
  if (view.health === 'external') return 'no backends of its own'
  if (ready === null || total === null) return 'counts unknown'
  const counts = stateCounts(view)
  const some = (states: readonly CellState[]) =>
    states.filter(state => counts[state] > 0).map(state => `${formatCount(counts[state])} ${GLYPHS[state].label}`)
  const apart = some(['serving-terminating', 'terminating'])
  const whole = total === 0 ? 'no backends' : `${formatCount(ready)} of ${formatCount(total)} ready`
  const words = [whole, ...some(['starting', 'not-ready', 'portless', 'unknown'])]
  return [...words, ...(apart.length > 0 ? [`plus ${apart.join(' and ')}`] : [])].join(', ')
}

const MOST_ZONES = 8

/** "eu-1a 84/84, eu-1b 76/76, eu-1c 0/84"; of many those that lost most. Empty where there is no zone. */
export function zoneWords({ zones }: ServiceView): string {
  if (zones.every(({ zone }) => zone === null)) return ''
  const lost = ({ ready, total }: (typeof zones)[number]) => total - ready
  const shown = zones.length <= MOST_ZONES ? zones : zones.toSorted((a, b) => lost(b) - lost(a)).slice(0, MOST_ZONES)
  const words = shown.map(
    ({ zone, ready, total }) => `${zone ?? '(no zone)'} ${formatCount(ready)}/${formatCount(total)}`,
  )
  const more = zones.length - shown.length
  return `${words.join(', ')}${more > 0 ? ` and ${more} more zones` : ''}`
}

/** Counts by state as the view gives them; 0 where they are not known. */
export function stateCounts(view: ServiceView): Readonly<Record<CellState, number>> {
  const portless = countPortless(view)
  return {
    ready: view.ready ?? 0,
    starting: view.starting ?? 0,
    'not-ready': Math.max(0, (view.notReady ?? 0) - (view.starting ?? 0) - portless),
    portless,
    unknown: view.unknown ?? 0,
    'serving-terminating': view.servingTerminating ?? 0,
    terminating: Math.max(0, (view.terminating ?? 0) - (view.servingTerminating ?? 0)),
  }
}
