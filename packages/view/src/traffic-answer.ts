import { lackWords } from '@slicescope/diagnosis'
import {
  answersFrom,
  type ClientNode,
  groupNodes,
  nodeZone,
  type PortTraffic,
  TRAFFIC_RULES_OF,
} from '@slicescope/kubernetes'
import type { EndpointSlice, Service } from '@slicescope/model'
import { PROXY_NAMESPACE } from './kube-proxy-pods.ts'
import type { QuestionInputs } from './rights.ts'
import type { NodeTraffic, TrafficDestination, TrafficGroups, TrafficPort } from './schema/traffic.ts'

interface Asked {
  readonly service: Service
  readonly slices: readonly EndpointSlice[]
  readonly inputs: QuestionInputs
  /** The cluster's, as `v1.37.2`; null where it is not known. */
  readonly version: string | null
}

/** From this node, who answers? Undefined for a Node that there is not. */
export function nodeTraffic(asked: Asked, name: string): NodeTraffic | undefined {
  const node = asked.inputs.listers.nodes.get(name)
  if (node === undefined) return undefined
  const zone = nodeZone(node) ?? null
  const ports = answersFrom(asked.service, asked.slices, { nodeName: name, zone: zone ?? undefined })
  return { ...head(asked), node: name, zone, ports: ports.map(toPort) }
}

/** From every node; with a zone from those that are in it, with '' from those that are in none. */
export function trafficGroups(asked: Asked, zone?: string): TrafficGroups {
  const all: ClientNode[] = [...asked.inputs.listers.nodes.list()].map(node => ({
    nodeName: node.metadata.name,
    zone: nodeZone(node),
  }))
  const nodes = zone === undefined ? all : all.filter(node => (node.zone ?? '') === zone)
  const groups = groupNodes(asked.service, asked.slices, nodes)
  return {
    ...head(asked),
    groups: groups.map(({ nodes: names, zone, ports }) => ({ nodes: [...names], zone, ports: ports.map(toPort) })),
  }
}

function head({ inputs, version }: Asked) {
  return { rulesOf: TRAFFIC_RULES_OF, notes: [...versionNotes(version), ...proxyNotes(inputs)] }
}

function versionNotes(version: string | null): readonly string[] {
  const release = /^v?(\d+\.\d+)/.exec(version ?? '')?.[1]
  if (release === undefined || release === TRAFFIC_RULES_OF) return []
  return [`kube-proxy ${TRAFFIC_RULES_OF} rules; this cluster runs Kubernetes ${release}.`]
}

function proxyNotes({ listers, coverage }: QuestionInputs): readonly string[] {
  const pods = coverage('pods', PROXY_NAMESPACE)
  if (pods !== 'known')
    return [`Cannot tell whether this cluster runs kube-proxy: pods in kube-system ${lackWords(pods)}.`]
  return listers.pods.countByIndex('kubeProxy', PROXY_NAMESPACE) > 0
    ? []
    : ['No kube-proxy pod found in kube-system: if this cluster uses another proxy, its rules can differ.']
}

function toPort({ name, protocol, family, internal, external, externalFromPods }: PortTraffic): TrafficPort {
  return {
    name,
    protocol,
    family,
    internal: toDestination(internal),
    external: toDestination(external),
    externalFromPods: toDestination(externalFromPods),
  }
}

function toDestination(destination: PortTraffic['internal']): TrafficDestination | null {
  if (destination === null) return null
  const { orNone, ...rest } = destination
  const others = orNone === undefined ? {} : { orNone: [...orNone] }
  return 'answers' in rest ? { ...rest, answers: [...rest.answers], ...others } : { ...rest, ...others }
}
