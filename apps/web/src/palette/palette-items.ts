import type { Row, SearchAnswer, SearchHit } from '@slicescope/view'
import type { Place } from '../url/place.ts'
import { OVERVIEW } from '../url/place.ts'
import { fuzzyServices } from './fuzzy-services.ts'

/** A line of the palette, and where it leads. */
export interface PaletteItem {
  readonly key: string
  readonly kind: SearchHit['kind'] | 'command'
  readonly title: string
  readonly detail: string
  readonly to: Partial<Place> | 'share' | 'theme' | 'help'
}

const COMMANDS: readonly PaletteItem[] = [
  { key: 'overview', kind: 'command', title: 'Overview', detail: 'g o', to: OVERVIEW },
  { key: 'share', kind: 'command', title: 'Share: copy picture, link, Markdown', detail: 's', to: 'share' },
  { key: 'theme', kind: 'command', title: 'Switch between dark and light', detail: '', to: 'theme' },
  { key: 'help', kind: 'command', title: 'All keys', detail: '?', to: 'help' },
  { key: 'table', kind: 'command', title: 'Show the table', detail: 't', to: { view: 'table' } },
  { key: 'graph', kind: 'command', title: 'Show the graph', detail: 't', to: { view: 'graph' } },
  { key: 'by zone', kind: 'command', title: 'Group by zone', detail: '', to: { grouping: 'zone', view: 'graph' } },
  { key: 'by node', kind: 'command', title: 'Group by node', detail: '', to: { grouping: 'node', view: 'graph' } },
  {
    key: 'by workload',
    kind: 'command',
    title: 'Group by workload',
    detail: '',
    to: { grouping: 'workload', view: 'graph' },
  },
  { key: 'why', kind: 'command', title: 'Why: the findings', detail: 'w', to: { selection: null, tab: 'why' } },
]

/** What the palette offers: what the server found, Services that are like the query, findings, and commands. */
export function paletteItems(
  query: string,
  rows: readonly Row[],
  answer: SearchAnswer | undefined,
): readonly PaletteItem[] {
  const text = query.trim().toLowerCase()
  if (text === '') return COMMANDS
  const hits = (answer?.hits ?? []).map(toItem)
  const known = new Set(hits.map(({ key }) => key))
  const similar = fuzzyServices(rows, text)
    .map(({ key, namespace, name }) =>
      toItem({ kind: 'service', title: name, detail: namespace, services: [key], select: null, namespace: null }),
    )
    .filter(({ key }) => !known.has(key))
  const commands = COMMANDS.filter(({ title }) => title.toLowerCase().includes(text))
  return [...hits, ...similar, ...findingItems(rows, text), ...commands]
}

function toItem({ kind, title, detail, services, select, namespace }: SearchHit): PaletteItem {
  const [first = ''] = services
  const [ns = '', name = ''] = first.split('/')
  const more = services.length > 1 ? `, behind ${services.length} Services` : ''
  const behind = kind === 'service' || kind === 'namespace' || services.length === 0 ? '' : `, Service ${first}`
  return {
    key: `${kind} ${title} ${first}`,
    kind,
    title,
    detail: `${detail}${more === '' ? behind : more}`,
    to:
      namespace !== null || first === ''
        ? { namespace: namespace ?? null, service: null, isOverview: true }
        : { service: { namespace: ns, name }, selection: select, mark: null },
  }
}

function findingItems(rows: readonly Row[], text: string): readonly PaletteItem[] {
  const titles = new Map(rows.flatMap(({ findings }) => findings.map(({ code, title }) => [code, title] as const)))
  return [...titles]
    .filter(([code, title]) => `${code} ${title}`.toLowerCase().includes(text))
    .map(([code, title]) => ({
      key: `finding ${code}`,
      kind: 'command' as const,
      title: `${code} ${title}`,
      detail: 'Services with this finding',
      to: { finding: code, query: '', health: [] },
    }))
}
