import type { Inputs } from '@slicescope/graph'
import type { EndpointSlice, Service } from '@slicescope/model'
import { type Answer, cannotTell } from './answer.ts'
import { dnsAnswer } from './dns-answer.ts'
import { eventsAnswer } from './events-answer.ts'
import { expectedAnswer } from './expected-answer.ts'
import { expectedSlice } from './expected-slice.ts'
import { ALL_RIGHTS, maySee, permitInputs, type QuestionInputs, type Rights } from './rights.ts'
import type { DnsAnswer } from './schema/dns.ts'
import type { EventsAnswer } from './schema/events.ts'
import type { ExpectedAnswer } from './schema/expected.ts'
import type { ObjectAnswer } from './schema/object.ts'
import type { NodeTraffic, TrafficGroups } from './schema/traffic.ts'
import { nodeTraffic, trafficGroups } from './traffic-answer.ts'

interface Asking {
  /** The cluster's, as `v1.37.2`; null where it is not known. */
  readonly version: string | null
  readonly rights?: Rights
}

interface AskingGroups extends Asking {
  readonly zone?: string | undefined
}

/** What is asked about one Service (its key: `namespace/name`) now and then, and worked out only when it is. */
export class Questions {
  readonly #inputs: Inputs
  readonly #clusterDomain: string

  constructor(inputs: Inputs, clusterDomain: string) {
    this.#inputs = inputs
    this.#clusterDomain = clusterDomain
  }

  /** From this node, who answers? `version` is the cluster's. */
  nodeTraffic(key: string, node: string, { version, rights = ALL_RIGHTS }: Asking): Answer<NodeTraffic> {
    return this.#ask(key, { rights, needs: ['nodes'] }, found => {
      const traffic = nodeTraffic({ ...found, version }, node)
      return traffic === undefined ? { type: 'no-node' } : { type: 'answer', value: traffic }
    })
  }

  /** From every node, or from those of one zone; '' stands for the nodes without one. */
  trafficGroups(key: string, { version, zone, rights = ALL_RIGHTS }: AskingGroups): Answer<TrafficGroups> {
    return this.#ask(key, { rights, needs: ['nodes'] }, found => {
      const value = trafficGroups({ ...found, version }, zone)
      return zone !== undefined && value.groups.length === 0 ? { type: 'no-zone' } : { type: 'answer', value }
    })
  }

  /** The names of a Service, and what each resolves to. */
  dns(key: string, rights: Rights = ALL_RIGHTS): Answer<DnsAnswer> {
    return this.#ask(key, { rights, needs: [] }, found => ({
      type: 'answer',
      value: dnsAnswer({ ...found, clusterDomain: this.#clusterDomain }),
    }))
  }

  /** Which pods its selector matches, beside which its slices list. */
  expected(key: string, rights: Rights = ALL_RIGHTS): Answer<ExpectedAnswer> {
    return this.#ask(key, { rights, needs: ['nodes', 'pods'] }, found => ({
      type: 'answer',
      value: expectedAnswer(found),
    }))
  }

  /** What Events say of it, its slices, its pods and their owners. */
  events(key: string, rights: Rights = ALL_RIGHTS): Answer<EventsAnswer> {
    return this.#ask(key, { rights, needs: ['events'] }, found => ({ type: 'answer', value: eventsAnswer(found) }))
  }

  /** What a slice (`namespace/name`) should hold; null where that cannot be told, or is not for the controller to write. */
  expectedSlice(key: string, rights: Rights = ALL_RIGHTS): ObjectAnswer['should'] {
    const inputs = permitInputs(this.#inputs, rights)
    const slice = inputs.listers.endpointslices.get(key)
    return slice === undefined ? null : expectedSlice(slice, inputs)
  }

  /** Asks of a Service that the reader may see, where slices and what else it needs are known. */
  #ask<T>(key: string, { rights, needs }: Needing, answer: (found: Found) => Answer<T>): Answer<T> {
    const inputs = permitInputs(this.#inputs, rights)
    const { listers, coverage } = inputs
    const service = listers.services.get(key)
    if (service === undefined || !maySee(rights, service.metadata.namespace)) return { type: 'absent' }
    for (const resource of ['endpointslices', ...needs] as const) {
      const known = coverage(resource, service.metadata.namespace)
      if (known !== 'known') return cannotTell(NAMES[resource], known)
    }
    return answer({ service, slices: listers.endpointslices.byIndex('service', key), inputs })
  }
}

const NAMES = { endpointslices: 'EndpointSlices', nodes: 'Nodes', pods: 'pods', events: 'Events' }

interface Needing {
  readonly rights: Rights
  /** Beside Services and slices. */
  readonly needs: readonly ('nodes' | 'pods' | 'events')[]
}

interface Found {
  readonly service: Service
  readonly slices: readonly EndpointSlice[]
  readonly inputs: QuestionInputs
}
