import {
  addressFamilies,
  desiredEndpoints,
  endpointConditions,
  type EndpointConditions,
  type FindNode,
  findSkipReason,
  isControlled,
  MANAGED_BY_LABEL,
  podAddresses,
  resolveConditions,
  selectedPods,
  SLICE_CONTROLLER,
} from '@slicescope/kubernetes'
import { type EndpointSlice, type Pod, type Service, unreachable } from '@slicescope/model'
import type { QuestionInputs } from './rights.ts'
import type { ExpectedAnswer, ExpectedLine } from './schema/expected.ts'

interface Asked {
  readonly service: Service
  readonly slices: readonly EndpointSlice[]
  readonly inputs: QuestionInputs
}

/** Enough to read; what differs comes first. */
const MOST_LINES = 1000

/** Which pods the selector matches beside which the slices list, each difference with its reason. Needs pods and Nodes. */
export function expectedAnswer({ service, slices, inputs: { listers } }: Asked): ExpectedAnswer {
  const findNode: FindNode = name => listers.nodes.get(name)
  const { namespace } = service.metadata
  const pods = selectedPods(service, listers.pods.byIndex('namespace', namespace))
  const entries = mergeEntries(slices)
  const wanted = wantedPorts(service, pods, findNode)
  const matched = pods.map(pod => {
    const entry = entries.get(pod.metadata.uid) ?? findByAddress(entries, pod)
    if (entry !== undefined) entries.delete(entry.key)
    return matchedLine({ service, pod, entry, findNode }, wanted.get(pod.metadata.uid))
  })
  const others = [...entries.values()].map(entry => otherLine(service, entry, listers))
  const lines = [...matched, ...others].toSorted((a, b) => rankOf(a) - rankOf(b) || compare(a.name, b.name))
  return {
    notControlled: notControlled(service),
    matched: matched.length,
    listed: lines.filter(({ is }) => is !== null).length,
    differing: lines.filter(({ differs }) => differs).length,
    lines: lines.slice(0, MOST_LINES),
    more: Math.max(0, lines.length - MOST_LINES),
  }
}

/** The ports that each pod asks for, in words, by its uid; only of pods that belong in slices. */
function wantedPorts(
  service: Service,
  pods: readonly Pod[],
  findNode: FindNode,
): ReadonlyMap<string, ReadonlySet<string>> {
  const wanted = new Map<string, ReadonlySet<string>>()
  for (const { ports, endpoints } of desiredEndpoints(service, pods, findNode)) {
    const words = new Set(ports.map(portWords))
    for (const { targetRef } of endpoints) wanted.set(targetRef.uid, words)
  }
  return wanted
}

function portWords({ name, port, protocol }: EndpointSlice['ports'][number]): string {
  return [name, `${port ?? 'any port'}/${protocol ?? 'TCP'}`].filter(Boolean).join(' ')
}

function notControlled(service: Service): string | null {
  if (isControlled(service)) return null
  return service.spec.type === 'ExternalName'
    ? 'An ExternalName Service has no slices: DNS answers with another name.'
    : 'Without a selector, the writer of the slices decides what they list.'
}

/** What slices list of one pod, or of one address. */
interface Entry {
  /** The pod's uid; else `slice/address`. */
  readonly key: string
  readonly targetRef: EndpointSlice['endpoints'][number]['targetRef']
  readonly addresses: readonly string[]
  /** In words. */
  readonly ports: ReadonlySet<string>
  readonly conditions: EndpointConditions
  readonly slices: readonly string[]
  /** The slices whose writer is not the EndpointSlice controller, with their writers. */
  readonly foreign: readonly string[]
}

/** Ready in one slice is ready: kube-proxy sends to it. */
function mergeEntries(slices: readonly EndpointSlice[]): Map<string, Entry> {
  const entries = new Map<string, Entry>()
  for (const { metadata, endpoints, ports } of slices) {
    const words = ports.map(portWords)
    const manager = metadata.labels[MANAGED_BY_LABEL]
    const foreign = manager === SLICE_CONTROLLER ? [] : [`${metadata.name} (${manager ?? 'no managed-by label'})`]
    for (const { addresses, targetRef, conditions } of endpoints) {
      const key = targetRef?.uid || `${metadata.name}/${addresses[0] ?? ''}`
      const own = resolveConditions(conditions)
      const known = entries.get(key)
      entries.set(key, {
        key,
        targetRef,
        addresses: [...new Set([...(known?.addresses ?? []), ...addresses])],
        ports: new Set([...(known?.ports ?? []), ...words]),
        conditions: known === undefined || own.ready ? own : known.conditions,
        slices: [...new Set([...(known?.slices ?? []), metadata.name])],
        foreign: [...new Set([...(known?.foreign ?? []), ...foreign])],
      })
    }
  }
  return entries
}

function findByAddress(entries: ReadonlyMap<string, Entry>, pod: Pod): Entry | undefined {
  const own = new Set((pod.status?.podIPs ?? []).map(({ ip }) => ip))
  if (own.size === 0) return undefined
  return [...entries.values()].find(
    ({ targetRef, addresses }) => !targetRef?.uid && addresses.some(address => own.has(address)),
  )
}

interface Matched {
  readonly service: Service
  readonly pod: Pod
  readonly entry: Entry | undefined
  readonly findNode: FindNode
}

function matchedLine({ service, pod, entry, findNode }: Matched, ports: ReadonlySet<string> | undefined): ExpectedLine {
  const isWanted = ports !== undefined
  const should = isWanted ? endpointConditions(service, pod) : null
  const line = {
    key: pod.metadata.uid,
    name: pod.metadata.name,
    should,
    is: isOf(entry),
    isMatched: true,
  }
  const left = isWanted ? null : leftOutWords(service, pod, findNode)
  if (entry === undefined)
    return isWanted
      ? { ...line, why: 'In no slice: the EndpointSlice controller has not written it.', differs: true }
      : { ...line, why: left, differs: false }
  if (should === null || ports === undefined)
    return { ...line, why: `The slice lists it nevertheless. ${left ?? ''}`.trim(), differs: true }
  const why = differenceWords({ ...should, ports }, entry, pod)
  return { ...line, why, differs: why !== null }
}

function isOf(entry: Entry | undefined): ExpectedLine['is'] {
  return entry === undefined ? null : { ...entry.conditions, slices: [...entry.slices] }
}

function leftOutWords(service: Service, pod: Pod, findNode: FindNode): string | null {
  const reason = findSkipReason(service, pod, findNode)
  switch (reason) {
    case 'finished':
      return `Rightly in no slice: it has finished (phase ${pod.status?.phase ?? 'unknown'}).`
    case 'no-ip':
      return 'Rightly in no slice: it has no IP address yet.'
    case 'no-node':
      return pod.spec.nodeName === undefined
        ? 'Rightly in no slice: it is not scheduled.'
        : `Rightly in no slice: its Node ${pod.spec.nodeName} does not exist.`
    case undefined:
      return isControlled(service)
        ? `Rightly in no slice: it has no ${addressFamilies(service).join(' or ')} address.`
        : null
    default:
      return unreachable(reason)
  }
}

interface Should extends EndpointConditions {
  readonly ports: ReadonlySet<string>
}

function differenceWords(should: Should, entry: Entry, pod: Pod): string | null {
  const { conditions, addresses, foreign } = entry
  const differing = (['ready', 'serving', 'terminating'] as const).filter(name => should[name] !== conditions[name])
  const isSamePorts = listPorts(should.ports) === listPorts(entry.ports)
  const says = (own: EndpointConditions, ports: ReadonlySet<string>) =>
    [...differing.map(name => `${name} ${own[name]}`), ...(isSamePorts ? [] : [listPorts(ports)])].join(', ')
  if (differing.length > 0 || !isSamePorts) {
    const writer =
      foreign.length === 0 ? 'The EndpointSlice controller has not updated it.' : `Written by ${foreign.join(', ')}.`
    return `Its pod asks for ${says(should, should.ports)}; the slice says ${says(conditions, entry.ports)}. ${writer}`
  }
  const own = [...podAddresses(pod, 'IPv4'), ...podAddresses(pod, 'IPv6')]
  const strange = addresses.filter(address => !own.includes(address))
  return strange.length === 0 || own.length === 0
    ? null
    : `The slice lists ${strange.join(', ')}; the pod has ${own.join(', ')}.`
}

function listPorts(ports: ReadonlySet<string>): string {
  return ports.size === 0 ? 'no port' : `port ${[...ports].toSorted().join(' and ')}`
}

function otherLine(service: Service, entry: Entry, { pods }: QuestionInputs['listers']): ExpectedLine {
  const { targetRef, addresses } = entry
  const name = targetRef?.name ?? addresses[0] ?? ''
  const base = { key: entry.key, name, should: null, is: isOf(entry), isMatched: false }
  if (!isControlled(service)) return { ...base, why: null, differs: false }
  const by = entry.foreign.length === 0 ? '' : ` Written by ${entry.foreign.join(', ')}.`
  if (targetRef?.kind !== 'Pod' || targetRef.name === undefined)
    return { ...base, why: `It names no pod.${by}`, differs: true }
  const pod = pods.get(`${targetRef.namespace || service.metadata.namespace}/${targetRef.name}`)
  if (pod === undefined || (targetRef.uid !== undefined && pod.metadata.uid !== targetRef.uid))
    return { ...base, why: `Its pod does not exist any more.${by}`, differs: true }
  return { ...base, why: `${mismatchWords(service, pod)}${by}`, differs: true }
}

function mismatchWords({ metadata, spec }: Service, pod: Pod): string {
  if (pod.metadata.namespace !== metadata.namespace) return `Its pod is in namespace ${pod.metadata.namespace}.`
  const wrong = Object.entries(spec.selector)
    .filter(([key, value]) => pod.metadata.labels[key] !== value)
    .map(([key, value]) => {
      const own = pod.metadata.labels[key]
      return `${key}=${value}, but the pod has ${own === undefined ? `no label ${key}` : `${key}=${own}`}`
    })
  return `The selector asks for ${wrong.join('; ')}.`
}

/** What differs, what is left out, what agrees. */
function rankOf({ differs, why }: ExpectedLine): number {
  if (differs) return 0
  return why === null ? 2 : 1
}

function compare(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true })
}
