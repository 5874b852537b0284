/** Locales whose people name zones of time near them: the first that has a name wins over "GMT+1". */
const LOCALES = ['en-US', 'en-GB', 'en-AU', 'en-IN', 'en-NZ', 'en-ZA'] as const

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(locale: string, timeZone: string): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone}`
  const format =
    formats.get(key) ??
    new Intl.DateTimeFormat(locale, {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      timeZoneName: 'short',
    })
  formats.set(key, format)
  return format
}

/** A moment as a clock on the wall of a time zone shows it. */
export interface WallTime {
  /** "2026-11-24" */
  readonly date: string
  /** "04:26:10" */
  readonly clock: string
  /** "CET", else "GMT+5:30". */
  readonly zone: string
}

/** `time` is RFC 3339, `timeZone` an IANA name as "Europe/Berlin". */
export function wallTime(time: string, timeZone: string): WallTime {
  const at = Date.parse(time)
  const { ahead, zone } = offsetAt(at, timeZone)
  const wall = new Date(at + ahead).toISOString()
  return { date: wall.slice(0, 10), clock: wall.slice(11, 19), zone }
}

interface Offset {
  /** Of UTC, ms. */
  readonly ahead: number
  readonly zone: string
}

/** ms; all zones set their clocks at the beginning of a quarter of an hour. */
const QUARTER = 900_000
const MOST_OFFSETS = 2000
/** To write a time by a zone's rules is slow, and a page that plays writes many. */
const offsets = new Map<string, Offset>()

function offsetAt(time: number, timeZone: string): Offset {
  const from = Math.floor(time / QUARTER) * QUARTER
  const key = `${from} ${timeZone}`
  const known = offsets.get(key)
  if (known !== undefined) return known
  if (offsets.size >= MOST_OFFSETS) offsets.clear()
  const at = new Date(from)
  const parts = new Map(
    formatOf('en-US', timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0
  const [month, minute] = [part('month') - 1, part('minute')]
  const wall = Date.UTC(part('year'), month, part('day'), part('hour'), minute, part('second'))
  const offset = { ahead: wall - from, zone: zoneName(at, timeZone) }
  offsets.set(key, offset)
  return offset
}

function zoneName(at: Date, timeZone: string): string {
  for (const locale of LOCALES) {
    const name = nameIn(locale, at, timeZone)
    if (!/^(GMT|UTC)[+-]/.test(name)) return name
  }
  return nameIn(LOCALES[0], at, timeZone)
}

function nameIn(locale: string, at: Date, timeZone: string): string {
  const parts = formatOf(locale, timeZone).formatToParts(at)
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? ''
}

/** Whether the name is one of a time zone that is known here. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** "04:26:10 CET"; with its date where that differs from the day of `asOf` there. */
export function formatLocal(time: string, asOf: string, timeZone: string): string {
  const { date, clock, zone } = wallTime(time, timeZone)
  const isToday = date === wallTime(asOf, timeZone).date
  return isToday ? `${clock} ${zone}` : `${date} ${clock} ${zone}`
}

/** "04:26:10-04:26:42 CET"; with the date where that differs from the day of `asOf` there, with both where it ends on another. */
export function formatLocalSpan([from, until]: readonly [string, string], asOf: string, timeZone: string): string {
  const [first, last] = [wallTime(from, timeZone), wallTime(until, timeZone)]
  if (first.date !== last.date) return `${first.date} ${first.clock} to ${last.date} ${last.clock} ${last.zone}`
  if (first.clock === last.clock) return formatLocal(until, asOf, timeZone)
  const isToday = last.date === wallTime(asOf, timeZone).date
  return `${isToday ? '' : `${first.date} `}${first.clock}-${last.clock} ${last.zone}`
}

/** "2026-11-24 03:26:10-03:26:42 UTC"; "2026-11-24 03:26:10 to 2026-11-25 01:00:00 UTC" */
export function formatUtcSpan(from: string, until: string): string {
  const [first, last] = [utcTime(from), utcTime(until)]
  if (first.date !== last.date) return `${first.date} ${first.clock} to ${last.date} ${last.clock} UTC`
  return `${first.date} ${first.clock}${first.clock === last.clock ? '' : `-${last.clock}`} UTC`
}

function utcTime(time: string): { readonly date: string; readonly clock: string } {
  return { date: time.slice(0, 10), clock: time.slice(11, 19) }
}

/** "2026-11-24 03:26:10 UTC (04:26:10 CET)"; UTC alone where no other time zone is known. */
export function formatBoth(time: string, timeZone: string | null): string {
  const utc = `${time.slice(0, 10)} ${time.slice(11, 19)} UTC`
  if (timeZone === null) return utc
  const { date, clock, zone } = wallTime(time, timeZone)
  if (zone === 'UTC' || timeZone === 'UTC') return utc
  return `${utc} (${date === time.slice(0, 10) ? clock : `${date} ${clock}`} ${zone})`
}
