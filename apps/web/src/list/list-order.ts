import type { Health, Row } from '@slicescope/view'

/** Keys of Services in the two sections of the list. */
export interface ListOrder {
  /** What needs a look, in the order of the stream. */
  readonly loud: readonly string[]
  /** What does not, A to Z. */
  readonly calm: readonly string[]
}

const LOUD: readonly Health[] = ['down', 'fallback', 'empty', 'degraded', 'unknown']

/**
 * What is lost, and what will be soon or is for some although all backends are ready (its severity says so). What is known
 * to be meant so (a rollout, scaled to zero, pods in their first minute) raises nobody.
 */
export function isLoud({ health, rolling, severity }: Row): boolean {
  if (rolling || severity === 'info') return false
  return severity !== null || LOUD.includes(health)
}

export function orderOf(rows: readonly Row[]): ListOrder {
  const calm = rows.filter(row => !isLoud(row)).toSorted(byName)
  return { loud: rows.filter(isLoud).map(({ key }) => key), calm: calm.map(({ key }) => key) }
}

function byName(a: Row, b: Row): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1
  return a.namespace < b.namespace ? -1 : 1
}

/** How many Services need a look that stand in no such place of the held order. */
export function countNews(held: ListOrder, fresh: ListOrder): number {
  const shown = new Set(held.loud)
  return fresh.loud.filter(key => !shown.has(key)).length
}
