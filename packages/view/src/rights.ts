import type { ChecklistItem, Finding, Observed, ObservedFinding } from '@slicescope/diagnosis'
import { type CoverageOf, type Hidden, type Inputs, type ServiceGraph, WORKLOAD_KINDS } from '@slicescope/graph'
import { type Listers, type Resource, RESOURCES } from '@slicescope/model'
import type { Diagnosed } from './diagnoses.ts'
import { permittedLister } from './permitted-lister.ts'
import type { CheckView } from './schema/finding.ts'
import type { Row } from './schema/row.ts'

/**
 * What a reader may see. Readers with equal rights form one class; whatever leaves ClusterView passes here and nowhere
 * else. The namespace is null for cluster-scoped resources, and where all namespaces are meant.
 */
export interface Rights {
  readonly mayRead: (resource: Resource, namespace: string | null) => boolean
}

/** Of the operator's own session. */
export const ALL_RIGHTS: Rights = { mayRead: () => true }

/** A Service whose slices cannot be read is as good as absent: forbidden and absent look the same. */
export function maySee(rights: Rights, namespace: string): boolean {
  return rights.mayRead('services', namespace) && rights.mayRead('endpointslices', namespace)
}

export function permitRow(row: Row, rights: Rights): Row | undefined {
  if (!maySee(rights, row.namespace)) return undefined
  return rights.mayRead('pods', row.namespace) ? row : { ...row, absent: null }
}

/** What questions, searches and filters are answered from. */
const ASKED = [
  'services',
  'endpointslices',
  'nodes',
  'pods',
  'deployments',
  'statefulsets',
  'daemonsets',
  'replicasets',
  'jobs',
  'ingresses',
  'httproutes',
  'events',
] as const satisfies readonly Resource[]

/** What questions about a Service are answered from. */
export interface QuestionInputs {
  readonly listers: Pick<Listers, (typeof ASKED)[number]>
  /** As Inputs have it; the namespace '' asks for all of them at once. */
  readonly coverage: CoverageOf
}

/** As if the server knew no more than the reader may. */
export function permitInputs({ listers, coverage }: Inputs, rights: Rights): QuestionInputs {
  if (rights === ALL_RIGHTS) return { listers, coverage }
  const { services, endpointslices, nodes, pods, deployments, statefulsets, daemonsets, replicasets, jobs } = listers
  const { ingresses, httproutes, events } = listers
  const mayRead = rememberAnswers(rights)
  const inOwn =
    (resource: Resource) =>
    ({ metadata }: Namespaced) =>
      mayRead(resource, metadata.namespace)
  return {
    listers: {
      services: permittedLister(services, inOwn('services')),
      endpointslices: permittedLister(endpointslices, inOwn('endpointslices')),
      nodes: permittedLister(nodes, () => mayRead('nodes', null)),
      pods: permittedLister(pods, inOwn('pods')),
      deployments: permittedLister(deployments, inOwn('deployments')),
      statefulsets: permittedLister(statefulsets, inOwn('statefulsets')),
      daemonsets: permittedLister(daemonsets, inOwn('daemonsets')),
      replicasets: permittedLister(replicasets, inOwn('replicasets')),
      jobs: permittedLister(jobs, inOwn('jobs')),
      ingresses: permittedLister(ingresses, inOwn('ingresses')),
      httproutes: permittedLister(httproutes, inOwn('httproutes')),
      events: permittedLister(events, inOwn('events')),
    },
    coverage: (resource, namespace) => {
      const isAll = namespace === '' || !RESOURCES[resource].namespaced
      return mayRead(resource, isAll ? null : namespace) ? coverage(resource, namespace) : 'forbidden'
    },
  }
}

interface Namespaced {
  readonly metadata: { readonly namespace: string }
}

/** Many objects share a namespace: each is asked about once. */
function rememberAnswers({ mayRead }: Rights): Rights['mayRead'] {
  const known = new Map<string, boolean>()
  return (resource, namespace) => {
    const key = `${resource}/${namespace ?? ''}`
    const answer = known.get(key) ?? mayRead(resource, namespace)
    known.set(key, answer)
    return answer
  }
}

const NOT_TOLD: Diagnosed['wanted'] = { wanted: null, rolling: false, allowance: 0, short: false }

/** Findings that the reader may see all of, and the verdict that they make; what workloads ask for, if they may be read. */
export function permitDiagnosed(
  diagnosed: Diagnosed | undefined,
  graph: Pick<ServiceGraph, 'summary'>,
  rights: Rights,
): Diagnosed | undefined {
  if (diagnosed === undefined || rights === ALL_RIGHTS) return diagnosed
  const permitted = diagnosed.findings.flatMap(finding => permitFinding(finding, rights))
  const findings = permitted.map(([finding]) => finding)
  const begun = new Map(
    permitted.flatMap(([finding, known]) => {
      const change = diagnosed.begun.get(known)
      return change !== undefined && isVisible(change, rights) ? [[finding, change] as const] : []
    }),
  )
  const isWantedTold = WORKLOADS.every(resource => rights.mayRead(resource, graph.summary.namespace))
  const { since } = diagnosed
  return {
    findings,
    cannotTell: [],
    where: hiddenFrom(rights, graph.summary.namespace) === null ? diagnosed.where : null,
    served: diagnosed.served,
    wanted: isWantedTold ? diagnosed.wanted : NOT_TOLD,
    changes: diagnosed.changes.filter(change => isVisible(change, rights)),
    begun,
    since: since !== null && isVisible(since, rights) ? since : null,
  }
}

/** What is remembered, without the findings that the reader may not see all of. */
export function permitObserved(observed: Observed, rights: Rights): Observed {
  if (rights === ALL_RIGHTS) return observed
  const outcomes = observed.outcomes.map(outcome => ({
    ...outcome,
    findings: outcome.findings.flatMap(finding => permitObservedFinding(finding, rights)),
  }))
  return { ...observed, outcomes }
}

/** Of one that goes by Leases the reader may get another wording: the reader gets since when it holds, and no words. */
function permitObservedFinding(finding: ObservedFinding, rights: Rights): readonly ObservedFinding[] {
  if (isVisible(finding, rights)) return [finding]
  const reads = finding.reads.filter(({ resource }) => resource !== 'leases')
  const isPartly = reads.length < finding.reads.length && isVisible({ reads }, rights)
  return isPartly ? [{ ...finding, reads, title: '', lead: '', sentence: '' }] : []
}

/** Of a step that rests on what the reader may not read, only the question is shown. */
export function permitChecklist(items: readonly ChecklistItem[], { mayRead }: Rights): readonly CheckView[] {
  return items.map(({ id, title, state, sentence, reads, kubectl }) =>
    reads.every(({ resource, namespace }) => mayRead(resource, namespace))
      ? { key: id, title, state, sentence, kubectl }
      : { key: id, title, state: 'cannot-tell', sentence: 'Its inputs cannot be read (RBAC).', kubectl: null },
  )
}

const WORKLOADS: readonly Resource[] = WORKLOAD_KINDS

/** What the reader gets of a finding, beside the finding; nothing where what is left of it rests on what cannot be read. */
function permitFinding(finding: Finding, rights: Rights): readonly (readonly [Finding, Finding])[] {
  const { withoutLeases } = finding
  if (isVisible(finding, rights)) return [[finding, finding]]
  return withoutLeases !== undefined && isVisible(withoutLeases, rights) ? [[withoutLeases, finding]] : []
}

/** The server does not review rights to Leases, so only readers that may see all get them. */
function isVisible({ reads }: Pick<Finding, 'reads'>, { mayRead }: Rights): boolean {
  return reads.every(({ resource, namespace }) => resource !== 'leases' && mayRead(resource, namespace))
}

/** What of a namespace's pods and workloads the reader cannot see; null where it is all there to see. */
export function hiddenFrom({ mayRead }: Rights, namespace: string): Hidden | null {
  const seesPods = mayRead('pods', namespace)
  const seesWorkloads = WORKLOADS.every(resource => mayRead(resource, namespace))
  if (seesPods) return seesWorkloads ? null : 'workloads'
  return seesWorkloads ? 'pods' : 'both'
}

/** Fails closed, field by field: `graph` is judged without what the reader cannot see (hiddenFrom). */
export function permitGraph(graph: ServiceGraph, rights: Rights): ServiceGraph {
  if (rights === ALL_RIGHTS) return graph
  return {
    ...graph,
    pods: graph.pods.filter(pod => rights.mayRead('pods', pod.namespace)),
    absentPods: rights.mayRead('pods', graph.service.namespace) ? graph.absentPods : null,
    nodes: rights.mayRead('nodes', null) ? graph.nodes : graph.nodes.map(node => ({ ...node, ready: null })),
  }
}
