import type { Api } from './api.ts'
import type { KubeList, KubeObject } from './kube-types.ts'
import { FAKE_NODE } from './objects/nodes.ts'
import { POD_ANNOTATIONS } from './stages.ts'

type Condition = { readonly type: string; readonly status: string; readonly reason?: string }

type PodAsSeen = KubeObject & {
  readonly metadata: {
    readonly finalizers?: readonly string[]
    readonly ownerReferences?: readonly { readonly kind: string }[]
  }
  readonly spec: { readonly nodeName?: string; readonly schedulingGates?: readonly unknown[] }
  readonly status: {
    readonly phase?: string
    readonly conditions?: readonly Condition[]
    readonly containerStatuses?: readonly { readonly state?: { readonly waiting?: { readonly reason?: string } } }[]
  }
}

type WorkloadAsSeen = KubeObject & {
  readonly spec: { readonly replicas?: number }
  readonly status?: {
    readonly observedGeneration?: number
    readonly replicas?: number
    readonly desiredNumberScheduled?: number
    readonly currentNumberScheduled?: number
  }
}

/**
 * Names what is still on its way: workloads whose controller has not acted on their spec, and pods that have not
 * reached the end of their Stages. Empty when all is at rest. Pods that a test writes itself are always at rest.
 */
export async function findUnrest(api: Api): Promise<readonly string[]> {
  const workloads = await Promise.all(
    ['deployments', 'replicasets', 'statefulsets', 'daemonsets'].map(async plural => {
      const list = await api.get<KubeList<WorkloadAsSeen>>(`/apis/apps/v1/${plural}`)
      return list.items.filter(item => !isObserved(plural, item)).map(item => describe(plural, item))
    }),
  )
  const nodes = await api.get<KubeList>('/api/v1/nodes')
  const simulated = new Set(
    nodes.items
      .filter(node => node.metadata.annotations?.[FAKE_NODE.name] === FAKE_NODE.value)
      .map(node => node.metadata.name),
  )
  const pods = await api.get<KubeList<PodAsSeen>>('/api/v1/pods')
  const moving = pods.items.filter(pod => !isAtRest(pod, simulated)).map(pod => describe('pods', pod))
  return [...workloads.flat(), ...moving]
}

function describe(plural: string, object: KubeObject): string {
  return `${plural} ${object.metadata.namespace}/${object.metadata.name}`
}

function isObserved(plural: string, { metadata, spec, status }: WorkloadAsSeen): boolean {
  if (metadata.deletionTimestamp !== undefined || (status?.observedGeneration ?? 0) < (metadata.generation ?? 0)) {
    return false
  }
  switch (plural) {
    case 'replicasets':
      return status?.replicas === spec.replicas
    case 'daemonsets':
      return status?.currentNumberScheduled === status?.desiredNumberScheduled
    default:
      return true
  }
}

function isAtRest(pod: PodAsSeen, simulated: ReadonlySet<string>): boolean {
  const { metadata, spec, status } = pod
  if (spec.nodeName === undefined) {
    return (spec.schedulingGates?.length ?? 0) > 0 || reasonOf(pod, 'PodScheduled') === 'Unschedulable'
  }
  if (!simulated.has(spec.nodeName)) {
    return true
  }
  if (metadata.deletionTimestamp !== undefined) {
    return (metadata.finalizers?.length ?? 0) > 0
  }
  return status.phase === 'Succeeded' || status.phase === 'Failed' || hasMetItsFate(pod)
}

function hasMetItsFate(pod: PodAsSeen): boolean {
  switch (pod.metadata.annotations?.[POD_ANNOTATIONS.fate]) {
    case 'stuck':
      return true
    case 'hang':
      return pod.status.phase === 'Running' && statusOf(pod, 'Ready') === 'False'
    case 'crash':
      return pod.status.containerStatuses?.[0]?.state?.waiting?.reason === 'CrashLoopBackOff'
    case 'gated':
      return statusOf(pod, 'ContainersReady') === 'True'
    case 'fail':
      return false
    case undefined:
    default:
      return statusOf(pod, 'Ready') === 'True' && !pod.metadata.ownerReferences?.some(({ kind }) => kind === 'Job')
  }
}

function statusOf(pod: PodAsSeen, type: string): string | undefined {
  return pod.status.conditions?.find(condition => condition.type === type)?.status
}

function reasonOf(pod: PodAsSeen, type: string): string | undefined {
  return pod.status.conditions?.find(condition => condition.type === type)?.reason
}
