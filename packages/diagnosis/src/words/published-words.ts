import type { ServiceSummary } from '@slicescope/graph'

/** Who goes by what slices call ready, whatever pods say. */
function reach({ headless, otherProxy }: ServiceSummary, whom: string): string {
  if (headless) return `DNS names ${whom}`
  return otherProxy === null ? `traffic goes to ${whom}` : `${otherProxy} is configured to use ${whom}`
}

/** Behind what is said of `lost` backends: that so many of them are published as ready all the same; '' of none. */
export function publishedWords(
  summary: ServiceSummary,
  { published, lost }: { published: number; lost: number },
): string {
  if (published === 0) return ''
  const whom = published === 1 ? 'it' : 'them'
  return published === lost
    ? `, yet published as ready, so ${reach(summary, whom)}`
    : `, yet ${reach(summary, `${published} of them`)}, published as ready`
}
