import type { Endpoints } from '@slicescope/model'
import { isJudged } from '../arises.ts'
import type { Case } from '../case.ts'
import { toTime } from '../clock.ts'
import { commands } from '../command.ts'
import { kubectlIn, serviceRef } from '../refs.ts'
import type { Draft, Rule } from '../rule.ts'
import { getSlices } from '../slices.ts'
import { count } from '../words.ts'

/** [SC-A5] An Endpoints object has addresses and is not mirrored into slices, so no data plane sees them. */
export const unmirroredEndpoints: Rule = {
  code: 'SC-A5',
  title: 'Endpoints object that is not mirrored',
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
    if (!isSkipped && !isLock) return isOverdue(endpoints, c) ? unmirrored(c, addresses) : null
    const object = { kind: 'Endpoints', namespace: c.namespace, name: c.facts.name }
    return {
      severity: 'loss',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: serviceRef(c),
      lead: isSkipped ? 'Label skip-mirror turns off mirroring' : 'Endpoints object is a leader election lock',
      facts: `${addressesText(addresses)} of Endpoints ${c.facts.name} ${addresses === 1 ? 'is' : 'are'} in no EndpointSlice, and kube-proxy reads only EndpointSlices`,
      evidence: [
        isSkipped
          ? { object, field: `metadata.labels["${SKIP}"]`, found: 'true', expected: 'absent' }
          : { object, field: `metadata.annotations["${LEADER}"]`, found: 'present', expected: 'absent' },
      ],
      kubectl: kubectlIn(c)`get endpoints/${c.facts.name} -o yaml`,
      remedy: `Create an EndpointSlice with the label kubernetes.io/service-name=${c.facts.name} and these addresses.`,
      remedyClass: 'safe',
      explains: addresses,
    }
  },
}

/** How long the mirroring controller may take. */
const PATIENCE_MS = 30_000

function isOverdue({ metadata }: Endpoints, c: Case): boolean {
  const known = [metadata.creationTimestamp, c.facts.creationTimestamp].map(toTime).filter(time => !Number.isNaN(time))
  return known.length > 0 && c.clock.isPast(Math.max(...known, c.lastChange ?? 0) + PATIENCE_MS)
}

/** Nothing on the object forbids it. */
function unmirrored(c: Case, addresses: number): Draft {
  const { name } = c.facts
  return {
    severity: 'loss',
    certainty: 'proven',
    causeCertainty: 'likely',
    subject: serviceRef(c),
    lead: 'EndpointSlice mirroring controller is not running',
    facts: `${addressesText(addresses)} of Endpoints ${name} ${addresses === 1 ? 'has' : 'have'} been in no EndpointSlice for more than 30 s, and kube-proxy reads only EndpointSlices`,
    evidence: [
      {
        object: serviceRef(c),
        field: `EndpointSlices with kubernetes.io/service-name=${name}`,
        found: '0',
        expected: '1 or more that mirror Endpoints',
      },
    ],
    kubectl: commands(kubectlIn(c)`get endpoints/${name}`, getSlices(c, '-o', 'wide')),
    remedy: 'Check that kube-controller-manager is running with the controller endpointslice-mirroring-controller.',
    remedyClass: 'look',
    explains: addresses,
  }
}

function addressesText(addresses: number): string {
  return count(addresses, 'address', 'addresses')
}

const SKIP = 'endpointslice.kubernetes.io/skip-mirror'
const LEADER = 'control-plane.alpha.kubernetes.io/leader'
