/** For sentences: `03:11:42 UTC`, of ms since the epoch. */
export function clockText(ms: number): string {
  return `${new Date(ms).toISOString().slice(11, 19)} UTC`
}
