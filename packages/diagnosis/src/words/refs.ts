import type { KubernetesObject, Pod } from '@slicescope/model'
import type { Case } from '../case.ts'
import { command, wordsOf } from './command.ts'
import type { ObjectRef } from '../finding.ts'
import { selectorText } from './words.ts'

export function serviceRef(c: Case): ObjectRef {
  return { kind: 'Service', namespace: c.namespace, name: c.facts.name }
}

export function refOf(kind: string, { metadata }: KubernetesObject): ObjectRef {
  return { kind, namespace: metadata.namespace ?? null, name: metadata.name }
}

export function podRef(pod: Pod): ObjectRef {
  return refOf('Pod', pod)
}

type CommandTag = (literals: TemplateStringsArray, ...values: readonly (string | readonly string[])[]) => string

/** kubectl`get node/${name}`: a command for what is in no namespace, or in all. See wordsOf. */
export const kubectlAll: CommandTag = (literals, ...values) => command('kubectl', ...wordsOf(literals, values))

/** kubectlIn(c)`get pods -l ${selector}`: a command in the Service's namespace, or in another one. */
export function kubectlIn(place: Case | string): CommandTag {
  const namespace = typeof place === 'string' ? place : place.namespace
  return (literals, ...values) => command('kubectl', '-n', namespace, ...wordsOf(literals, values))
}

/** Options that choose the pods that the selector matches; all of the namespace where there is none. */
export function selecting(c: Case): readonly string[] {
  const selector = selectorText(c.facts.selector)
  return selector === '' ? [] : ['-l', selector]
}
