import { count, listed } from '@slicescope/diagnosis'
import type { ServiceFacts, TrafficFact, TrafficSummary } from '@slicescope/graph'
import { TRAFFIC_RULES_OF } from '@slicescope/kubernetes'
import { unreachable } from '@slicescope/model'
import type { TrafficFactView, TrafficSummaryView } from './schema/traffic.ts'
import type { Severity } from './schema/words.ts'

interface About {
  readonly service: ServiceFacts
  /** How many pods its workloads ask for; null where that is not known. */
  readonly wanted: number | null
  readonly proxySeen: boolean | null
}

/** More are left out: a summary is no list. */
const MOST = 20

/** The summary as it goes out, each fact with its words and its weight. */
export function toTrafficView(summary: TrafficSummary, about: About): TrafficSummaryView {
  const facts = summary.facts.map(fact => toFact(fact, summary, about))
  return {
    rulesOf: TRAFFIC_RULES_OF,
    proxySeen: about.proxySeen,
    cannotTell: null,
    unserved: summary.unserved === null ? null : unservedWords(summary.unserved, about.service),
    nodes: summary.nodes,
    groups: summary.groups,
    facts: facts.toSorted((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity)).slice(0, MOST),
  }
}

/** Where what it is concluded from is missing. */
export function untoldTraffic(sentence: string, proxySeen: boolean | null): TrafficSummaryView {
  return {
    rulesOf: TRAFFIC_RULES_OF,
    proxySeen,
    cannotTell: sentence,
    unserved: null,
    nodes: null,
    groups: null,
    facts: [],
  }
}

const SEVERITIES: readonly Severity[] = ['critical', 'warning', 'info']

function toFact(fact: TrafficFact, summary: TrafficSummary, about: About): TrafficFactView {
  const { kind, way, ports, nodes, examples, zones } = fact
  return {
    kind,
    way,
    severity: severityOf(fact, summary, about),
    sentence: `${wordsOf({ fact, service: about.service, all: summary.nodes })}.`,
    ports: ports.map(port => ({ ...port })),
    nodes,
    examples: [...examples],
    zones: zones.slice(0, MOST),
  }
}

/**
 * No client on any node is served: critical, unless none is meant to be. Some nodes: a loss for their clients within the
 * cluster, and no more than to be known from outside, where balancers are meant to pass such nodes over.
 */
function severityOf({ kind, way, nodes }: TrafficFact, { nodes: all }: TrafficSummary, { wanted }: About): Severity {
  if (kind !== 'unanswered' && kind !== 'fallback') return 'info'
  if (nodes === all) return wanted === 0 ? 'info' : 'critical'
  return kind === 'unanswered' && way === 'external' ? 'info' : 'warning'
}

interface Told {
  readonly fact: TrafficFact
  readonly service: ServiceFacts
  /** How many nodes there are. */
  readonly all: number
}

function wordsOf(told: Told): string {
  const { fact, service, all } = told
  const share = `${fact.nodes} of ${count(all, 'node')}`
  const on = portWords(fact, service)
  const clients = fact.way === 'internal' ? `clients on ${share}` : `clients from outside through ${share}`
  switch (fact.kind) {
    case 'unanswered':
      return unansweredWords(told, on)
    case 'fallback':
      return `No endpoint is ready for ${clients}${on}: terminating endpoints that still serve answer`
    case 'undefined':
      return `Which endpoint answers ${clients}${on} is not defined: ${fact.why ?? ''}`
    case 'overload':
      return `Topology hints send ${clients}${on} to ${loadWords(fact)}`
    case 'elsewhere':
      return `Clients in ${listed(fact.zones)} (${share}) get answers only from other zones${on}`
    default:
      return unreachable(fact.kind)
  }
}

function unansweredWords({ fact, service, all }: Told, on: string): string {
  const { way, nodes, why } = fact
  const share = `${nodes} of ${count(all, 'node')}`
  if (nodes === all) {
    const who =
      way === 'internal' ? `Clients on ${share} get no answer` : `Clients from outside get no answer through ${share}`
    return `${who}${on}: ${why ?? ''}`
  }
  if (way === 'internal')
    return `Clients on ${share} get no answer${on}: internalTrafficPolicy is Local, and no endpoint there serves`
  const unserved = `Clients from outside get no answer through ${share}${on}: externalTrafficPolicy is Local, and no endpoint there serves`
  return service.type === 'LoadBalancer' ? `${unserved}; a load balancer skips them, as intended` : unserved
}

function loadWords({ load }: TrafficFact): string {
  if (load === null) return 'few endpoints'
  return `${load.endpoints} of ${count(load.ready, 'ready endpoint')}, ${load.times.toFixed(1)} times an even share by nodes`
}

/** '' where it holds for all that the Service has. */
function portWords({ ports }: TrafficFact, service: ServiceFacts): string {
  const named = [...new Set(ports.map(({ name, protocol }) => name || protocol))]
  const families = [...new Set(ports.map(({ family }) => family))]
  const on = named.length >= service.ports.length ? '' : ` on port ${listed(named)}`
  return families.length >= Math.max(1, service.ipFamilies.length) ? on : `${on} over ${listed(families)}`
}

function unservedWords(why: NonNullable<TrafficSummary['unserved']>, { otherProxy }: ServiceFacts): string {
  switch (why) {
    case 'external-name':
      return 'kube-proxy has no rule for an ExternalName Service: DNS answers with another name.'
    case 'headless':
      return 'kube-proxy has no rule for a headless Service: clients go to the addresses that DNS answers with.'
    case 'other-proxy':
      return `Another proxy handles the Service, not kube-proxy: ${otherProxy ?? ''}.`
    case 'no-ports':
      return 'kube-proxy has no rule for a Service without ports.'
    case 'no-cluster-ip':
      return 'kube-proxy has no rule for a Service that has no clusterIP yet.'
    default:
      return unreachable(why)
  }
}
