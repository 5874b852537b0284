import { JournalError } from '../journal-error.ts'

const TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3})(\d{0,9})Z$/

/** RFC 3339 of ms since the epoch, with as many digits as it takes to read the same number back. */
export function formatLineTime(ms: number): string {
  const whole = Math.floor(ms)
  const [, fraction = ''] = String(ms).split('.')
  return `${new Date(whole).toISOString().slice(0, -1)}${fraction}Z`
}

/** @throws JournalError */
export function parseLineTime(text: unknown): number {
  const [, whole, fraction = ''] = (typeof text === 'string' ? TIME.exec(text) : null) ?? []
  const ms = whole === undefined ? NaN : Date.parse(`${whole}Z`)
  if (Number.isNaN(ms) || ms < 0) throw new JournalError('a line has no time')
  return fraction === '' ? ms : Number(`${ms}.${fraction}`)
}
