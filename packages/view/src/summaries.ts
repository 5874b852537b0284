import {
  type DnsSummary,
  type Inputs,
  type ServiceGraph,
  summarizeDns,
  summarizeTraffic,
  type TrafficSummary,
} from '@slicescope/graph'
import { expectsPods, nodeZone } from '@slicescope/kubernetes'
import {
  isKubeProxy,
  type Node,
  objectKey,
  type Pod,
  type ResourceDelta,
  serviceKeyOfSlice,
  statesOf,
} from '@slicescope/model'
import { cannotTellSentence } from './answer.ts'
import { podNotes } from './dns-answer.ts'
import { PROXY_NAMESPACE } from './kube-proxy-pods.ts'
import type { QuestionInputs } from './rights.ts'
import type { DnsSummaryView } from './schema/dns.ts'
import type { TrafficSummaryView } from './schema/traffic.ts'
import { toTrafficView, untoldTraffic } from './traffic-words.ts'

interface Sources {
  readonly inputs: Inputs
  readonly clusterDomain: string
  /** Keys of the open Services: for them answers are kept. */
  readonly open: { readonly keys: () => Iterable<string>; readonly has: (key: string) => boolean }
}

interface Asking {
  /** What the reader may know. */
  readonly inputs: QuestionInputs
  /** How many pods the Service's workloads ask for; null where the reader may not know. */
  readonly wanted: number | null
}

/**
 * Who answers and what DNS says, in short, of the Services that are open: computed again only when what it is made from
 * has changed, which is less than what the graph is made from. Others are worked out when asked.
 */
export class Summaries {
  readonly #sources: Sources
  readonly #traffic = new Map<string, TrafficSummary>()
  readonly #dns = new Map<string, DnsSummary>()
  /** Without pods, for readers who cannot read them. */
  readonly #dnsOfSlices = new Map<string, DnsSummary>()
  /** How many pods of kube-proxy there are. */
  #proxies: number

  constructor(sources: Sources) {
    this.#sources = sources
    this.#proxies = sources.inputs.listers.pods.countByIndex('kubeProxy', PROXY_NAMESPACE)
  }

  /** To be told of every Delta; the open Services of which an answer may differ, those aside whose graph does. */
  follow(delta: ResourceDelta): Iterable<string> {
    if (delta.resource === 'nodes') return this.#followNodes(statesOf(delta))
    if (delta.resource === 'pods') return this.#followPods(delta)
    if (delta.resource === 'services') this.forget(objectKey(delta.object))
    if (delta.resource === 'endpointslices')
      for (const slice of statesOf(delta)) this.forget(serviceKeyOfSlice(slice) ?? '')
    return []
  }

  forget(key: string): void {
    this.#traffic.delete(key)
    this.#dns.delete(key)
    this.#dnsOfSlices.delete(key)
  }

  /** Null for a Service that is gone. */
  traffic(graph: ServiceGraph, { inputs, wanted }: Asking): TrafficSummaryView | null {
    const { key, doubt } = graph.summary
    const service = this.#sources.inputs.listers.services.get(key)
    if (service === undefined) return null
    const proxySeen = inputs.coverage('pods', PROXY_NAMESPACE) === 'known' ? this.#proxies > 0 : null
    const nodes = inputs.coverage('nodes', '')
    if (doubt !== null) {
      const resource = doubt.resource === 'services' ? 'Services' : 'EndpointSlices'
      return untoldTraffic(cannotTellSentence(resource, doubt.coverage), proxySeen)
    }
    if (nodes !== 'known') return untoldTraffic(cannotTellSentence('Nodes', nodes), proxySeen)
    const { listers } = this.#sources.inputs
    const summary = this.#keep(this.#traffic, key, () =>
      summarizeTraffic(graph, {
        service,
        slices: listers.endpointslices.byIndex('service', key),
        nodes: [...listers.nodes.list()],
      }),
    )
    return toTrafficView(summary, { service: graph.service, wanted, proxySeen })
  }

  /** Null for a Service that is gone or whose slices are not known. */
  dns({ summary: { key, namespace, doubt } }: ServiceGraph, inputs: QuestionInputs): DnsSummaryView | null {
    const { listers } = this.#sources.inputs
    const { clusterDomain } = this.#sources
    const service = listers.services.get(key)
    if (service === undefined || doubt !== null) return null
    const pods = inputs.coverage('pods', namespace)
    const { hostnames, examples, ...summary } = this.#keep(pods === 'known' ? this.#dns : this.#dnsOfSlices, key, () =>
      summarizeDns(service, {
        slices: listers.endpointslices.byIndex('service', key),
        clusterDomain,
        pods: () => (pods === 'known' ? listers.pods.byIndex('namespace', namespace) : []),
      }),
    )
    return {
      zone: clusterDomain,
      ...summary,
      examples: [...examples],
      hostnames: { ...hostnames, failing: hostnames.failing.map(each => ({ ...each })) },
      notes: podNotes(service, pods),
    }
  }

  #keep<T>(answers: Map<string, T>, key: string, make: () => T): T {
    const answer = answers.get(key) ?? make()
    if (this.#sources.open.has(key)) answers.set(key, answer)
    return answer
  }

  /** Of a Node traffic knows its name and its zone alone. */
  #followNodes(states: readonly Node[]): Iterable<string> {
    const [before, after] = states
    if (before !== undefined && after !== undefined && nodeZone(before) === nodeZone(after)) return []
    this.#traffic.clear()
    return this.#sources.open.keys()
  }

  #followPods(delta: ResourceDelta & { resource: 'pods' }): Iterable<string> {
    const hadProxy = this.#proxies > 0
    if (delta.type !== 'added') this.#proxies -= countProxy(delta.type === 'updated' ? delta.previous : delta.object)
    if (delta.type !== 'deleted') this.#proxies += countProxy(delta.object)
    const named = [...this.#dns.keys()].filter(key => statesOf(delta).some(pod => this.#mayName(key, pod)))
    for (const key of named) this.#dns.delete(key)
    return hadProxy === this.#proxies > 0 ? named : this.#sources.open.keys()
  }

  /** Whether a pod may have a name under the Service: see dnsNames. */
  #mayName(key: string, { metadata, spec }: Pod): boolean {
    const service = this.#sources.inputs.listers.services.get(key)
    if (service === undefined || service.metadata.namespace !== metadata.namespace) return false
    return spec.subdomain === service.metadata.name || expectsPods(service, metadata.labels)
  }
}

function countProxy(pod: Pod): number {
  return isKubeProxy(pod) ? 1 : 0
}
