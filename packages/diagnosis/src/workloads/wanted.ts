import { type Inputs, type ServiceGraph, WORKLOAD_KINDS } from '@slicescope/graph'
import { type Condition, isSelected, type Job, type Labels, type Service } from '@slicescope/model'
import { expectedLabels } from '@slicescope/kubernetes'
import type { Wanted } from './wanted-count.ts'

export type { Wanted }

/** What the workloads whose pods the selector matches ask for, as the graph counted it. */
export function wantedOf({ summary }: Pick<ServiceGraph, 'summary'>): Wanted {
  const { wanted, rolling, allowance, shortfall } = summary.workloads
  return { wanted, rolling, allowance, short: shortfall > 0 }
}

/**
 * Whether workloads match, and each is scaled to zero or a Job at rest. Those of an operator's own kind too: whose replicas another
 * decides are not wanted here, and it may have put them to sleep.
 */
export function isAsleep(service: Service, { coverage, listers }: Inputs): boolean {
  const { namespace } = service.metadata
  const selector = expectedLabels(service)
  if (Object.keys(selector).length === 0) return false
  if (WORKLOAD_KINDS.some(kind => coverage(kind, namespace) !== 'known')) return false
  const matching = <T extends Templated>(workloads: readonly T[]) =>
    workloads.filter(workload => makesMatching(workload, selector))
  if (matching(listers.daemonsets.byIndex('namespace', namespace)).length > 0) return false
  const replicated = [
    ...matching(listers.deployments.byIndex('namespace', namespace)),
    ...matching(listers.replicasets.byIndex('namespace', namespace)),
    ...matching(listers.statefulsets.byIndex('namespace', namespace)),
  ]
  const jobs = coverage('jobs', namespace) === 'known' ? matching(listers.jobs.byIndex('namespace', namespace)) : []
  return (
    replicated.length + jobs.length > 0 &&
    replicated.every(({ spec }) => spec.replicas === 0) &&
    jobs.every(isJobAtRest)
  )
}

/** Of the conditions of a Job: it is done, well or not. */
export function isJobEnd({ type, status }: Pick<Condition, 'type' | 'status'>): boolean {
  return (type === 'Complete' || type === 'Failed') && status === 'True'
}

/** It has ended, or is suspended. */
export function isJobAtRest({ spec, status }: Job): boolean {
  return spec.suspend === true || (status?.conditions ?? []).some(isJobEnd)
}

interface Templated {
  readonly metadata: { readonly ownerReferences: readonly { readonly controller?: boolean }[] }
  readonly spec: { readonly template?: { readonly metadata?: { readonly labels: Labels } } }
}

/** Whether the pods that it makes would match. */
function makesMatching({ spec }: Templated, selector: Labels): boolean {
  return isSelected(selector, spec.template?.metadata?.labels ?? {})
}

/** Its replicas are another workload's to decide. */
export function isOwned({ metadata }: Templated): boolean {
  return metadata.ownerReferences.some(({ controller }) => controller === true)
}
