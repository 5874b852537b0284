import type { KubernetesObject, Pod } from '@slicescope/model'
import type { Case } from './case.ts'
import type { ObjectRef } from './finding.ts'

export function serviceRef(c: Case): ObjectRef {
  return { kind: 'Service', namespace: c.namespace, name: c.facts.name }
}

export function refOf(kind: string, { metadata }: KubernetesObject): ObjectRef {
  return { kind, namespace: metadata.namespace ?? null, name: metadata.name }
}

export function podRef(pod: Pod): ObjectRef {
  return refOf('Pod', pod)
}

/** `kubectl -n shop get ...` */
export function kubectl(c: Case, command: string): string {
  return `kubectl -n ${c.namespace} ${command}`
}
