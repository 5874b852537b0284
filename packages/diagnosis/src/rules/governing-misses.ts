import { isSelected } from '@slicescope/model'
import { isEmptyBySelector, isJudged } from '../arises.ts'
import { kubectlIn, serviceRef } from '../words/refs.ts'
import type { Case } from '../case.ts'
import type { Rule } from '../rule.ts'
import { selectorText } from '../words/words.ts'

/** [SC-F4] A StatefulSet is named through this Service, and its selector misses the pods. */
export const governingMisses: Rule = {
  code: 'SC-F4',
  title: 'Governing Service does not select the pods',
  inputs: ['statefulsets'],
  helps: ['endpoints'],
  arises: graph => isJudged(graph) && graph.service.type !== 'ExternalName',
  find: c => {
    const { selector } = c.service.spec
    const [set] = c
      .read('statefulsets')
      .byIndex('namespace', c.namespace)
      .filter(
        ({ spec }) => spec.serviceName === c.facts.name && !isSelected(selector, spec.template?.metadata?.labels ?? {}),
      )
    if (set === undefined || isFilledByOthers(c)) return null
    const isEmpty = isEmptyBySelector(c.graph)
    const labels = selectorText(set.spec.template?.metadata?.labels ?? {}) || 'no labels'
    return {
      severity: isEmpty ? 'loss' : 'warning',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: { kind: 'StatefulSet', namespace: c.namespace, name: set.metadata.name },
      lead: 'Selector misses the pods of the StatefulSet',
      facts: `the selector is ${selectorText(selector) || 'empty'}, the pods of StatefulSet ${set.metadata.name} have ${labels}, so they have no DNS names`,
      evidence: [
        {
          object: serviceRef(c),
          field: 'spec.selector',
          found: selectorText(selector) || 'none',
          expected: `${labels}, to select its pods`,
        },
        {
          object: { kind: 'StatefulSet', namespace: c.namespace, name: set.metadata.name },
          field: 'spec.template.metadata.labels',
          found: labels,
          expected: selectorText(selector) === '' ? '' : `${selectorText(selector)}, to be selected`,
        },
      ],
      kubectl: kubectlIn(
        c,
      )`get statefulset/${set.metadata.name} -o jsonpath=${'{.spec.serviceName} {.spec.template.metadata.labels}'}`,
      remedy: 'Compare the selector of the Service with the pod template of the StatefulSet.',
      remedyClass: 'look',
      // Where it matches other pods these are what the state is about.
      ...(c.graph.summary.hasSelector ? { unread: ['endpoints'] } : {}),
      explains: isEmpty ? Math.max(1, set.spec.replicas ?? 1) : 0,
    }
  },
}

/** Without a selector whatever writes its endpoints decides who is behind it, as Patroni does. */
function isFilledByOthers(c: Case): boolean {
  if (c.graph.summary.hasSelector) return false
  const endpoints = c.read('endpoints').get(`${c.namespace}/${c.facts.name}`)
  return c.graph.endpoints.length > 0 || !c.knows('endpoints') || endpoints !== undefined
}
