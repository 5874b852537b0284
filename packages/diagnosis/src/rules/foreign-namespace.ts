import type { GraphEndpoint } from '@slicescope/graph'
import { hasEndpoints } from '../arises.ts'
import type { Case } from '../case.ts'
import { kubectlAll } from '../words/refs.ts'
import type { Rule } from '../rule.ts'
import { getSlices, writerOfSlice } from '../slices/slices.ts'
import { count, listed } from '../words/words.ts'

/**
 * [SC-G4] Endpoints point into another namespace, which no selector does (CVE-2021-25740): their targetRef says so, or
 * without one their address is that of a pod there.
 */
export const foreignNamespace: Rule = {
  code: 'SC-G4',
  title: 'Endpoints in another namespace',
  inputs: [],
  helps: ['pods', 'namespaces'],
  everywhere: ['pods'],
  arises: hasEndpoints,
  find: c => {
    const all = c.graph.endpoints.flatMap(endpoint => {
      const place = placeOf(endpoint, c)
      return place === null || place.namespace === c.namespace ? [] : [{ endpoint, place }]
    })
    const told = all.filter(({ place }) => place.isTold)
    const foreign = told.length > 0 ? told : all
    const [first] = foreign
    if (first === undefined) return null
    const places = [...new Set(foreign.map(({ place }) => place.namespace))]
    return {
      severity: 'info',
      certainty: 'proven',
      causeCertainty: 'hint',
      subject: { kind: 'EndpointSlice', namespace: c.namespace, name: first.endpoint.slice },
      lead: 'Endpoints point into another namespace',
      guess: 'the writer bypasses network policies (CVE-2021-25740)',
      facts: `${count(foreign.length, 'endpoint')} ${foreign.length === 1 ? 'points' : 'point'} to pods in ${listed(places)} (${first.endpoint.address} is ${first.place.name}), which a selector never does`,
      evidence: foreign.slice(0, 3).map(({ endpoint: { slice, address }, place }) => ({
        object: { kind: 'EndpointSlice', namespace: c.namespace, name: slice },
        field: `endpoints[${address}]${place.isTold ? '.targetRef' : ''}`,
        found: `pod ${place.name} in ${place.namespace}`,
        expected: `a pod in ${c.namespace}`,
      })),
      kubectl: first.place.isTold
        ? getSlices(c, '-o', 'jsonpath={.items[*].endpoints[*].targetRef.namespace}')
        : kubectlAll`get pods -A -o wide --field-selector status.podIP=${first.endpoint.address}`,
      remedy: 'Check who can write EndpointSlices here, and whether this is intended.',
      remedyClass: 'look',
      // Who sees slices alone sees what these tell.
      ...(first.place.isTold ? { unread: ['pods', 'namespaces'] as const } : {}),
    }
  },
}

interface Place {
  readonly namespace: string
  readonly name: string
  /** By the endpoint itself. */
  readonly isTold: boolean
}

function placeOf({ targetRef, address, slice }: GraphEndpoint, c: Case): Place | null {
  const writer = writerOfSlice(c, slice)
  // What another cluster has at an address is not the pod that has it here.
  if (writer === undefined || writer.crossesNamespaces || !writer.namesPods) return null
  if (targetRef !== null)
    return targetRef.namespace === '' ? null : { namespace: targetRef.namespace, name: targetRef.name, isTold: true }
  // hostNetwork pods have their Node's address, and that is no namespace's.
  const [pod, another] = c
    .read('pods')
    .byIndex('ip', address)
    .filter(({ metadata, spec }) => spec.hostNetwork !== true && c.knowsIn('pods', metadata.namespace))
  if (pod === undefined || another !== undefined) return null
  return { namespace: pod.metadata.namespace, name: pod.metadata.name, isTold: false }
}
