import type { GraphEndpoint } from '@slicescope/graph'
import type { Pod } from '@slicescope/model'
import { hasEndpoints } from '../arises.ts'
import type { Case } from '../case.ts'
import { toTime } from '../clock.ts'
import { servicePodsByUid } from '../pods/pod-trouble.ts'
import type { Rule } from '../rule.ts'
import { getSlices, slicesOf, writerOfSlice } from '../slices/slices.ts'
import { count } from '../words/words.ts'

/** Slices and pods arrive on separate streams, in no order. */
const PATIENCE_MS = 30_000
const TRIGGER = 'endpoints.kubernetes.io/last-change-trigger-time'

/** [SC-G3] An endpoint names a pod that is gone, is another by now, or has another address. */
export const endpointPodGone: Rule = {
  code: 'SC-G3',
  title: 'Endpoints whose pod is gone',
  inputs: ['pods'],
  arises: hasEndpoints,
  find: c => {
    const wrong = c.graph.endpoints.flatMap(endpoint => {
      const found = mismatchOf(endpoint, c)
      return found === null ? [] : [{ endpoint, found }]
    })
    const [first] = wrong
    if (first === undefined || !isSettled(c)) return null
    const ready = wrong.filter(({ endpoint }) => endpoint.state === 'ready').length
    return {
      severity: ready > 0 ? 'warning' : 'info',
      certainty: 'proven',
      causeCertainty: 'proven',
      subject: { kind: 'EndpointSlice', namespace: c.namespace, name: first.endpoint.slice },
      lead: 'Endpoints name pods that are gone',
      facts: `${count(wrong.length, 'endpoint')} ${wrong.length === 1 ? 'does' : 'do'} not match a pod: ${first.endpoint.address} names ${first.endpoint.targetRef?.name ?? ''}, ${first.found}; ${ready} of ${wrong.length} published as ready`,
      evidence: wrong.slice(0, 3).map(({ endpoint, found }) => ({
        object: { kind: 'EndpointSlice', namespace: c.namespace, name: endpoint.slice },
        field: `endpoints[${endpoint.address}].targetRef`,
        found: `${endpoint.targetRef?.name ?? ''}, ${found}`,
        expected: 'a pod with this uid and address',
      })),
      kubectl: getSlices(c, '-o', 'jsonpath={.items[*].endpoints[*].targetRef.name}'),
      remedy: 'Check what writes the slice: it does not follow the pods.',
      broken: [
        ...new Set(wrong.filter(({ endpoint }) => endpoint.state !== 'ready').map(({ endpoint }) => endpoint.backend)),
      ],
    }
  },
}

function mismatchOf({ targetRef, address, slice }: GraphEndpoint, c: Case): string | null {
  if (writerOfSlice(c, slice)?.namesPods !== true) return null
  if (targetRef?.kind !== 'Pod' || targetRef.name === '' || (targetRef.namespace || c.namespace) !== c.namespace)
    return null
  const pod = podOf(targetRef, c)
  if (pod === undefined)
    return c.read('pods').get(`${c.namespace}/${targetRef.name}`) === undefined
      ? 'which does not exist'
      : 'which another pod of that name has replaced'
  const ips = (pod.status?.podIPs ?? []).map(({ ip }) => ip)
  return ips.length === 0 || ips.includes(address) ? null : `which has ${ips.join(', ')}`
}

/** By its uid; where none is given, as by hand, by its name. */
function podOf({ uid, name }: NonNullable<GraphEndpoint['targetRef']>, c: Case): Pod | undefined {
  const pods = c.read('pods')
  if (uid === '') return pods.get(`${c.namespace}/${name}`)
  return servicePodsByUid(c).get(uid) ?? pods.byIndex('uid', uid)[0]
}

function isSettled(c: Case): boolean {
  const times = slicesOf(c)
    .map(({ metadata }) => toTime(metadata.annotations[TRIGGER] ?? metadata.creationTimestamp))
    .filter(time => !Number.isNaN(time))
  return c.clock.isPast(Math.max(...times, c.lastChange ?? 0) + PATIENCE_MS)
}
