import { isJudged } from '../arises.ts'
import type { Case } from '../case.ts'
import { DEPENDENTS, dependentsOf, isDependedOn } from '../dependents.ts'
import type { ObjectRef } from '../finding.ts'
import { hasLoss } from '../loss.ts'
import { leftWords } from '../lost-words.ts'
import { serviceRef } from '../refs.ts'
import type { Rule } from '../rule.ts'
import { slicesCommand } from '../slices.ts'
import { listed } from '../words.ts'

/** [SC-G9] The cluster itself depends on the Service, and it has a loss. */
export const clusterDepends: Rule = {
  code: 'SC-G9',
  title: 'The cluster depends on it',
  inputs: [],
  helps: DEPENDENTS,
  arises: graph => isJudged(graph) && hasLoss(graph),
  find: c => {
    const namedBy: Parameters<typeof dependentsOf>[1] = (resource, key) => c.read(resource).byIndex('service', key)
    if (!isDependedOn(c.facts, namedBy)) return null
    const dependents = dependentsOf(c.facts, namedBy)
    const who = listed(dependents.map(({ kind, name }) => `${kind} ${name}`)) || 'every pod and client of the API'
    return {
      severity: 'loss',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: serviceRef(c),
      title: 'The cluster itself depends on this Service',
      lead: '',
      facts: `the cluster itself depends on this Service (${who}), ${leftWords(c)}${discoveryWords(dependents, c)}`,
      evidence: dependents.slice(0, 3).map(object => ({
        object,
        field: 'service',
        found: `${c.namespace}/${c.facts.name}`,
        expected: '',
      })),
      kubectl: commandFor(dependents[0], c),
      remedy:
        'Fix this Service first: while it does not answer, requests to the API fail or hang. Where its own repair needs them, break the circle at the object that names it.',
    }
  },
}

function commandFor(dependent: ObjectRef | undefined, c: Case): string {
  if (dependent === undefined) return slicesCommand(c, '-o wide')
  const { kind, name } = dependent
  if (kind === 'APIService') return `kubectl get apiservice ${name}`
  return `kubectl get ${kind.toLowerCase()} ${name} -o jsonpath='{range .webhooks[*]}{.name}{" "}{.failurePolicy}{" "}{.clientConfig.service.namespace}{"/"}{.clientConfig.service.name}{"\\n"}{end}'`
}

/** An API that does not answer cannot be listed, and much waits for that: the repair of this Service too. */
function discoveryWords(dependents: readonly ObjectRef[], c: Case): string {
  const api = dependents.find(({ kind }) => kind === 'APIService')
  return api === undefined || (c.graph.summary.counts?.ready ?? 0) > 0
    ? ''
    : `; while APIService ${api.name} does not answer, API discovery fails, and with it Helm and the deletion of namespaces`
}
