import { formatCount, HEALTH_WORDS, HEALTHS } from '@slicescope/picture'
import type { Row } from '@slicescope/view'

/** What is not healthy among these, each by its word: "1 external, 2 unmanaged"; empty where all are healthy. */
export function otherWords(rows: readonly Row[]): string {
  return HEALTHS.filter(health => health !== 'healthy')
    .map(health => ({ health, count: rows.filter(row => row.health === health).length }))
    .filter(({ count }) => count > 0)
    .map(({ health, count }) => `${formatCount(count)} ${HEALTH_WORDS[health].label}`)
    .join(', ')
}
