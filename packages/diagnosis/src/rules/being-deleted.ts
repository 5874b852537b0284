import type { Case } from '../case.ts'
import type { EvidenceItem } from '../finding.ts'
import { hasLoss } from '../loss.ts'
import { leftWords } from '../lost-words.ts'
import { serviceRef } from '../refs.ts'
import type { Rule } from '../rule.ts'
import { listed } from '../words.ts'

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
    const what = isNamespace ? `namespace ${c.namespace}` : 'the Service'
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
      title: `${isNamespace ? `Namespace ${c.namespace}` : 'The Service'} is being deleted`,
      lead: `${what} is being deleted`,
      facts: isNamespace
        ? `nothing new can be made in it, and its pods and slices go${hasLoss(c.graph) ? `; ${leftWords(c)}` : ''}`
        : heldBy(c),
      evidence: [evidence],
      kubectl: isNamespace
        ? `kubectl get ns ${c.namespace} -o jsonpath='{.status.phase} {.status.conditions[?(@.status=="True")].message}'`
        : `kubectl -n ${c.namespace} get svc ${c.facts.name} -o jsonpath='{.metadata.deletionTimestamp} {.metadata.finalizers}'`,
      remedy: 'A deletion that began cannot be taken back: make it anew under another name, or once it is gone.',
      // What is lost in a namespace that ends is lost by that.
      explains: isNamespace && hasLoss(c.graph) ? Math.max(1, c.graph.backends.length) : 1,
    }
  },
}

function heldBy(c: Case): string {
  const { finalizers } = c.service.metadata
  if (finalizers.length === 0) return 'it goes as soon as the API server is done with it'
  return `${finalizers.length === 1 ? 'finalizer' : 'finalizers'} ${listed(finalizers)} ${finalizers.length === 1 ? 'holds' : 'hold'} it`
}

/** Whether the Service, or all in its namespace, is on its way out. Namespaces help. */
export function isEnding(c: Case): boolean {
  return c.facts.deletionTimestamp !== null || isNamespaceEnding(c)
}

/** Then nothing new can be made there. Namespaces help. */
export function isNamespaceEnding(c: Case): boolean {
  return c.read('namespaces').get(c.namespace)?.status?.phase === 'Terminating'
}
