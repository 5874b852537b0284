import type { Freshness, ServiceView } from '@slicescope/view'
import { sentenceOf } from '@slicescope/view/text'

/** What stands before the verdict's words: as of when they are so, or that the Service is gone; '' where they are so now. */
export function verdictPrefix({ verdict }: Pick<ServiceView, 'verdict'>): string {
  const words = sentenceOf(verdict)
  const { sentence } = verdict
  return sentence.endsWith(words) ? sentence.slice(0, sentence.length - words.length).trimEnd() : ''
}

/**
 * The view as this page must tell it: where the page is cut off, its sentence keeps its words and says as of when they
 * are so. Where the server is cut off, it says so itself.
 */
export function toldView(view: ServiceView, freshness: Freshness): ServiceView {
  const { state, heard } = freshness
  const isCut = state === 'STALE' || state === 'BLIND'
  if (!isCut) return view
  if (heard === null || view.health === 'unknown' || verdictPrefix(view) !== '') return { ...view, freshness }
  const prefix = `As of ${heard.slice(11, 19)} UTC (stale): `
  return { ...view, freshness, verdict: { ...view.verdict, sentence: `${prefix}${view.verdict.sentence}` } }
}
