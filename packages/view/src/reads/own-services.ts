import type { ClusterGraph } from '@slicescope/graph'
import { isPodReady } from '@slicescope/kubernetes'
import {
  type Event,
  filedUnder,
  isWorkedOut,
  type Labels,
  type Listers,
  objectKey,
  type Pod,
  type ResourceDelta,
  type ResourceObjects,
  RESOURCES,
  type Resource,
  serviceKey,
  serviceKeyOfSlice,
  statesOf,
  unreachable,
  type WorkedOutDelta,
} from '@slicescope/model'

interface Sources {
  readonly graph: Pick<ClusterGraph, 'servicesOf' | 'servicesSelecting'>
  readonly listers: Listers
  /** Where few are asked about: no others are looked for. */
  readonly only?: Only | null
}

interface Only {
  readonly keys: ReadonlySet<string>
  /** The values of the pods' index `labels` that a Service's selector matches. */
  readonly labelSetsOf: (service: string) => readonly string[]
}

/** Services of which something that changed is structurally a part. */
export interface OwnServices {
  /** What the Service is made of changed, so controllers have work. */
  readonly near: Iterable<string>
  /** Only what explains it changed. */
  readonly far: Iterable<string>
}

/**
 * Whose a changed object is by the Stores' indexes alone: the Service's slices, its pods, their Nodes, owners and events,
 * who shares their addresses, the agents of their Nodes, the workloads whose pods would match, the policies of its
 * namespace, and what names it. Whatever else a diagnosis reads is noted when it is read (tracked-listers.ts).
 */
export function ownServices(delta: ResourceDelta, sources: Sources): OwnServices {
  if (isWorkedOut(delta)) return workOut(delta, sources)
  if (RESOURCES[delta.resource].touches === 'named') return onlyFar(namedBy(delta))
  const { metadata } = delta.object
  return onlyFar('namespace' in metadata ? ofNamespace(metadata.namespace, sources) : [])
}

const SERVICE = 'service '

/** The Services that its index `service` files it under, before and after. */
function namedBy(delta: ResourceDelta): readonly string[] {
  return statesOf<ResourceObjects[Resource]>(delta)
    .flatMap(object => filedUnder<Resource>(delta.resource, object))
    .flatMap(filed => (filed.startsWith(SERVICE) ? filed.slice(SERVICE.length) : []))
}

function workOut(delta: WorkedOutDelta, sources: Sources): OwnServices {
  const { listers } = sources
  switch (delta.resource) {
    case 'services':
      return { near: [objectKey(delta.object)], far: [] }
    case 'endpointslices':
      return { near: statesOf(delta).flatMap(slice => serviceKeyOfSlice(slice) ?? []), far: [] }
    case 'pods':
      return { near: ownersOf(statesOf(delta), sources), far: besidePod(delta, sources) }
    case 'nodes':
      return { near: ownersOnNode(delta.object.metadata.name, sources), far: [] }
    case 'events':
      return onlyFar(statesOf(delta).flatMap(event => [...ofEvent(event, sources)]))
    case 'deployments':
    case 'replicasets':
    case 'daemonsets':
    case 'jobs':
      return onlyFar(statesOf<Workload>(delta).flatMap(workload => ofWorkload(workload, sources)))
    case 'statefulsets': {
      const governing = statesOf(delta).flatMap(({ metadata, spec }) =>
        spec.serviceName === undefined ? [] : serviceKey(metadata.namespace, spec.serviceName),
      )
      const pods = ownersOf(listers.pods.byIndex('owner', delta.object.metadata.uid), sources)
      const own = statesOf<Workload>(delta).flatMap(workload => ofWorkload(workload, sources))
      return onlyFar([...governing, ...pods, ...own])
    }
    case 'horizontalpodautoscalers':
      return onlyFar(
        statesOf(delta).flatMap(({ metadata, spec }) =>
          ofNamed(spec.scaleTargetRef ?? {}, metadata.namespace, sources),
        ),
      )
    case 'endpoints':
      return onlyFar([objectKey(delta.object)])
    case 'namespaces':
      return onlyFar(ofNamespace(delta.object.metadata.name, sources))
    default:
      return unreachable(delta)
  }
}

function onlyFar(far: Iterable<string>): OwnServices {
  return { near: [], far }
}

function ofNamespace(namespace: string, { listers }: Sources): readonly string[] {
  return listers.services.byIndex('namespace', namespace).map(objectKey)
}

/** That select one of the pods, or whose slices name it, by uid or, where they leave it out, by name. */
function ownersOf(pods: readonly Pod[], { graph, listers }: Sources): ReadonlySet<string> {
  return new Set(
    pods.flatMap(pod => {
      const byName = listers.endpointslices.byIndex('podName', objectKey(pod))
      return [...graph.servicesOf(pod), ...byName.flatMap(slice => serviceKeyOfSlice(slice) ?? [])]
    }),
  )
}

/** A Node has many pods, and few Services have few. */
function ownersOnNode(node: string, sources: Sources): Iterable<string> {
  const { listers, only = null } = sources
  if (only === null) return ownersOf(listers.pods.byIndex('nodeName', node), sources)
  return [...only.keys].filter(key => ownPods(key, only, listers).some(({ spec }) => spec.nodeName === node))
}

/** The pods of which ownersOf would name the Service. */
function ownPods(key: string, { labelSetsOf }: Only, { pods, endpointslices }: Listers): readonly Pod[] {
  const named = endpointslices.byIndex('service', key).flatMap(({ endpoints }) => endpoints)
  return [
    ...labelSetsOf(key).flatMap(set => pods.byIndex('labels', set)),
    ...named.flatMap(({ targetRef }) => (targetRef?.uid === undefined ? [] : pods.byIndex('uid', targetRef.uid))),
    ...endpointslices
      .byIndex('service', key)
      .flatMap(slice => filedUnder('endpointslices', slice))
      .flatMap(filed => (filed.startsWith(POD_NAME) ? (pods.get(filed.slice(POD_NAME.length)) ?? []) : [])),
  ]
}

const POD_NAME = 'podName '

/** Services that a pod concerns though they have nothing to do with it. */
function besidePod(delta: ResourceDelta & { readonly resource: 'pods' }, sources: Sources): Iterable<string> {
  const { pods } = sources.listers
  const states = statesOf(delta)
  const sharing = states
    .flatMap(pod => (pod.spec.hostNetwork === true ? [] : (pod.status?.podIPs ?? [])))
    .flatMap(({ ip }) => pods.byIndex('ip', ip))
    .filter(({ metadata }) => metadata.uid !== delta.object.metadata.uid)
  const agentsOn = isNewsOfAgent(delta) ? states.flatMap(({ spec }) => spec.nodeName ?? []) : []
  return ownersOf([...sharing, ...agentsOn.flatMap(name => pods.byIndex('nodeName', name))], sources)
}

/** Of kube-proxy, network plugins and the like: what they do not do on a Node, its pods miss. */
function isNewsOfAgent(delta: ResourceDelta & { readonly resource: 'pods' }): boolean {
  const agents = new Set(statesOf(delta).map(describeAgent))
  return delta.type === 'updated' ? agents.size > 1 : !agents.has('')
}

/** '' of what is none. */
function describeAgent(pod: Pod): string {
  const isAgent = pod.metadata.ownerReferences.some(({ kind }) => kind === 'DaemonSet')
  return isAgent ? `${pod.spec.nodeName ?? ''} ${isPodReady(pod)}` : ''
}

interface Workload {
  readonly metadata: {
    readonly namespace: string
    readonly labels: Labels
    readonly ownerReferences: readonly { readonly kind?: string; readonly name?: string }[]
  }
  readonly spec: { readonly template?: { readonly metadata?: { readonly labels: Labels } } }
}

/**
 * By the labels of its pods, and by its own, which are often meant to be those of its pods; and those of what it belongs
 * to, for a Deployment's trouble shows in its ReplicaSets.
 */
function ofWorkload(workload: Workload, sources: Sources): readonly string[] {
  const { namespace, ownerReferences } = workload.metadata
  const owners = ownerReferences.flatMap(
    ({ kind = '', name = '' }) => findWorkload(kind, `${namespace}/${name}`, sources) ?? [],
  )
  return [workload, ...owners].flatMap(each => byLabels(each, sources))
}

function byLabels({ metadata, spec }: Workload, { graph }: Sources): readonly string[] {
  const ofTemplate = spec.template?.metadata?.labels ?? {}
  return [ofTemplate, metadata.labels].flatMap(labels => graph.servicesSelecting(metadata.namespace, labels))
}

function ofEvent({ involvedObject, metadata }: Event, sources: Sources): Iterable<string> {
  const { kind, name = '', uid = '' } = involvedObject
  if (kind === 'Pod') return ownersOf(sources.listers.pods.byIndex('uid', uid), sources)
  if (kind === 'Service') return [serviceKey(metadata.namespace, name)]
  return ofNamed(involvedObject, metadata.namespace, sources)
}

interface Named {
  readonly kind?: string
  readonly name?: string
}

/** Of a workload by its name; none where it is no workload, or is gone. */
function ofNamed({ kind, name = '' }: Named, namespace: string, sources: Sources): readonly string[] {
  const workload = findWorkload(kind ?? '', `${namespace}/${name}`, sources)
  return workload === undefined ? [] : ofWorkload(workload, sources)
}

function findWorkload(kind: string, key: string, { listers }: Sources): Workload | undefined {
  switch (kind) {
    case 'Deployment':
      return listers.deployments.get(key)
    case 'ReplicaSet':
      return listers.replicasets.get(key)
    case 'StatefulSet':
      return listers.statefulsets.get(key)
    case 'DaemonSet':
      return listers.daemonsets.get(key)
    case 'Job':
      return listers.jobs.get(key)
    default:
      return undefined
  }
}
