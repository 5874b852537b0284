import { type CellState, countPortless } from '@slicescope/picture'
import type { ServiceView } from '@slicescope/view'

/** Counts of backends by state, as the view gives them; null where they are not known. */
export function stateCounts(view: ServiceView): Readonly<Record<CellState, number>> | null {
  const { ready, notReady, unknown, terminating, servingTerminating } = view
  if (ready === null || notReady === null || unknown === null) return null
  const serving = servingTerminating ?? 0
  const starting = view.starting ?? 0
  const portless = countPortless(view)
  return {
    ready,
    starting,
    'not-ready': Math.max(0, notReady - starting - portless),
    portless,
    unknown,
    'serving-terminating': serving,
    terminating: (terminating ?? 0) - serving,
  }
}
