import { hasSelector } from '../arises.ts'
import type { Case } from '../case.ts'
import { creationFailure } from '../workloads/creation-failure.ts'
import { dependentsOf } from '../losses/dependents.ts'
import type { ObjectRef } from '../finding.ts'
import { messageWords } from '../words/message-words.ts'
import { deadWebhook } from '../workloads/refusal.ts'
import type { Draft, Rule } from '../rule.ts'
import { kubectlAll, kubectlIn, serviceRef } from '../words/refs.ts'
import { WORKLOAD_KINDS } from '@slicescope/graph'
import { matchingWorkloads, workloadText } from '../workloads/workloads.ts'
import { count } from '../words/words.ts'
import { isNamespaceEnding } from './being-deleted.ts'

export const WEBHOOKS = ['validatingwebhookconfigurations', 'mutatingwebhookconfigurations'] as const

/** [SC-G30] What the Service serves is needed before it can come back: a webhook that refuses its pods, an API that holds its namespace. */
export const circle: Rule = {
  code: 'SC-G30',
  title: 'The Service blocks its own recovery',
  inputs: ['pods', ...WORKLOAD_KINDS],
  helps: ['events', 'namespaces', 'apiservices', ...WEBHOOKS],
  arises: hasSelector,
  find: c => ofWebhook(c) ?? ofNamespace(c),
}

/** Whether a message says that the pods are refused by a webhook which this Service serves. Webhook configurations help. */
export function isCircle(c: Case, message: string): boolean {
  return servedWebhook(c, message) !== null
}

interface Served {
  readonly configuration: ObjectRef
  readonly webhook: string
}

function servedWebhook(c: Case, message: string): Served | null {
  const webhook = deadWebhook(message)
  // With a ready backend it is something else that keeps the webhook from answering.
  if (webhook === null || (c.graph.summary.counts?.ready ?? 0) > 0) return null
  const [configuration] = dependentsOf(c.facts, (resource, key) =>
    resource === 'apiservices'
      ? []
      : c
          .read(resource)
          .byIndex('service', key)
          .filter(({ webhooks }) => webhooks.some(({ name }) => name === webhook)),
  )
  return configuration === undefined ? null : { configuration, webhook }
}

function ofWebhook(c: Case): Draft | null {
  for (const workload of matchingWorkloads(c)) {
    const failure = workload.has < workload.replicas ? creationFailure(c, workload) : null
    const served = failure === null ? null : servedWebhook(c, failure.message)
    if (failure === null || served === null) continue
    const { configuration, webhook } = served
    const missing = workload.replicas - workload.has
    const name = `${configuration.kind} ${configuration.name}`
    return {
      severity: 'loss',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: configuration,
      lead: 'Admission webhook blocks its own pods',
      facts: `${workloadText(workload)} cannot create ${count(missing, 'pod')}: the API server calls webhook ${webhook} (${name}) for each pod, this Service answers that webhook, and no backend is ready`,
      evidence: [
        { object: workload.ref, field: failure.field, found: failure.message, expected: '' },
        {
          object: configuration,
          field: `webhooks[${webhook}].clientConfig.service`,
          found: `${c.namespace}/${c.facts.name}`,
          expected: '',
        },
      ],
      kubectl: kubectlIn(c)`get events --field-selector reason=FailedCreate`,
      remedy: `Check ${name}, then exclude ${c.namespace} in its namespaceSelector, or set failurePolicy to Ignore until the pods are back. Requests pass unchecked meanwhile.`,
      remedyClass: 'risky',
      explains: Math.max(1, missing),
    }
  }
  return null
}

/** A namespace cannot go while an API that is served from it does not answer: its contents cannot be listed. */
function ofNamespace(c: Case): Draft | null {
  if (!isNamespaceEnding(c)) return null
  const [api] = dependentsOf(c.facts, (resource, key) =>
    resource === 'apiservices' ? c.read(resource).byIndex('service', key) : [],
  )
  const conditions = c.read('namespaces').get(c.namespace)?.status?.conditions ?? []
  const failure = conditions.find(
    ({ type, status }) => type === 'NamespaceDeletionDiscoveryFailure' && status === 'True',
  )
  if (api === undefined || failure === undefined || !(failure.message ?? '').includes(groupOf(api.name))) return null
  const message = failure.message ?? ''
  return {
    severity: 'warning',
    certainty: 'proven',
    causeCertainty: 'proven',
    subject: api,
    lead: 'APIService blocks deletion of its own namespace',
    facts: `namespace ${c.namespace} is not deleted before all APIs can be listed, and APIService ${api.name}, which this Service answers, cannot (${messageWords(message)})`,
    evidence: [
      {
        object: { kind: 'Namespace', namespace: null, name: c.namespace },
        field: 'status.conditions[NamespaceDeletionDiscoveryFailure]',
        found: message,
        expected: '',
      },
      { object: serviceRef(c), field: 'APIService', found: api.name, expected: '' },
    ],
    kubectl: kubectlAll`get apiservice/${api.name}`,
    remedy: `Check that nothing else should serve the API of APIService ${api.name}, then delete the APIService. The deletion of the namespace continues then.`,
    remedyClass: 'risky',
    explains: 1,
  }
}

/** `v1beta1.metrics.k8s.io` -> `metrics.k8s.io` */
function groupOf(name: string): string {
  return name.slice(name.indexOf('.') + 1)
}
