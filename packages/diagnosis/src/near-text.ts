/** More than two edits are another word. */
const MOST_EDITS = 2

/** Whether two texts are so alike that one may be meant for the other: other case, or few edits for their length. */
export function isNearText(a: string, b: string): boolean {
  if (a === b) return false
  if (a.toLowerCase() === b.toLowerCase()) return true
  const edits = editDistance(a, b)
  return edits <= MOST_EDITS && edits < Math.max(a.length, b.length) / 2
}

/** Whether nothing but digits tells them apart: versions and numbers, which are seldom typos. */
export function differInDigits(a: string, b: string): boolean {
  return a.replaceAll(/\d+/g, '#') === b.replaceAll(/\d+/g, '#')
}

/** How many letters must be put in, left out, changed or swapped with their neighbour; 3 stands for that or more. */
export function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > MOST_EDITS) return MOST_EDITS + 1
  let [before, last] = [[] as number[], Array.from({ length: b.length + 1 }, (_, at) => at)]
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= b.length; j += 1) row.push(cheapest({ a, b, i, j, before, last, row }))
    ;[before, last] = [last, row]
  }
  return Math.min(last[b.length] ?? 0, MOST_EDITS + 1)
}

interface Step {
  readonly a: string
  readonly b: string
  readonly i: number
  readonly j: number
  /** The rows two and one before, and this one so far. */
  readonly before: readonly number[]
  readonly last: readonly number[]
  readonly row: readonly number[]
}

function cheapest({ a, b, i, j, before, last, row }: Step): number {
  const change = at(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1)
  const best = Math.min(change, at(last, j) + 1, at(row, j - 1) + 1)
  const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
  return isSwap ? Math.min(best, at(before, j - 2) + 1) : best
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY
}
