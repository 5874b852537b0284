import type { Freshness, ServiceView } from '@slicescope/view'
import { staleSince } from '@slicescope/view/text'

/**
 * The view as this page must tell it: where the page is cut off, its sentence keeps its words and says as of when they
 * are so. Where the server is cut off, it says so itself.
 */
export function toldView(view: ServiceView, freshness: Freshness): ServiceView {
  const { state, heard } = freshness
  const isCut = state === 'STALE' || state === 'BLIND'
  if (!isCut) return view
  const { verdict } = view
  if (heard === null || view.health === 'unknown' || verdict.prefix !== '') return { ...view, freshness }
  const prefix = staleSince(`${heard.slice(11, 19)} UTC`)
  return { ...view, freshness, verdict: { ...verdict, prefix, sentence: `${prefix} ${verdict.sentence}` } }
}
