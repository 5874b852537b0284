/** The middle one. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** The value that a share of all, from 0 to 1, does not exceed. Throws for no values. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const found = sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]
  if (found === undefined) throw new Error('nothing was measured')
  return found
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** One measured thing beside its floor of the same run. */
export interface Measure {
  readonly what: string
  readonly value: number
  readonly floor: number
  readonly unit: string
  readonly note?: string
}

/** As `what: 25.1 ms, floor 18.0 ms, ratio 1.39 (note)`. */
export function measureLine({ what, value, floor, unit, note }: Measure): string {
  const words = note === undefined ? '' : ` (${note})`
  return `${what}: ${number(value)} ${unit}, floor ${number(floor)} ${unit}, ratio ${(value / floor).toFixed(2)}${words}`
}

function number(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(1)
}
