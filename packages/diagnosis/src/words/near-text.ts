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

/**
 * How many letters must be put in, left out, changed or swapped with their neighbour; 3 stands for that or more. Most
 * texts are known to be that far apart after their first letters: no more is looked at, and never far off the diagonal.
 */
export function editDistance(a: string, b: string): number {
  const far = MOST_EDITS + 1
  if (Math.abs(a.length - b.length) > MOST_EDITS) return far
  let before: readonly number[] = []
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i += 1) {
    const row = nextRow({ a, b, i, before, last })
    // A swap reaches over one row, so both must be too far.
    if (isFar(row) && isFar(last)) return far
    before = last
    last = row
  }
  return Math.min(last[b.length] ?? far, far)
}

function isFar(row: readonly number[]): boolean {
  return row.every(edits => edits > MOST_EDITS)
}

interface Step {
  readonly a: string
  readonly b: string
  readonly i: number
  /** The rows two and one before. */
  readonly before: readonly number[]
  readonly last: readonly number[]
}

/** What is off the diagonal by more than may be edited stays empty. */
function nextRow({ a, b, i, before, last }: Step): readonly number[] {
  const row: number[] = []
  if (i <= MOST_EDITS) row[0] = i
  for (let j = Math.max(1, i - MOST_EDITS); j <= Math.min(b.length, i + MOST_EDITS); j += 1) {
    const change = at(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1)
    const best = Math.min(change, at(last, j) + 1, at(row, j - 1) + 1)
    const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
    row[j] = isSwap ? Math.min(best, at(before, j - 2) + 1) : best
  }
  return row
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY
}
