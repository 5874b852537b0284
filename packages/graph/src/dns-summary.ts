import { type DnsName, dnsNames } from '@slicescope/kubernetes'
import type { EndpointSlice, Pod, Service } from '@slicescope/model'
import { isHeadless } from './service-facts.ts'

/** What DNS answers about a Service, in short. */
export interface DnsSummary {
  /** The Service's own, without a trailing dot, and what a pod of any namespace may write instead. */
  readonly name: string
  readonly short: string
  readonly rcode: DnsName['rcode']
  /** How many addresses the name has, of both families; of an ExternalName its one alias. */
  readonly answers: number
  /** Some of them. */
  readonly examples: readonly string[]
  /** Why there is no answer, or what is to be known of it. */
  readonly why: string | null
  /** The names of pods under a headless Service, by their hostnames. */
  readonly hostnames: {
    readonly total: number
    readonly resolving: number
    /** Some of those that do not resolve. */
    readonly failing: readonly { readonly name: string; readonly why: string }[]
  }
}

/** So many are named. */
const NAMED = 3

interface Asked {
  /** All that carry the Service's name in their label. */
  readonly slices: readonly EndpointSlice[]
  readonly clusterDomain: string
  /** Of its namespace, asked for where pods have names; without them names that only a pod tells of are not counted. */
  readonly pods: () => readonly Pod[]
}

export function summarizeDns(service: Service, { slices, clusterDomain, pods }: Asked): DnsSummary {
  // With a clusterIP its name needs no endpoint, and no hostname is promised a name.
  const hasHostnames = isHeadless(service.spec)
  const names = dnsNames(service, hasHostnames ? slices : [], { clusterDomain, pods: hasHostnames ? pods() : [] })
  const byName = Map.groupBy(names, ({ name }) => name)
  const [[name = '', own = []] = [], ...others] = byName
  const rcode = rcodeOf(own)
  const answers = [...new Set(own.flatMap(row => row.answers))]
  return {
    name,
    short: own[0]?.short ?? '',
    rcode,
    answers: answers.length,
    examples: answers.slice(0, NAMED),
    // That it lacks the other family is no news of a name that resolves.
    why: own.find(row => row.rcode === rcode && row.why !== null)?.why ?? null,
    hostnames: countHostnames(others.flatMap(([, rows]) => (rows.every(isHostname) ? [rows] : []))),
  }
}

/** Of the types that are asked for together. */
function rcodeOf(rows: readonly DnsName[]): DnsName['rcode'] {
  return (['NOERROR', 'NODATA'] as const).find(rcode => rows.some(row => row.rcode === rcode)) ?? 'NXDOMAIN'
}

/** CoreDNS has names for endpoints without hostname too, but Kubernetes does not promise those. */
function isHostname({ type, beyondSpec }: DnsName): boolean {
  return (type === 'A' || type === 'AAAA') && beyondSpec !== true
}

function countHostnames(names: readonly (readonly DnsName[])[]): DnsSummary['hostnames'] {
  const failing = names.filter(rows => rcodeOf(rows) !== 'NOERROR')
  return {
    total: names.length,
    resolving: names.length - failing.length,
    failing: failing
      .slice(0, NAMED)
      .map(rows => ({ name: rows[0]?.name ?? '', why: rows.find(({ why }) => why !== null)?.why ?? '' })),
  }
}
