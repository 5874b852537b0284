/** The indexes of a longest strictly rising subsequence, in order. */
export function longestRising(numbers: readonly number[]): readonly number[] {
  // tails[n]: where the lowest-ending rising run of n + 1 numbers ends; before[i]: what stands before i in its run.
  const tails: number[] = []
  const before: number[] = []
  for (const [index, number] of numbers.entries()) {
    const length = countLower(tails, number, numbers)
    before[index] = tails[length - 1] ?? -1
    tails[length] = index
  }
  const run: number[] = []
  for (let index = tails.at(-1) ?? -1; index >= 0; index = before[index] ?? -1) run.push(index)
  return run.toReversed()
}

/** How many tails end lower than `number`: they rise, so half of them is ruled out at each step. */
function countLower(tails: readonly number[], number: number, numbers: readonly number[]): number {
  let low = 0
  let high = tails.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((numbers[tails[middle] ?? 0] ?? 0) < number) low = middle + 1
    else high = middle
  }
  return low
}
