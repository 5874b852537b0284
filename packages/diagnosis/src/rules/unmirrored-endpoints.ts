import { canonicalIp, MIRRORING_CONTROLLER } from '@slicescope/kubernetes'
import type { Endpoints } from '@slicescope/model'
import { isJudged } from '../arises.ts'
import type { Case } from '../case.ts'
import { toTime } from '../clock.ts'
import { commands } from '../words/command.ts'
import { kubectlIn, serviceRef } from '../words/refs.ts'
import type { Draft, Rule } from '../rule.ts'
import { getSlices, managerOf, sliceRef, slicesOf } from '../slices/slices.ts'
import { count, listed } from '../words/words.ts'

/** [SC-A5] An Endpoints object has addresses and is not mirrored into slices, so no data plane sees them. */
export const unmirroredEndpoints: Rule = {
  code: 'SC-A5',
  title: 'Endpoints object that is not mirrored',
  inputs: ['endpoints'],
  arises: graph => isJudged(graph) && graph.service.type !== 'ExternalName' && !graph.summary.hasSelector,
  find: c => {
    const endpoints = c.read('endpoints').get(`${c.namespace}/${c.facts.name}`)
    const addresses = (endpoints?.subsets ?? []).reduce((sum, subset) => sum + subset.addresses.length, 0)
    if (endpoints === undefined || addresses === 0) return null
    const { labels, annotations } = endpoints.metadata
    const isSkipped = labels[SKIP] === 'true'
    const isLock = annotations[LEADER] !== undefined
    // With slices of other writers the object may well be kept from being mirrored on purpose.
    if (c.graph.endpoints.length > 0) return isSkipped || isLock ? null : partly(endpoints, c)
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

/** The mirrored slices are there, and list other addresses than the object. */
function partly(endpoints: Endpoints, c: Case): Draft | null {
  const slices = slicesOf(c).filter(slice => managerOf(slice) === MIRRORING_CONTROLLER)
  const [slice] = slices
  if (slice === undefined || !isOverdue(endpoints, c)) return null
  const mirrored = new Set(slices.flatMap(own => own.endpoints.flatMap(({ addresses }) => addresses)))
  const named = new Set(
    endpoints.subsets
      .flatMap(({ addresses, notReadyAddresses }) => [...addresses, ...notReadyAddresses])
      .flatMap(({ ip }) => canonicalIp(ip) ?? []),
  )
  const missing = [...named].filter(ip => !mirrored.has(ip))
  const stale = [...mirrored].filter(ip => !named.has(ip))
  // Of more than 1,000 in one subset the rest is left out.
  if (missing.length + stale.length === 0 || (stale.length === 0 && mirrored.size >= MOST_MIRRORED)) return null
  const { name } = c.facts
  return {
    severity: 'warning',
    certainty: 'proven',
    causeCertainty: 'likely',
    subject: sliceRef(slice),
    lead: 'EndpointSlice mirroring controller is behind or down',
    facts: [
      ...(missing.length === 0 ? [] : [`Endpoints ${name} names ${listed(missing)}, which no mirrored slice lists`]),
      ...(stale.length === 0
        ? []
        : [`slice ${slice.metadata.name} lists ${listed(stale)}, which Endpoints ${name} does not name`]),
      'kube-proxy reads the slices alone',
    ].join('; '),
    evidence: [
      ...missing.slice(0, 3).map(ip => ({
        object: sliceRef(slice),
        field: `endpoints[${ip}]`,
        found: 'absent',
        expected: `an entry, as in Endpoints ${name}`,
      })),
      ...stale.slice(0, 3).map(ip => ({
        object: sliceRef(slice),
        field: `endpoints[${ip}]`,
        found: 'listed',
        expected: `absent, as in Endpoints ${name}`,
      })),
    ],
    kubectl: commands(kubectlIn(c)`get endpoints/${name}`, getSlices(c, '-o', 'wide')),
    remedy: 'Check that kube-controller-manager is running with the controller endpointslice-mirroring-controller.',
    explains: 0,
  }
}

/** The mirroring controller's --mirroring-max-endpoints-per-subset. */
const MOST_MIRRORED = 1000
