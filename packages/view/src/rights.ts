import { type ChecklistItem, chooseVerdict, type Finding } from '@slicescope/diagnosis'
import type { ServiceGraph } from '@slicescope/graph'
import type { Resource } from '@slicescope/model'
import type { Diagnosed } from './diagnoses.ts'
import type { CheckView } from './schema/finding.ts'
import type { Row } from './schema/row.ts'
import type { ServiceView } from './schema/service-view.ts'

/**
 * What a reader may see. Readers with equal rights form one class; whatever leaves ClusterView passes here and nowhere
 * else. For cluster-scoped resources the namespace is null.
 */
export interface Rights {
  readonly mayRead: (resource: Resource, namespace: string | null) => boolean
}

/** Of the operator's own session. */
export const ALL_RIGHTS: Rights = { mayRead: () => true }

/** A Service whose slices may not be read is as good as absent: forbidden and absent look the same. */
export function maySee(rights: Rights, namespace: string): boolean {
  return rights.mayRead('services', namespace) && rights.mayRead('endpointslices', namespace)
}

export function permitRow(row: Row, rights: Rights): Row | undefined {
  if (!maySee(rights, row.namespace)) return undefined
  return rights.mayRead('pods', row.namespace) ? row : { ...row, absent: null }
}

const NOT_TOLD: Diagnosed['wanted'] = { wanted: null, rolling: false, allowance: 0, short: false }

/** Findings that the reader may see all of, and the verdict that they make; what workloads ask for, if they may be read. */
export function permitDiagnosed(
  diagnosed: Diagnosed | undefined,
  graph: ServiceGraph,
  rights: Rights,
): Diagnosed | undefined {
  if (diagnosed === undefined || rights === ALL_RIGHTS) return diagnosed
  const findings = diagnosed.findings.filter(finding => isVisible(finding, rights))
  const isWantedTold = WORKLOADS.every(resource => rights.mayRead(resource, graph.service.namespace))
  return {
    findings,
    cannotTell: [],
    verdict: chooseVerdict(findings, graph),
    wanted: isWantedTold ? diagnosed.wanted : NOT_TOLD,
    checks: diagnosed.checks,
  }
}

/** Of a step that rests on what the reader may not read, only the question is told. */
export function permitChecklist(items: readonly ChecklistItem[], { mayRead }: Rights): readonly CheckView[] {
  return items.map(({ id, title, state, sentence, reads, kubectl }) =>
    reads.every(({ resource, namespace }) => mayRead(resource, namespace))
      ? { key: id, title, state, sentence, kubectl }
      : { key: id, title, state: 'cannot-tell', sentence: 'What it rests on may not be read.', kubectl: null },
  )
}

const WORKLOADS: readonly Resource[] = ['deployments', 'replicasets', 'statefulsets', 'daemonsets']

function isVisible({ reads }: Finding, { mayRead }: Rights): boolean {
  return reads.every(({ resource, namespace }) => mayRead(resource, namespace))
}

/** Fails closed, field by field: who may read slices but not pods sees the endpoints as the slices state them. */
export function permitView(view: ServiceView, rights: Rights): ServiceView | undefined {
  const { namespace } = view.service
  if (!maySee(rights, namespace)) return undefined
  const pods = view.pods.filter(pod => rights.mayRead('pods', pod.namespace))
  const absentPods = rights.mayRead('pods', namespace) ? view.absentPods : []
  const nodes = rights.mayRead('nodes', null) ? view.nodes : view.nodes.map(node => ({ ...node, ready: null }))
  return { ...view, pods, absentPods, nodes }
}
