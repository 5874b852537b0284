import type { Case } from '../case.ts'
import type { EvidenceItem } from '../finding.ts'
import { hasLoss } from '../losses/loss.ts'
import { leftWords } from '../words/lost-words.ts'
import { kubectlAll, kubectlIn, serviceRef } from '../words/refs.ts'
import type { Rule } from '../rule.ts'
import { listed } from '../words/words.ts'

/** [SC-A8] The Service or its namespace is being deleted. */
export const beingDeleted: Rule = {
  code: 'SC-A8',
  title: 'Service or namespace is being deleted',
  inputs: [],
  helps: ['namespaces'],
  arises: () => true,
  find: c => {
    const { deletionTimestamp } = c.facts
    const isNamespace = isNamespaceEnding(c)
    if (deletionTimestamp === null && !isNamespace) return null
    const evidence: EvidenceItem = isNamespace
      ? {
          object: { kind: 'Namespace', namespace: null, name: c.namespace },
          field: 'status.phase',
          found: 'Terminating',
          expected: 'Active',
        }
      : {
          object: serviceRef(c),
          field: 'metadata.deletionTimestamp',
          found: deletionTimestamp ?? '',
          expected: 'absent',
        }
    return {
      severity: hasLoss(c.graph) ? 'loss' : 'warning',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: evidence.object,
      lead: isNamespace ? 'Namespace is being deleted' : 'Service is being deleted',
      facts: isNamespace
        ? `namespace ${c.namespace} is Terminating, so nothing new can be created in it${hasLoss(c.graph) ? `; ${leftWords(c)}` : ''}`
        : heldBy(c),
      evidence: [evidence],
      kubectl: isNamespace
        ? kubectlAll`get namespace/${c.namespace} -o jsonpath=${'{.status.phase} {.status.conditions[?(@.status=="True")].message}'}`
        : kubectlIn(
            c,
          )`get service/${c.facts.name} -o jsonpath=${'{.metadata.deletionTimestamp} {.metadata.finalizers}'}`,
      remedy: `Deletion cannot be undone. Recreate the ${isNamespace ? 'namespace' : 'Service'} after it is gone.`,
      remedyClass: 'safe',
      // What is lost in a namespace that ends is lost by that.
      explains: isNamespace && hasLoss(c.graph) ? Math.max(1, c.graph.backends.length) : 1,
    }
  },
}

function heldBy(c: Case): string {
  const { finalizers } = c.service.metadata
  if (finalizers.length === 0) return 'no finalizer blocks the deletion'
  return `${finalizers.length === 1 ? 'finalizer' : 'finalizers'} ${listed(finalizers)} ${finalizers.length === 1 ? 'blocks' : 'block'} the deletion`
}

/** Whether the Service or its namespace is being deleted. Namespaces help. */
export function isEnding(c: Case): boolean {
  return c.facts.deletionTimestamp !== null || isNamespaceEnding(c)
}

/** Then nothing new can be made there. Namespaces help. */
export function isNamespaceEnding(c: Case): boolean {
  return c.read('namespaces').get(c.namespace)?.status?.phase === 'Terminating'
}
