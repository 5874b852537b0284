import { isPodReady } from '@slicescope/kubernetes'
import { hasEndpoints } from '../arises.ts'
import type { Case } from '../case.ts'
import type { EvidenceItem } from '../finding.ts'
import { kubectlIn, serviceRef } from '../words/refs.ts'
import type { Draft, Rule } from '../rule.ts'
import { getSlices, isTaken, sliceRef, slicesOf, writerIn, writerOfSlice } from '../slices/slices.ts'
import { count, listed, numberText } from '../words/words.ts'
import { KNATIVE_SERVICE } from '../slices/writers.ts'

/**
 * [SC-G17] Another writer than Kubernetes' own controllers fills slices of the Service: backends of other clusters, an
 * activator in place of the pods, or a writer that is not known.
 */
export const otherWriters: Rule = {
  code: 'SC-G17',
  title: 'Slices of other writers',
  inputs: [],
  helps: ['pods'],
  arises: hasEndpoints,
  find: c => imported(c) ?? activated(c) ?? unknown(c),
}

const COMMON = { remedyClass: 'look', severity: 'info', certainty: 'proven', causeCertainty: 'proven' } as const

function imported(c: Case): Draft | null {
  const own = new Set<string>()
  const elsewhere = new Set<string>()
  for (const { slice, backend } of c.graph.endpoints) {
    if (writerOfSlice(c, slice)?.imports === true) elsewhere.add(backend)
    else own.add(backend)
  }
  const living = c.graph.backends.filter(({ state }) => !state.endsWith('terminating'))
  const there = living.filter(({ key }) => elsewhere.has(key) && !own.has(key))
  const slices = slicesOf(c).filter(slice => writerIn(c, slice).imports && slice.endpoints.length > 0)
  const [first] = slices
  if (there.length === 0 || first === undefined) return null
  const writers = slices.map(slice => writerIn(c, slice))
  const clusters = [...new Set(writers.flatMap(({ cluster }) => cluster ?? []))].toSorted()
  const from =
    clusters.length === 0 ? 'another cluster' : `${clusters.length === 1 ? 'cluster' : 'clusters'} ${listed(clusters)}`
  const { ready = 0, total = 0 } = c.graph.summary.counts ?? {}
  return {
    ...COMMON,
    subject: sliceRef(first),
    lead: 'Backends are imported from another cluster',
    facts: `${numberText(there.length)} of ${count(living.length, 'backend')} ${there.length === 1 ? 'is' : 'are'} imported from ${from} by ${listed([...new Set(writers.map(({ name }) => name))])}; ${ready} of ${total} ready`,
    evidence: slices.slice(0, 3).map(slice => ({
      object: sliceRef(slice),
      field: 'endpoints',
      found: `${count(slice.endpoints.length, 'endpoint')} of ${writerIn(c, slice).cluster ?? 'another cluster'}`,
      expected: '',
    })),
    kubectl: getSlices(c, '-L', 'endpointslice.kubernetes.io/managed-by,multicluster.kubernetes.io/source-cluster'),
    remedy: 'Check these backends in the other cluster: their nodes and pods are not objects of this one.',
    explains: there.length,
  }
}

/** The pods of a Knative revision carry its name. */
const REVISION = 'serving.knative.dev/revision'

function activated(c: Case): Draft | null {
  if (c.facts.labels[KNATIVE_SERVICE] === undefined) return null
  const through = c.graph.endpoints.filter(
    ({ slice, targetRef }) =>
      writerOfSlice(c, slice)?.kind === 'knative' &&
      targetRef !== null &&
      targetRef.namespace !== '' &&
      targetRef.namespace !== c.namespace,
  )
  const [first] = through
  if (first?.targetRef === undefined || first.targetRef === null) return null
  const revision = c.facts.labels[REVISION] ?? c.facts.name
  const pods = c.knows('pods') ? readyPodsOf(revision, c) : null
  const isAtZero = pods === 0
  const answering = `the activator answers (${count(through.length, 'endpoint')} in ${first.targetRef.namespace}) and holds calls until a pod is ready`
  const state = isAtZero
    ? `revision ${revision} has no ready pod and ${answering}`
    : `calls to revision ${revision} pass the activator (${count(through.length, 'endpoint')} in ${first.targetRef.namespace})${pods === null ? '' : `, and ${count(pods, 'pod')} of it ${pods === 1 ? 'is' : 'are'} ready`}`
  const evidence: EvidenceItem = {
    object: { kind: 'EndpointSlice', namespace: c.namespace, name: first.slice },
    field: `endpoints[${first.address}].targetRef`,
    found: `pod ${first.targetRef.name} in ${first.targetRef.namespace}`,
    expected: '',
  }
  return {
    ...COMMON,
    subject: serviceRef(c),
    lead: isAtZero ? "Knative's activator answers while scaled to zero" : "Knative's activator answers",
    facts: state,
    evidence: [evidence],
    kubectl: kubectlIn(c)`get pods -l ${`${REVISION}=${revision}`}`,
    remedy:
      'Check the activator and the autoscaler in knative-serving if calls time out: the first call starts the revision.',
    explains: 1,
    ...(pods === null ? { unread: ['pods'] as const } : {}),
  }
}

function readyPodsOf(revision: string, c: Case): number {
  const sets = [...c.labelSets(c.namespace)].filter(({ labels }) => labels[REVISION] === revision)
  return sets.flatMap(({ key }) => c.read('pods').byIndex('labels', key)).filter(isPodReady).length
}

/** It says who it is, and is not in the table: what it means by its fields is not known, so nothing is concluded. */
function unknown(c: Case): Draft | null {
  const slices = slicesOf(c).filter(
    slice => writerIn(c, slice).kind === 'named' && slice.endpoints.length > 0 && !isTaken(slice, c),
  )
  const [first] = slices
  if (first === undefined) return null
  const names = [...new Set(slices.map(slice => writerIn(c, slice).name))]
  const endpoints = slices.reduce((sum, slice) => sum + slice.endpoints.length, 0)
  return {
    ...COMMON,
    subject: sliceRef(first),
    lead: 'Unknown controller writes EndpointSlices',
    facts: `${count(endpoints, 'endpoint')} in ${slices.length === 1 ? `slice ${first.metadata.name}` : count(slices.length, 'slice')} ${endpoints === 1 ? 'is' : 'are'} written by ${listed(names)}, a controller that Slicescope does not know; their nodes and pods are not checked`,
    evidence: slices.slice(0, 3).map(slice => ({
      object: sliceRef(slice),
      field: 'metadata.labels["endpointslice.kubernetes.io/managed-by"]',
      found: writerIn(c, slice).name,
      expected: '',
    })),
    kubectl: getSlices(c, '-L', 'endpointslice.kubernetes.io/managed-by'),
    remedy: 'Check the documentation of that controller for what its endpoints mean.',
    unread: ['pods'],
  }
}
