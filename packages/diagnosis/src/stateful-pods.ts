import { isPodFinished } from '@slicescope/kubernetes'
import type { Pod } from '@slicescope/model'
import type { Case } from './case.ts'
import { matchedPods } from './matched-pods.ts'

/**
 * The matched pods that have a hostname and a subdomain and have not ended: those of StatefulSets, and templates that set
 * both. Needs pods.
 */
export function namedPods(c: Case): readonly (Pod & { readonly spec: { readonly subdomain: string } })[] {
  return matchedPods(c)
    .filter(pod => !isPodFinished(pod))
    .filter(isNamed)
}

/** The matched pods of StatefulSets that say no Service to be named through. Needs pods. */
export function namelessPods(c: Case): readonly Pod[] {
  return matchedPods(c).filter(pod => !isPodFinished(pod) && !pod.spec.subdomain && setOf(pod) !== undefined)
}

/** The name of the StatefulSet that a pod is of. */
export function setOf({ metadata }: Pod): string | undefined {
  return metadata.ownerReferences.find(({ kind }) => kind === 'StatefulSet')?.name
}

function isNamed(pod: Pod): pod is Pod & { readonly spec: { readonly subdomain: string } } {
  return Boolean(pod.spec.hostname) && Boolean(pod.spec.subdomain)
}

/** Columns that show what a pod is called. */
export const NAMES = 'get pods -o custom-columns=N:.metadata.name,H:.spec.hostname,S:.spec.subdomain'
