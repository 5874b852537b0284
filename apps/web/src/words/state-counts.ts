import type { EndpointState, ServiceView } from '@slicescope/view'

/** Counts of backends by state, as the view gives them; null where they are not known. */
export function stateCounts(view: ServiceView): Readonly<Record<EndpointState, number>> | null {
  const { ready, notReady, unknown, terminating, servingTerminating } = view
  if (ready === null || notReady === null || unknown === null) return null
  const serving = servingTerminating ?? 0
  return {
    ready,
    'not-ready': notReady,
    unknown,
    'serving-terminating': serving,
    terminating: (terminating ?? 0) - serving,
  }
}
