import { hasEndpoints } from '../arises.ts'
import type { Case } from '../case.ts'
import { isNodeDown } from '../pods/node-state.ts'
import { publishedWords } from '../words/published-words.ts'
import { serviceRef } from '../words/refs.ts'
import type { Rule } from '../rule.ts'
import { shownEvidence } from '../shown-evidence.ts'
import { getSlices } from '../slices/slices.ts'
import { areHeldBack } from './stuck-terminating.ts'
import { numberText } from '../words/words.ts'

/** [SC-D8] Every endpoint is terminating; those that still serve carry the traffic meanwhile. */
export const allTerminating: Rule = {
  code: 'SC-D8',
  title: 'All endpoints are terminating',
  inputs: [],
  helps: ['nodes', 'pods', 'statefulsets'],
  arises: graph =>
    hasEndpoints(graph) && graph.summary.counts?.total === 0 && (graph.summary.counts?.terminating ?? 0) > 0,
  find: c => {
    // They cannot end where nothing answers (SC-D9), or where a finalizer holds them (SC-G7).
    if (areOnDownNodes(c) || areHeldBack(c)) return null
    const { counts, published } = c.graph.summary
    const { terminating = 0, servingTerminating = 0 } = counts ?? {}
    const fallback = servingTerminating === 0 ? 'none is serving' : `${servingTerminating} still serving as a fallback`
    const isHeadless = c.facts.headless && servingTerminating > 0
    return {
      severity: 'loss',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: serviceRef(c),
      lead: 'All endpoints are terminating',
      facts: `${numberText(terminating)} of ${numberText(terminating)} terminating${published === 0 ? `, ${isHeadless ? 'and DNS names none of them' : fallback}` : publishedWords(c.graph.summary, { published, lost: terminating })}`,
      ...shownEvidence(c.graph.endpoints, ({ slice, address }) => ({
        object: { kind: 'EndpointSlice', namespace: c.namespace, name: slice },
        field: `endpoints[${address}].conditions.terminating`,
        found: 'true',
        expected: 'false for at least one',
      })),
      kubectl: getSlices(c, '-o', 'yaml'),
      remedy:
        'Check what deletes the pods and why no replacements start: the workload, its rollout strategy, or a drained node.',
      remedyClass: 'look',
      broken: c.graph.backends.map(({ key }) => key),
      unread: ['nodes', 'pods', 'statefulsets'],
    }
  },
}

/** Half of them or more: the rest goes by itself. */
function areOnDownNodes(c: Case): boolean {
  const { backends } = c.graph
  const stuck = backends.filter(({ nodeName }) => {
    const node = nodeName === null ? undefined : c.read('nodes').get(nodeName)
    return node !== undefined && isNodeDown(node)
  })
  return stuck.length * 2 >= backends.length
}
