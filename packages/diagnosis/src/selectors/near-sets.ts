import type { Labels, Pod } from '@slicescope/model'
import type { Case } from '../case.ts'
import { edits, missesOf, missText, type PairMiss } from './near-miss.ts'

/** Pods that miss the selector in the same way. */
export interface NearSet {
  readonly misses: readonly PairMiss[]
  readonly pods: readonly Pod[]
}

/**
 * Of the pods in the Service's namespace those that miss the selector in ways that `isNear` takes, the nearest and most
 * numerous first. Goes through the distinct label sets, not through pods. Needs pods.
 */
export function nearSets(c: Case, isNear: (misses: readonly PairMiss[]) => boolean): readonly NearSet[] {
  const selector: Labels = c.service.spec.selector
  const found = new Map<string, { readonly misses: readonly PairMiss[]; readonly keys: string[] }>()
  for (const { key, labels } of c.labelSets(c.namespace)) {
    const misses = missesOf(selector, labels)
    if (misses.length === 0 || !isNear(misses)) continue
    const text = misses.map(missText).join()
    const same = found.get(text)
    if (same === undefined) found.set(text, { misses, keys: [key] })
    else same.keys.push(key)
  }
  return [...found.values()]
    .map(({ misses, keys }) => ({ misses, pods: podsOf(keys, c) }))
    .toSorted((a, b) => farness(a) - farness(b) || b.pods.length - a.pods.length || compareText(textOf(a), textOf(b)))
}

/**
 * Pods that carry the pair of the selector that names the Service, where no pod of the namespace has the other keys at all:
 * a tool has added these to every selector, and another one makes the pods (kustomize's commonLabels, for one).
 */
export function setsWithoutCommonLabels(c: Case): readonly NearSet[] {
  const used = new Set([...c.labelSets(c.namespace)].flatMap(({ labels }) => Object.keys(labels)))
  const named = Object.entries(c.service.spec.selector).filter(([, value]) => isInName(value, c.facts.name))
  return nearSets(c, misses => {
    const missed = new Set(misses.map(({ key }) => key))
    return misses.every(({ key }) => !used.has(key)) && named.some(([key]) => !missed.has(key))
  })
}

function isInName(value: string, service: string): boolean {
  return value !== '' && (service === value || service.startsWith(`${value}-`))
}

/** Stores promise no order; the first ones are named. */
function podsOf(labelSets: readonly string[], c: Case): readonly Pod[] {
  const pods = labelSets.flatMap(key => c.read('pods').byIndex('labels', key))
  return pods.toSorted((a, b) => compareText(a.metadata.name, b.metadata.name))
}

function textOf({ misses }: NearSet): string {
  return misses.map(missText).join()
}

function compareText(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

function farness({ misses }: NearSet): number {
  return misses.reduce((sum, miss) => sum + 10 + edits(miss), 0)
}
