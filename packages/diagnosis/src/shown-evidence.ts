import type { EvidenceItem } from './finding.ts'

/** More prove the same. */
const MOST_SHOWN = 3

/** The first of many as evidence, and how many more there are. */
export function shownEvidence<T>(
  all: readonly T[],
  itemOf: (each: T) => EvidenceItem,
): { readonly evidence: readonly EvidenceItem[]; readonly moreEvidence: number } {
  return { evidence: all.slice(0, MOST_SHOWN).map(itemOf), moreEvidence: Math.max(0, all.length - MOST_SHOWN) }
}
