import { isPodReady } from '@slicescope/kubernetes'
import { isEmptyBySelector } from '../arises.ts'
import { matchedPods } from '../pods/matched-pods.ts'
import { kubectlIn, podRef, serviceRef } from '../words/refs.ts'
import { isFollower, type MissingRole, missingRole } from '../pods/role-labels.ts'
import type { Rule } from '../rule.ts'
import { WORKLOAD_KINDS } from '@slicescope/graph'
import { count, listed, selectorText } from '../words/words.ts'

/** [SC-G28] The selector asks for a role that an operator or a sidecar gives to pods at run time, and no pod has it. */
export const roleMissing: Rule = {
  code: 'SC-G28',
  title: 'Role label is missing',
  inputs: ['pods'],
  helps: WORKLOAD_KINDS,
  arises: isEmptyBySelector,
  find: c => {
    const missing = missingRole(c)
    if (missing === null || matchedPods(c).length > 0) return null
    const { key, value, isProven, pods } = missing
    const { [key]: _, ...rest } = c.facts.selector
    // One pod alone leads, and follows none.
    const isAlone = isFollower(value) && pods.length === 1
    const [first] = pods
    return {
      severity: isAlone ? 'info' : 'loss',
      certainty: 'proven',
      causeCertainty: isProven ? 'proven' : 'likely',
      subject: serviceRef(c),
      lead: `No pod is labeled ${key}=${value}`,
      facts: `${carriedWords(missing)}; ${isProven ? `no pod template sets ${key}, so ` : ''}an operator or a sidecar labels the ${isFollower(value) ? 'replicas' : 'leader'} at run time, and has not done so`,
      evidence: [
        { object: serviceRef(c), field: `spec.selector["${key}"]`, found: value, expected: 'a label that a pod has' },
        ...pods.slice(0, 3).map(pod => ({
          object: podRef(pod),
          field: `metadata.labels["${key}"]`,
          found: pod.metadata.labels[key] ?? 'absent',
          expected: `${value} on one of the pods`,
        })),
      ],
      kubectl: kubectlIn(c)`get pods ${Object.keys(rest).length === 0 ? [] : ['-l', selectorText(rest)]} -L ${key}`,
      remedy: `Check the log of the operator, or of the sidecar in pod ${first?.metadata.name ?? ''}, and the state of its election. The selector is right: it follows the role.`,
      remedyClass: 'look',
      explains: isAlone ? 0 : 1,
    }
  },
}

/** "3 ready pods have redis-role=slave, 1 pod has no redis-role" */
function carriedWords({ key, pods }: MissingRole): string {
  const byValue = Map.groupBy(pods, ({ metadata }) => metadata.labels[key])
  const parts = [...byValue]
    .toSorted(([, a], [, b]) => b.length - a.length)
    .map(([value, own]) => {
      const isReady = own.every(isPodReady)
      const who = `${own.length}${isReady ? ' ready' : ''} ${own.length === 1 ? 'pod' : 'pods'}`
      const has = own.length === 1 ? 'has' : 'have'
      return value === undefined ? `${who} ${has} no ${key}` : `${who} ${has} ${key}=${value}`
    })
  return pods.length === 0 ? count(0, 'pod') : listed(parts)
}
