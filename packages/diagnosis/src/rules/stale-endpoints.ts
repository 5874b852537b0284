import { isPodReady } from '@slicescope/kubernetes'
import { hasSelector } from '../arises.ts'
import type { Case } from '../case.ts'
import { toTime } from '../clock.ts'
import { matchedPods } from '../pods/matched-pods.ts'
import { kubectlIn } from '../words/refs.ts'
import type { Rule } from '../rule.ts'
import { slicesOf } from '../slices/slices.ts'
import { count, listed } from '../words/words.ts'

/** How long the two controllers may be apart. */
const PATIENCE_MS = 30_000
const TRIGGER = 'endpoints.kubernetes.io/last-change-trigger-time'

/** [SC-E15] The old Endpoints object names other ready addresses than the slices; only who still reads it is misled. */
export const staleEndpoints: Rule = {
  code: 'SC-E15',
  title: 'Endpoints object differs from EndpointSlices',
  misconception: {
    belief: 'Someone edited the Endpoints object, so traffic goes elsewhere',
    truth:
      'kube-proxy does not read the Endpoints object. If it was edited, the controller overwrites it at the next change of a pod or of the Service; nothing in the API proves that it was edited by hand.',
  },
  inputs: ['endpoints', 'pods'],
  arises: graph => hasSelector(graph) && graph.summary.health !== 'unknown',
  find: c => {
    const endpoints = c.read('endpoints').get(`${c.namespace}/${c.facts.name}`)
    if (
      endpoints === undefined ||
      endpoints.metadata.annotations['endpoints.kubernetes.io/over-capacity'] !== undefined
    )
      return null
    const family = c.facts.ipFamilies[0] ?? 'IPv4'
    const ready = readyInSlices(c, family)
    const old = new Set(endpoints.subsets.flatMap(({ addresses }) => addresses.map(({ ip }) => ip)))
    // Where the pods say the same as the object, it is the slices that are behind, or a Node that only they ask for.
    const living = readyAddresses(c)
    const wrong = [...old].filter(ip => !ready.has(ip) && !living.has(ip))
    const missing = [...ready].filter(ip => !old.has(ip) && living.has(ip))
    const times = [endpoints, ...slicesOf(c)]
      .map(({ metadata }) => toTime(metadata.annotations[TRIGGER]))
      .filter(time => !Number.isNaN(time))
    if (wrong.length + missing.length === 0 || !c.clock.isPast(Math.max(...times, c.lastChange ?? 0) + PATIENCE_MS))
      return null
    const object = { kind: 'Endpoints', namespace: c.namespace, name: c.facts.name }
    const item = (ip: string, found: string, expected: string) => ({
      object,
      field: `subsets[*].addresses[${ip}]`,
      found,
      expected,
    })
    return {
      severity: 'info',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: object,
      lead: 'Endpoints object differs from the EndpointSlices',
      facts: `${[...wrongWords(wrong), ...missingWords(missing)].join(', and ')}; kube-proxy reads only EndpointSlices`,
      evidence: [
        ...wrong.slice(0, 3).map(ip => item(ip, 'ready', 'absent or not ready, as in the slices')),
        ...missing.slice(0, 3).map(ip => item(ip, 'absent', 'ready, as in the slices')),
      ],
      kubectl: kubectlIn(c)`get endpoints/${c.facts.name} -o yaml`,
      remedy:
        'Check which clients read Endpoints, and that kube-controller-manager is running: its Endpoints controller corrects the object at the next change.',
      remedyClass: 'look',
    }
  },
}

function wrongWords(wrong: readonly string[]): readonly string[] {
  if (wrong.length === 0) return []
  return [
    `${count(wrong.length, 'address', 'addresses')} in it ${wrong.length === 1 ? 'is' : 'are'} not ready in any slice (${listed(wrong)})`,
  ]
}

function missingWords(missing: readonly string[]): readonly string[] {
  if (missing.length === 0) return []
  return [
    `it lacks ${count(missing.length, 'address', 'addresses')} that ${missing.length === 1 ? 'is' : 'are'} ready in a slice (${listed(missing)})`,
  ]
}

/** With a port: the old object leaves out what has none of the Service's. */
function readyInSlices(c: Case, family: string): ReadonlySet<string> {
  const isPorted = c.facts.ports.length > 0
  return new Set(
    c.graph.endpoints
      .filter(({ addressType, conditions }) => addressType === family && conditions.ready && !conditions.terminating)
      .filter(({ ports }) => !isPorted || ports.length > 0)
      .map(({ address }) => address),
  )
}

function readyAddresses(c: Case): ReadonlySet<string> {
  return new Set(matchedPods(c).flatMap(pod => (isPodReady(pod) ? (pod.status?.podIPs ?? []).map(({ ip }) => ip) : [])))
}
