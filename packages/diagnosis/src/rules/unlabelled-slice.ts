import type { EndpointSlice } from '@slicescope/model'
import type { Case } from '../case.ts'
import { kubectlIn } from '../words/refs.ts'
import type { Rule } from '../rule.ts'
import { shownEvidence } from '../shown-evidence.ts'
import { sliceRef } from '../slices/slices.ts'
import { writerOf } from '../slices/writers.ts'
import { count } from '../words/words.ts'

/** [SC-A3] A slice seems meant for the Service, and its label kubernetes.io/service-name says otherwise. */
export const unlabelledSlice: Rule = {
  code: 'SC-A3',
  title: 'EndpointSlice without the label of the Service',
  inputs: [],
  arises: ({ summary }) => summary.health === 'unmanaged',
  find: c => {
    const slices = unlabelledSlices(c)
    const [first] = slices
    if (first === undefined) return null
    const label = first.metadata.labels[LABEL]
    return {
      severity: 'warning',
      certainty: 'proven',
      causeCertainty: 'likely',
      subject: sliceRef(first),
      lead: label === undefined ? `Label ${LABEL} is missing` : `Label ${LABEL} names another Service`,
      facts: `EndpointSlice ${first.metadata.name} (${count(first.endpoints.length, 'endpoint')}) has ${label === undefined ? `no label ${LABEL}` : `${LABEL}=${label}, and Service ${label} does not exist`}; only the label ${LABEL}=${c.facts.name} assigns a slice to this Service`,
      ...shownEvidence(slices, slice => ({
        object: sliceRef(slice),
        field: `metadata.labels["${LABEL}"]`,
        found: slice.metadata.labels[LABEL] ?? 'absent',
        expected: c.facts.name,
      })),
      kubectl: kubectlIn(c)`get endpointslices -L ${LABEL}`,
      remedy: `Check who created EndpointSlice ${first.metadata.name} and for which Service. Only its label ${LABEL} assigns it.`,
      remedyClass: 'look',
      explains: Math.max(1, first.endpoints.length),
    }
  },
}

const LABEL = 'kubernetes.io/service-name'

/** Slices of the namespace that are meant for the Service and do not say so. */
export function unlabelledSlices(c: Case): readonly EndpointSlice[] {
  return c
    .read('endpointslices')
    .byIndex('namespace', c.namespace)
    .filter(slice => isMeant(slice, c) && isAnyones(slice, c))
}

/** Slices of a writer with a name carry the labels that it wants: a person, or the EndpointSlice controller, may err. */
function isAnyones(slice: EndpointSlice, c: Case): boolean {
  const { kind } = writerOf(slice, c.facts)
  return kind === 'unnamed' || kind === 'slice-controller'
}

/** By its owner or its name; one that a Service of another name has rightly is that one's. */
function isMeant({ metadata }: EndpointSlice, c: Case): boolean {
  const label = metadata.labels[LABEL]
  const { name, uid } = c.facts
  if (label !== undefined && label !== '' && c.findService(label) !== undefined) return false
  const isOwned = metadata.ownerReferences.some(
    owner => owner.kind === 'Service' && (owner.uid === uid || owner.name === name),
  )
  return isOwned || metadata.name === name || metadata.name.startsWith(`${name}-`)
}
