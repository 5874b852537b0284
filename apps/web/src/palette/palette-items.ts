import { GROUPINGS } from '@slicescope/picture'
import type { Row, SearchAnswer, SearchHit } from '@slicescope/view'
import type { Cluster } from '../questions/clusters.ts'
import { ACTION_WORDS, SHARE_ACTIONS, type ShareAction } from '../share/share-actions.ts'
import type { Place } from '../url/place.ts'
import { OVERVIEW, UNFILTERED } from '../url/place.ts'
import { fuzzyServices } from './fuzzy-services.ts'

/** Where a line leads: a place, or what the page does. */
export type PaletteTarget =
  | { readonly go: Partial<Place> }
  | { readonly share: ShareAction | 'menu' }
  | { readonly theme: 'dark' | 'light' }
  | { readonly help: true }
  | { readonly files: true }

/** A line of the palette, and where it leads. */
export interface PaletteItem {
  readonly key: string
  readonly kind: SearchHit['kind'] | 'cluster' | 'finding' | 'command'
  readonly title: string
  readonly detail: string
  readonly to: PaletteTarget
}

function command(title: string, detail: string, to: PaletteTarget): PaletteItem {
  return { key: `command ${title}`, kind: 'command', title, detail, to }
}

const COMMANDS: readonly PaletteItem[] = [
  command('Overview of the cluster', 'g o', { go: OVERVIEW }),
  command('Share', 's', { share: 'menu' }),
  ...SHARE_ACTIONS.map(action =>
    command(ACTION_WORDS[action].label, `s ${ACTION_WORDS[action].key}`, { share: action }),
  ),
  command('Dark theme', '', { theme: 'dark' }),
  command('Light theme', '', { theme: 'light' }),
  command('Show the table', 't', { go: { view: 'table' } }),
  command('Show the graph', 't', { go: { view: 'graph' } }),
  ...GROUPINGS.map(grouping => command(`Group by ${grouping}`, '', { go: { grouping, view: 'graph' } })),
  command('Group automatically', '', { go: { grouping: 'auto', view: 'graph' } }),
  command('Why: the findings', 'w', { go: { selection: null, tab: 'why' } }),
  command('Traffic: who answers from where', '', { go: { selection: null, tab: 'traffic' } }),
  command('DNS names', '', { go: { selection: null, tab: 'dns' } }),
  command('Clear the filters of the list', '', { go: { ...UNFILTERED, namespace: null } }),
  command('Open a recording or a kubectl list', 'or drop the file on the page', { files: true }),
  command('All keys', '?', { help: true }),
]

interface Known {
  readonly rows: readonly Row[]
  readonly clusters: readonly Cluster[]
  readonly answer: SearchAnswer | undefined
  /** Keys of Services, the last first. */
  readonly recent: readonly string[]
}

/** What the palette offers: what the server found, Services that are like the query, clusters, findings, and commands. */
export function paletteItems(query: string, { rows, clusters, answer, recent }: Known): readonly PaletteItem[] {
  const text = query.trim().toLowerCase()
  if (text === '') return [...recent.map(recentItem), ...COMMANDS]
  const words = text.split(/\s+/)
  const isMeant = (...parts: readonly string[]) => words.every(word => parts.join(' ').toLowerCase().includes(word))
  const hits = (answer?.hits ?? []).flatMap(toItems)
  const known = new Set(hits.map(({ key }) => key))
  const similar = fuzzyServices(rows, text)
    .map(({ key, namespace, name }) => serviceItem('service', { title: name, detail: namespace, key, select: null }))
    .filter(({ key }) => !known.has(key))
  const others = clusters
    .filter(({ context, slug }) => isMeant('cluster', context, slug))
    .map(({ slug, context, state }) => ({
      key: `cluster ${slug}`,
      kind: 'cluster' as const,
      title: context,
      detail: state ?? 'not open',
      to: { go: { ...UNFILTERED, cluster: slug, identity: null, service: null, selection: null, namespace: null } },
    }))
  const findings = findingItems(rows).filter(({ title }) => isMeant('finding', title))
  return [...hits, ...similar, ...others, ...findings, ...COMMANDS.filter(({ title }) => isMeant(title))]
}

/** A backend behind several Services is a line for each of so many. */
const MOST_SERVICES = 6
const OF_A_BACKEND: ReadonlySet<SearchHit['kind']> = new Set(['pod', 'address', 'dns', 'host', 'workload'])

function toItems(hit: SearchHit): readonly PaletteItem[] {
  const { kind, title, detail, services, select, namespace, narrows } = hit
  const lines = services.slice(0, OF_A_BACKEND.has(kind) ? MOST_SERVICES : 1).map(key =>
    serviceItem(kind, {
      title,
      detail: kind === 'service' || kind === 'node' ? detail : `${detail}, Service ${key}`,
      key,
      select,
    }),
  )
  const [first] = services
  if (namespace !== null)
    return [
      {
        key: `namespace ${namespace}`,
        kind,
        title,
        detail: 'its Services',
        to: { go: { ...OVERVIEW, namespace } },
      },
    ]
  const isList = narrows !== null && (services.length !== 1 || first === undefined)
  return isList
    ? [
        ...(kind === 'workload' && services.length > 0 ? lines : []),
        narrowItem(hit, narrows),
        ...(kind === 'node' ? lines : []),
      ]
    : lines
}

function narrowItem(
  { kind, title, detail, services }: SearchHit,
  { by, value }: NonNullable<SearchHit['narrows']>,
): PaletteItem {
  const count = services.length > 1 ? `list its ${services.length} Services` : 'list its Services'
  return {
    key: `narrow ${by} ${value}`,
    kind,
    title,
    detail: services.length === 0 && by !== 'zone' ? detail : `${detail}, ${count}`,
    to: { go: { ...OVERVIEW, namespace: null, [by]: value } },
  }
}

function recentItem(key: string): PaletteItem {
  return serviceItem('service', {
    title: key.slice(key.indexOf('/') + 1),
    detail: `${key.slice(0, key.indexOf('/'))}, opened recently`,
    key,
    select: null,
  })
}

interface Found {
  readonly title: string
  readonly detail: string
  /** `namespace/name` of the Service that it leads to. */
  readonly key: string
  readonly select: SearchHit['select']
}

function serviceItem(kind: SearchHit['kind'], { title, detail, key, select }: Found): PaletteItem {
  const [namespace = '', name = ''] = key.split('/')
  return {
    key: `${kind} ${title} ${key}`,
    kind,
    title,
    detail,
    to: { go: { service: { namespace, name }, isOverview: false, selection: select, mark: null } },
  }
}

function findingItems(rows: readonly Row[]): readonly PaletteItem[] {
  const titles = new Map(rows.flatMap(({ findings }) => findings.map(({ code, title }) => [code, title] as const)))
  return [...titles].map(([code, title]) => ({
    key: `finding ${code}`,
    kind: 'finding',
    title: `${code} ${title}`,
    detail: 'list its Services',
    to: { go: { ...UNFILTERED, finding: code } },
  }))
}
