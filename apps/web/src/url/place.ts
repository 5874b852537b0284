import type { Grouping } from '@slicescope/picture'
import type { Health, Row } from '@slicescope/view'

/** What stands selected in the picture. Values are keys and names of the view: hostile text at worst, never markup. */
export interface Selection {
  readonly kind: 'slice' | 'zone' | 'node' | 'pod'
  /** A slice's name, a zone ('' for none), a node's name, a backend's key or a pod's uid. */
  readonly key: string
}

export interface ServiceName {
  readonly namespace: string
  readonly name: string
}

/** The clients on a node, or on the nodes of a zone ('' for none). */
export interface From {
  readonly kind: 'node' | 'zone'
  readonly key: string
}

/** As the API has them, and headless apart, as rows tell them. */
export const SERVICE_TYPES = [
  'ClusterIP',
  'NodePort',
  'LoadBalancer',
  'ExternalName',
] as const satisfies readonly Row['type'][]

/** What of a Service the details show. */
export const ROW_TABS = ['overview', 'why', 'pods', 'traffic', 'dns'] as const
const MORE_TABS = ['slices', 'events', 'yaml', 'endpoints'] as const
export const TABS = [...ROW_TABS, ...MORE_TABS] as const
export type Tab = (typeof TABS)[number]

/** How much time the strip shows. */
export const RANGES = ['15m', '1h', '6h', '24h', '7d'] as const
export type Range = (typeof RANGES)[number]

/** A stretch of time of the reader's own, RFC 3339; `to` is null for now. */
export interface OwnRange {
  readonly from: string
  readonly to: string | null
}

/** Two moments that are compared; RFC 3339. */
export interface Compared {
  readonly from: string
  readonly to: string
}

/** Where the page is: all that its address holds, and so all that a link can be sent of. */
export interface Place {
  readonly cluster: string | null
  /** Of the cluster that a link was made on; null once it was found, or where the link does not say. */
  readonly identity: string | null
  readonly service: ServiceName | null
  /** The cluster at a glance was asked for; without it and without a Service the page chooses what to open. */
  readonly isOverview: boolean
  readonly selection: Selection | null
  readonly grouping: Grouping | 'auto'
  readonly view: 'graph' | 'table'
  readonly tab: Tab
  /** Whose clients are asked for: who answers them is lit in the picture. */
  readonly from: From | null
  /** Code of the finding whose objects are marked in the picture. */
  readonly mark: string | null
  /** The moment shown, RFC 3339 or a position (`<epoch>-<number>`); null for now. */
  readonly at: string | null
  /** While two moments are compared, `at` is the later one. */
  readonly compare: Compared | null
  readonly range: Range | OwnRange
  /** Filters of the list. */
  readonly query: string
  readonly namespace: string | null
  readonly health: readonly Health[]
  /** A finding's code. */
  readonly finding: string | null
  readonly type: Row['type'] | null
  /** A zone's name; '' for what is in none. */
  readonly zone: string | null
  /** A Node's name. */
  readonly node: string | null
  /** `namespace/Kind/name` */
  readonly workload: string | null
}

export const NOWHERE: Place = {
  cluster: null,
  identity: null,
  service: null,
  isOverview: false,
  selection: null,
  grouping: 'auto',
  view: 'graph',
  tab: 'overview',
  from: null,
  mark: null,
  at: null,
  compare: null,
  range: '1h',
  query: '',
  namespace: null,
  health: [],
  finding: null,
  type: null,
  zone: null,
  node: null,
  workload: null,
}

/** The list as it is without filters, in all namespaces or in the one that was chosen. */
export const UNFILTERED = {
  query: '',
  health: [],
  finding: null,
  type: null,
  zone: null,
  node: null,
  workload: null,
} as const satisfies Partial<Place>

/** What leads from anywhere to the cluster at a glance. */
export const OVERVIEW: Partial<Place> = {
  service: null,
  isOverview: true,
  selection: null,
  mark: null,
  compare: null,
  ...UNFILTERED,
}

/** What leads to the comparison of two moments. */
export function comparedAt(compare: Compared): Partial<Place> {
  return { compare, at: compare.to }
}

/** What leads from the past, and from comparing, back to now. */
export const LIVE: Partial<Place> = { at: null, compare: null }

export function keyOf({ namespace, name }: ServiceName): string {
  return `${namespace}/${name}`
}
