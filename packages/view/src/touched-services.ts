import { isNearText, MOST_ROUTES } from '@slicescope/diagnosis'
import type { ClusterGraph } from '@slicescope/graph'
import { isPodReady, nodeZone } from '@slicescope/kubernetes'
import {
  type EndpointSlice,
  type Event,
  type Labels,
  type Listers,
  objectKey,
  type Pod,
  podLabelsKey,
  type ResourceDelta,
  serviceKey,
  serviceKeyOfSlice,
  servicesOfApi,
  servicesOfIngress,
  servicesOfRoute,
  servicesOfWebhooks,
  statesOf,
  unreachable,
} from '@slicescope/model'
import type { DiagnosisLookups } from './diagnosis-lookups.ts'
import { PROXY_NAMESPACE } from './kube-proxy-pods.ts'

interface Sources {
  readonly graph: Pick<ClusterGraph, 'servicesOf' | 'servicesSelecting' | 'summary' | 'keys'>
  readonly listers: Listers
  readonly lookups: DiagnosisLookups
}

/** Services whose diagnosis a change may touch. */
export interface TouchedServices {
  /** What the Service is made of changed, so controllers have work. */
  readonly near: Iterable<string>
  /** Only what explains it changed. */
  readonly far: Iterable<string>
  /** The same, of what changes often. */
  readonly searching?: Iterable<string>
}

/**
 * By what the rules read (packages/diagnosis).
 */
export function touchedServices(delta: ResourceDelta, sources: Sources): TouchedServices {
  const { listers, lookups } = sources
  switch (delta.resource) {
    case 'services': {
      const key = objectKey(delta.object)
      const beside = lookups.lookingAtNeighbours(delta.object.metadata.namespace)
      return { near: [key], far: [...lookups.lookingForService(key), ...beside] }
    }
    case 'endpointslices':
      return {
        near: statesOf(delta).flatMap(slice => serviceKeyOfSlice(slice) ?? []),
        far: statesOf(delta).flatMap(slice => meantServices(slice, sources)),
      }
    case 'pods':
      return {
        near: ownersOf(statesOf(delta), sources),
        far: besidePod(delta, sources),
        searching: isCountedByLabels(delta) ? lookups.searching() : [],
      }
    case 'nodes': {
      const { name } = delta.object.metadata
      const counting = isCountedAnew(delta) ? lookups.countingNodes() : []
      const onNode = listers.pods.byIndex('nodeName', name)
      const far = [...ofPods(onNode, sources), ...lookups.namingNode(name), ...lookups.throughNodes(), ...counting]
      return { near: ownersOf(onNode, sources), far }
    }
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
      const pods = ofPods(listers.pods.byIndex('owner', delta.object.metadata.uid), sources)
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
    case 'namespaces': {
      const searching = delta.type === 'updated' ? [] : lookups.searching()
      return { ...onlyFar(ofNamespace(delta.object.metadata.name, sources)), searching }
    }
    case 'networkpolicies':
      return onlyFar(ofNamespace(delta.object.metadata.namespace, sources))
    case 'ingresses':
      return onlyFar(ofRoutes(statesOf(delta).flatMap(servicesOfIngress), sources))
    case 'httproutes':
      return onlyFar(ofRoutes(statesOf(delta).flatMap(servicesOfRoute), sources))
    case 'validatingwebhookconfigurations':
    case 'mutatingwebhookconfigurations':
      return onlyFar(statesOf(delta).flatMap(servicesOfWebhooks))
    case 'apiservices':
      return onlyFar(statesOf(delta).flatMap(servicesOfApi))
    default:
      return unreachable(delta)
  }
}

export function isAmong(key: string, { near, far, searching = [] }: TouchedServices): boolean {
  return [near, far, searching].some(keys => new Set(keys).has(key))
}

/** Whether other pods are found by their labels than before. */
function isCountedByLabels(delta: ResourceDelta & { readonly resource: 'pods' }): boolean {
  return delta.type !== 'updated' || podLabelsKey(delta.previous) !== podLabelsKey(delta.object)
}

/** Whether there are more or fewer Nodes in some zone. */
function isCountedAnew(delta: ResourceDelta & { readonly resource: 'nodes' }): boolean {
  return delta.type !== 'updated' || nodeZone(delta.previous) !== nodeZone(delta.object)
}

function onlyFar(far: Iterable<string>): TouchedServices {
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

/** Those, and others whose slices name another pod of that name. */
function ofPods(pods: readonly Pod[], sources: Sources): ReadonlySet<string> {
  const named = pods.flatMap(pod => [...sources.lookups.namingPod(objectKey(pod))])
  return new Set([...ownersOf(pods, sources), ...named])
}

/** What routes name, and where there is no such Service those that it may be meant for. */
function ofRoutes(named: readonly string[], { graph, listers }: Sources): Iterable<string> {
  const { services, ingresses, httproutes } = listers
  // Then nobody looks for names that are nearly its own any more, or everybody does again.
  const routes = ingresses.size + httproutes.size
  if (routes === MOST_ROUTES || routes === MOST_ROUTES + 1) return graph.keys()
  const near = named
    .filter(key => services.get(key) === undefined)
    .flatMap(key => {
      const [namespace = '', name = ''] = key.split('/')
      return services.byIndex('namespace', namespace).filter(({ metadata }) => isNearText(name, metadata.name))
    })
  return [...named, ...near.map(objectKey)]
}

/** Services without selector and slices look for slices that seem to be theirs, by owner or by the name's beginning. */
function meantServices({ metadata }: EndpointSlice, { graph }: Sources): readonly string[] {
  const owners = metadata.ownerReferences.flatMap(({ kind, name }) => (kind === 'Service' ? name : []))
  const parts = metadata.name.split('-')
  const beginnings = parts.map((_, at) => parts.slice(0, at + 1).join('-'))
  return [...owners, ...beginnings]
    .map(name => serviceKey(metadata.namespace, name))
    .filter(key => graph.summary(key)?.health === 'unmanaged')
}

/** Services that a pod concerns though they have nothing to do with it. */
function besidePod(delta: ResourceDelta & { readonly resource: 'pods' }, sources: Sources): readonly string[] {
  const { listers, lookups } = sources
  const states = statesOf(delta)
  const sharing = states
    .flatMap(pod => (pod.spec.hostNetwork === true ? [] : addressesOf(pod)))
    .flatMap(ip => listers.pods.byIndex('ip', ip))
    .filter(({ metadata }) => metadata.uid !== delta.object.metadata.uid)
  return [
    ...ofPods([...states, ...sharing], sources),
    ...states.flatMap(addressesOf).flatMap(address => [...lookups.namingAddress(address)]),
    ...(isNewsOfAgent(delta) ? states.flatMap(pod => onNodeOf(pod, sources)) : []),
    ...(states.some(pod => isAloneOnNode(pod, sources)) ? lookups.throughNodes() : []),
  ]
}

function addressesOf({ status }: Pod): readonly string[] {
  return (status?.podIPs ?? []).map(({ ip }) => ip)
}

/** Of kube-proxy, network plugins and the like: what they do not do on a Node, its pods miss. */
function isNewsOfAgent(delta: ResourceDelta & { readonly resource: 'pods' }): boolean {
  if (delta.object.metadata.namespace !== PROXY_NAMESPACE) return false
  const agents = new Set(statesOf(delta).map(describeAgent))
  return delta.type === 'updated' ? agents.size > 1 : !agents.has('')
}

/** '' of what is none. */
function describeAgent(pod: Pod): string {
  const isAgent = pod.metadata.ownerReferences.some(({ kind }) => kind === 'DaemonSet')
  return isAgent ? `${pod.spec.nodeName ?? ''} ${isPodReady(pod)}` : ''
}

function onNodeOf({ spec }: Pod, sources: Sources): readonly string[] {
  const { nodeName = '' } = spec
  if (nodeName === '') return []
  const pods = sources.listers.pods.byIndex('nodeName', nodeName)
  return [...ofPods(pods, sources), ...sources.lookups.namingNode(nodeName)]
}

/** A Node without pods has no clients of a policy Local: the first that comes and the last that goes tell. */
function isAloneOnNode({ spec }: Pod, { listers }: Sources): boolean {
  return spec.nodeName !== undefined && listers.pods.countByIndex('nodeName', spec.nodeName) < 2
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
  if (kind === 'Pod') return ofPods(sources.listers.pods.byIndex('uid', uid), sources)
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
