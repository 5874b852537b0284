import { isJudged } from '../arises.ts'
import type { Case } from '../case.ts'
import { DEPENDENTS, dependentsOf, isDependedOn } from '../losses/dependents.ts'
import type { ObjectRef } from '../finding.ts'
import { hasLoss } from '../losses/loss.ts'
import { leftWords } from '../words/lost-words.ts'
import { kubectlAll, serviceRef } from '../words/refs.ts'
import type { Rule } from '../rule.ts'
import { shownEvidence } from '../shown-evidence.ts'
import { getSlices } from '../slices/slices.ts'
import { listed } from '../words/words.ts'

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
    const who =
      listed(dependents.map(({ kind, name }) => `${kind} ${name}`)) || 'every pod and every client of the API server'
    return {
      severity: 'loss',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: serviceRef(c),
      lead: 'The cluster itself depends on this Service',
      facts: `used by ${who}; ${leftWords(c)}`,
      ...shownEvidence(dependents, object => ({
        object,
        field: 'service',
        found: `${c.namespace}/${c.facts.name}`,
        expected: '',
      })),
      kubectl: commandFor(dependents[0], c),
      remedy: 'Check this Service first: while it does not answer, requests to the API server fail or hang.',
      remedyClass: 'look',
    }
  },
}

function commandFor(dependent: ObjectRef | undefined, c: Case): string {
  if (dependent === undefined) return getSlices(c, '-o', 'wide')
  const { kind, name } = dependent
  if (kind === 'APIService') return kubectlAll`get apiservice/${name}`
  return kubectlAll`get ${kind.toLowerCase()}/${name} -o jsonpath=${WEBHOOKS}`
}

const WEBHOOKS =
  '{range .webhooks[*]}{.name} {.failurePolicy} {.clientConfig.service.namespace}/{.clientConfig.service.name}{"\\n"}{end}'
