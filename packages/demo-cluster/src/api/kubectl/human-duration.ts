const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const YEAR = 365 * DAY

/** As kubectl writes an age: two units at most, the finer one only while it says something; apimachinery pkg/util/duration. */
export function humanDuration(milliseconds: number): string {
  if (milliseconds < 0) return milliseconds < -2 * SECOND ? '<invalid>' : '0s'
  const whole = (unit: number) => Math.floor(milliseconds / unit)
  const rest = (unit: number, finer: number) => Math.floor((milliseconds % unit) / finer)
  const two = (unit: readonly [number, string], finer: readonly [number, string]) => {
    const small = rest(unit[0], finer[0])
    return `${whole(unit[0])}${unit[1]}${small === 0 ? '' : `${small}${finer[1]}`}`
  }
  if (milliseconds < 2 * MINUTE) return `${whole(SECOND)}s`
  if (milliseconds < 10 * MINUTE) return two([MINUTE, 'm'], [SECOND, 's'])
  if (milliseconds < 3 * HOUR) return `${whole(MINUTE)}m`
  if (milliseconds < 8 * HOUR) return two([HOUR, 'h'], [MINUTE, 'm'])
  if (milliseconds < 2 * DAY) return `${whole(HOUR)}h`
  if (milliseconds < 8 * DAY) return two([DAY, 'd'], [HOUR, 'h'])
  if (milliseconds < 2 * YEAR) return `${whole(DAY)}d`
  return milliseconds < 8 * YEAR ? two([YEAR, 'y'], [DAY, 'd']) : `${whole(YEAR)}y`
}

/** How long ago a metav1.Time was. */
export function ageOf(timestamp: string | undefined, now: number): string {
  if (timestamp === undefined) return '<unknown>'
  return humanDuration(now - Date.parse(timestamp))
}
