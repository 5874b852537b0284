import type { Pod } from '@slicescope/model'
import type { Case } from './case.ts'
import { matchedPods } from './matched-pods.ts'

/** The matched pods that have a hostname and a subdomain: those of StatefulSets, and templates that set both. Needs pods. */
export function namedPods(c: Case): readonly (Pod & { readonly spec: { readonly subdomain: string } })[] {
  return matchedPods(c).filter(isNamed)
}

function isNamed(pod: Pod): pod is Pod & { readonly spec: { readonly subdomain: string } } {
  return Boolean(pod.spec.hostname) && Boolean(pod.spec.subdomain)
}

/** Columns that show what a pod is called. */
export const NAMES = 'get pods -o custom-columns=N:.metadata.name,H:.spec.hostname,S:.spec.subdomain'
