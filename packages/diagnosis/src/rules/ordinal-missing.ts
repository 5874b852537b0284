import type { StatefulSet } from '@slicescope/model'
import { isEmptyBySelector } from '../arises.ts'
import type { Case } from '../case.ts'
import { kubectlIn, serviceRef } from '../words/refs.ts'
import type { Rule } from '../rule.ts'
import { namedPod, POD_NAME, setOfName } from '../pods/stateful-pods.ts'

/** [SC-G32] The selector names one pod of a StatefulSet, and there is no such pod. */
export const ordinalMissing: Rule = {
  code: 'SC-G32',
  title: 'Pod of a StatefulSet does not exist',
  inputs: ['pods', 'statefulsets'],
  arises: graph => isEmptyBySelector(graph) && graph.service.selector[POD_NAME] !== undefined,
  find: c => {
    const found = setOfPod(c)
    if (found === null || c.read('pods').get(`${c.namespace}/${found.name}`) !== undefined) return null
    const { name, set, ordinal } = found
    const replicas = set.spec.replicas ?? 1
    const isWanted = ordinal < replicas
    const object = { kind: 'StatefulSet', namespace: c.namespace, name: set.metadata.name }
    const asked = `StatefulSet ${set.metadata.name} asks for ${replicas} ${replicas === 1 ? 'pod' : 'pods'}`
    return {
      severity: isWanted ? 'loss' : 'info',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: serviceRef(c),
      lead: `Pod ${name} does not exist`,
      facts: isWanted
        ? `the selector names it alone, ${asked}, and has ${set.status?.replicas ?? 0}`
        : `the selector names it alone, and ${asked}, of which it is none`,
      evidence: [
        { object: serviceRef(c), field: `spec.selector["${POD_NAME}"]`, found: name, expected: 'a pod that exists' },
        {
          object,
          field: 'spec.replicas',
          found: String(replicas),
          expected: isWanted ? '' : `${ordinal + 1} or more, for ${name} to be made`,
        },
      ],
      kubectl: kubectlIn(c)`get statefulset/${set.metadata.name} -o wide`,
      remedy: isWanted
        ? 'Check the events of the StatefulSet: they say why it has not created the pod.'
        : 'Check whether the StatefulSet was scaled down on purpose: the Service is left from before.',
      remedyClass: 'look',
      explains: 1,
    }
  },
}

function setOfPod(c: Case): { readonly name: string; readonly set: StatefulSet; readonly ordinal: number } | null {
  const name = namedPod(c) ?? ''
  const own = setOfName(name)
  const set = own === null ? undefined : c.read('statefulsets').get(`${c.namespace}/${own.name}`)
  return own === null || set === undefined ? null : { name, set, ordinal: own.ordinal }
}
