/** What differs between two answers, from a little before it on. */
export function firstDifference(was: string, is: string): string {
  let at = 0
  while (at < is.length && is[at] === was[at]) at += 1
  const from = Math.max(0, at - 100)
  return `was ${was.slice(from, at + 160)} but is ${is.slice(from, at + 160)}`
}
