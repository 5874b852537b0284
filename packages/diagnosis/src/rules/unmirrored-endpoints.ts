import { isJudged } from '../arises.ts'
import { kubectl, serviceRef } from '../refs.ts'
import type { Rule } from '../rule.ts'
import { count } from '../words.ts'

/** [SC-A5] An Endpoints object has addresses and is not mirrored into slices, so no data plane sees them. */
export const unmirroredEndpoints: Rule = {
  code: 'SC-A5',
  title: 'Hand-made Endpoints are not mirrored',
  inputs: ['endpoints'],
  arises: graph =>
    isJudged(graph) &&
    graph.service.type !== 'ExternalName' &&
    !graph.summary.hasSelector &&
    graph.endpoints.length === 0,
  find: c => {
    const endpoints = c.read('endpoints').get(`${c.namespace}/${c.facts.name}`)
    const addresses = (endpoints?.subsets ?? []).reduce((sum, subset) => sum + subset.addresses.length, 0)
    if (endpoints === undefined || addresses === 0) return null
    const { labels, annotations } = endpoints.metadata
    const isSkipped = labels[SKIP] === 'true'
    const isLock = annotations[LEADER] !== undefined
    if (!isSkipped && !isLock) return null
    const object = { kind: 'Endpoints', namespace: c.namespace, name: c.facts.name }
    return {
      severity: 'loss',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: serviceRef(c),
      title: 'Hand-made Endpoints that nobody mirrors',
      cause: isSkipped ? `label ${SKIP} on the Endpoints object` : 'the Endpoints object is a lock of leader election',
      facts: `its ${count(addresses, 'address', 'addresses')} ${addresses === 1 ? 'is' : 'are'} in no EndpointSlice, and kube-proxy reads nothing else`,
      evidence: [
        isSkipped
          ? { object, field: `metadata.labels["${SKIP}"]`, found: 'true', expected: 'absent' }
          : { object, field: `metadata.annotations["${LEADER}"]`, found: 'present', expected: 'absent' },
      ],
      kubectl: kubectl(c, `get endpoints ${c.facts.name} -o yaml`),
      remedy: 'Make an EndpointSlice in its place, or take the mark away so that the mirroring controller does.',
      explains: addresses,
    }
  },
}

const SKIP = 'endpointslice.kubernetes.io/skip-mirror'
const LEADER = 'control-plane.alpha.kubernetes.io/leader'
