import { isPodFinished } from '@slicescope/kubernetes'
import type { Pod } from '@slicescope/model'
import type { Case } from '../case.ts'
import { matchedPods } from './matched-pods.ts'
import { kubectlIn, selecting } from '../words/refs.ts'

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

export const POD_NAME = 'statefulset.kubernetes.io/pod-name'

/** The name of the one pod that the selector names, as Services of single pods of a StatefulSet do; null where it does not. */
export function namedPod(c: Case): string | null {
  return c.facts.selector[POD_NAME] ?? null
}

/**
 * Whether the selector names one pod of a StatefulSet that exists: then no other pod is meant by it. Workloads help;
 * where they are not known its name alone tells.
 */
export function isOfOnePod(c: Case): boolean {
  const set = setOfName(namedPod(c) ?? '')
  return (
    set !== null && (!c.knows('statefulsets') || c.read('statefulsets').get(`${c.namespace}/${set.name}`) !== undefined)
  )
}

/** `kafka-2` is number 2 of StatefulSet kafka. */
export function setOfName(pod: string): { readonly name: string; readonly ordinal: number } | null {
  const match = /^(.+)-(\d+)$/.exec(pod)
  return match === null ? null : { name: match[1] ?? '', ordinal: Number(match[2]) }
}

/** The name of the StatefulSet that a pod is of. */
export function setOf({ metadata }: Pod): string | undefined {
  return metadata.ownerReferences.find(({ kind }) => kind === 'StatefulSet')?.name
}

function isNamed(pod: Pod): pod is Pod & { readonly spec: { readonly subdomain: string } } {
  return Boolean(pod.spec.hostname) && Boolean(pod.spec.subdomain)
}

/** Shows what the pods are called in DNS. */
export function namesCommand(c: Case): string {
  return kubectlIn(
    c,
  )`get pods ${selecting(c)} -o custom-columns=NAME:.metadata.name,HOSTNAME:.spec.hostname,SUBDOMAIN:.spec.subdomain`
}
