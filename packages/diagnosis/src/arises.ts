import type { ServiceGraph } from '@slicescope/graph'

/** Whether a question comes up, by what Service and slices tell. See Rule. */

export function isJudged({ summary }: ServiceGraph): boolean {
  return summary.counts !== null
}

/** A Service that the EndpointSlice controller fills. */
export function hasSelector(graph: ServiceGraph): boolean {
  return isJudged(graph) && graph.summary.hasSelector
}

/** It has a selector, and no slice lists an endpoint. */
export function isEmptyBySelector(graph: ServiceGraph): boolean {
  return hasSelector(graph) && graph.endpoints.length === 0
}

export function hasEndpoints(graph: ServiceGraph): boolean {
  return isJudged(graph) && graph.endpoints.length > 0
}
