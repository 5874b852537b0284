import { expectedLabels } from '@slicescope/kubernetes'
import { isSelected, type Labels, type Pod } from '@slicescope/model'
import type { Case } from '../case.ts'
import { servicePods } from './pod-trouble.ts'

/** The pods that the selector matches, terminating and finished ones too. Needs pods. */
export function matchedPods(c: Case): readonly Pod[] {
  return c.once(findMatched)
}

function findMatched(c: Case): readonly Pod[] {
  const isMatch = matcher(expectedLabels(c.service))
  return servicePods(c).filter(pod => isMatch(pod.metadata.labels))
}

/** Label sets are shared by many pods: each is matched once. */
function matcher(selector: Labels): (labels: Labels) => boolean {
  const known = new Map<Labels, boolean>()
  return labels => {
    const before = known.get(labels)
    if (before !== undefined) return before
    const isMatch = isSelected(selector, labels)
    known.set(labels, isMatch)
    return isMatch
  }
}

/** How many pods the Service's namespace has. Needs pods. */
export function podsInNamespace(c: Case): number {
  return c.read('pods').countByIndex('namespace', c.namespace)
}
