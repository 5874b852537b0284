import type { Pod, Service } from '@slicescope/model'
import type { Counts, PortCount, ZoneCount } from './counts.ts'
import type { Health } from './health.ts'
import type { Coverage, Moment } from './inputs.ts'
import { type Judgement, judge } from './judge.ts'
import { NO_WORKLOADS, type Workloads } from './shortfall.ts'
import { hasSelector, isHeadless, otherProxy, type ServiceType, serviceType } from './service-facts.ts'

/** What keeps a Service from being judged. */
export interface Doubt {
  readonly resource: 'services' | 'endpointslices'
  readonly coverage: Exclude<Coverage, 'known'>
}

/** Every Service has one, open or not. Holds nothing of stored objects. */
export interface ServiceSummary {
  /** `namespace/name` */
  readonly key: string
  readonly namespace: string
  readonly name: string
  readonly uid: string
  readonly type: ServiceType
  readonly headless: boolean
  readonly hasSelector: boolean
  readonly externalName: string | null
  readonly otherProxy: string | null
  /** `app=web,tier=front`; '' for none. */
  readonly selector: string
  readonly publishNotReadyAddresses: boolean
  readonly health: Health
  /** Why health is unknown before anything is counted; null when it was judged. */
  readonly doubt: Doubt | null
  /** Null with a doubt, as is `slices`; `ports` and `zones` are empty then. */
  readonly counts: Counts | null
  readonly slices: number | null
  readonly ports: readonly PortCount[]
  readonly zones: readonly ZoneCount[]
  /** Endpoints that no data plane uses; they are in no count. */
  readonly ignored: number
  /** Backends that are not ready, or terminate, and that slices call ready all the same: they get traffic and DNS names. */
  readonly published: number
  /** Whether its pods can be read, or do not matter: else all that is not ready counts as lost. */
  readonly knowsPods: boolean
  /** What the workloads behind it ask for. */
  readonly workloads: Workloads
  /** See Judgement. */
  readonly healthOfPorts: Health
  readonly lostSince: { readonly first: number; readonly last: number } | null
  /** When it comes out differently by time alone, ms since the epoch; null for never. */
  readonly recheckAt: number | null
  readonly creationTimestamp: string | null
  readonly deletionTimestamp: string | null
}

interface Summarized {
  readonly summary: ServiceSummary
  /** Null where there is a doubt. */
  readonly judgement: Judgement | null
}

/** Judges a Service from scratch. `matched`: the pods that its selector matches. */
export function summarize(service: Service, inputs: Moment, matched: () => readonly Pod[]): Summarized {
  const doubt = findDoubt(service, inputs)
  if (doubt !== null) return { summary: unjudged(service, doubt), judgement: null }
  const judgement = judge(service, inputs, matched)
  const {
    health,
    counts,
    ports,
    zones,
    ignored,
    slices,
    backends,
    workloads,
    healthOfPorts,
    lostSince,
    recheckAt,
    readsPods,
  } = judgement
  const knowsPods = !readsPods || inputs.coverage('pods', service.metadata.namespace) === 'known'
  const summary = {
    ...unjudged(service, null),
    health,
    counts,
    slices: slices.length,
    ports,
    zones,
    ignored,
    published: backends.filter(backend => backend.published).length,
    knowsPods,
    workloads,
    healthOfPorts,
    lostSince,
    recheckAt,
  }
  return { summary, judgement }
}

/** Nothing is claimed about a Service before both resources were listed completely, nor while either is refused. */
function findDoubt({ metadata }: Service, { coverage }: Moment): Doubt | null {
  for (const resource of ['services', 'endpointslices'] as const) {
    const known = coverage(resource, metadata.namespace)
    if (known !== 'known') return { resource, coverage: known }
  }
  return null
}

/** What is known of it before anything is counted. One literal, which costs a third less than one put together of two. */
function unjudged(service: Service, doubt: Doubt | null): ServiceSummary {
  const { metadata, spec } = service
  const health: Health = serviceType(spec) === 'ExternalName' ? 'external' : 'unknown'
  return {
    key: `${metadata.namespace}/${metadata.name}`,
    namespace: metadata.namespace,
    name: metadata.name,
    uid: metadata.uid,
    type: serviceType(spec),
    headless: isHeadless(spec),
    hasSelector: hasSelector(service),
    externalName: spec.externalName ?? null,
    otherProxy: otherProxy(metadata.labels),
    selector: Object.entries(spec.selector)
      .map(pair => pair.join('='))
      .join(),
    publishNotReadyAddresses: spec.publishNotReadyAddresses ?? false,
    creationTimestamp: metadata.creationTimestamp ?? null,
    deletionTimestamp: metadata.deletionTimestamp ?? null,
    health,
    doubt,
    counts: null,
    slices: null,
    ports: [],
    zones: [],
    ignored: 0,
    published: 0,
    knowsPods: false,
    workloads: NO_WORKLOADS,
    healthOfPorts: health,
    lostSince: null,
    recheckAt: null,
  }
}
