import { CELL_STATES, type CellState, cellStateOf, compareNatural } from '@slicescope/picture'
import type { EndpointView, ServiceView } from '@slicescope/view'
import { portWords, stateWords } from '../words/endpoint-words.ts'

/** A line of the table: one endpoint of one slice, and what its backend and pod add. */
export interface TableLine {
  readonly endpoint: EndpointView
  readonly state: CellState
  /** For grouping: the slice's zone, else the Node's. */
  readonly zone: string | null
  /** Why its pod is not Ready, as the pod says; null where it is, or is not known. */
  readonly reason: string | null
  /** When its pod was made, RFC 3339. */
  readonly created: string | null
}

export const COLUMNS = [
  'State',
  'Target',
  'Address',
  'Ports',
  'Conditions',
  'Slice',
  'Node',
  'Zone',
  'Created',
] as const
export type Column = (typeof COLUMNS)[number]

/** The ports that all lines have, in words: a column of its own would say the same in each. Null where they differ. */
export function sharedPorts(lines: readonly TableLine[]): string | null {
  const [first] = lines
  if (first === undefined || lines.length === 1) return null
  const words = lineText(first, 'Ports')
  return words !== '' && lines.every(line => lineText(line, 'Ports') === words) ? words : null
}

export interface Sort {
  readonly column: Column
  readonly isReversed: boolean
}

/** What is broken first. */
export const BROKEN_FIRST: Sort = { column: 'State', isReversed: false }

const RANKS: Readonly<Record<CellState, number>> = {
  'not-ready': 0,
  portless: 1,
  unknown: 2,
  'serving-terminating': 3,
  terminating: 4,
  starting: 5,
  ready: 6,
}

/** All endpoints in the order wanted; those that are equal in it by zone, node and name, so that nothing jumps. */
export function tableLines(view: ServiceView, { column, isReversed }: Sort): readonly TableLine[] {
  const lines = linesOf(view)
  const order = column === 'State' ? byState : byText(column)
  const sorted = lines.toSorted((one, other) => order(one, other) || byPlace(one, other))
  return isReversed ? sorted.toReversed() : sorted
}

function linesOf({ backends, endpoints, pods }: ServiceView): readonly TableLine[] {
  const known = new Map(backends.map(backend => [backend.key, backend]))
  const own = new Map(pods.map(pod => [pod.key, pod]))
  return endpoints.map(endpoint => {
    const backend = known.get(endpoint.backend)
    const pod = own.get(endpoint.backend)
    const { state, starting } = endpoint
    const isReady = state === 'ready' && (backend?.state !== 'ready' || backend.ready)
    return {
      endpoint,
      state: cellStateOf({ state, starting, ready: isReady }),
      zone: backend?.zone ?? endpoint.zone,
      reason: pod === undefined || pod.ready ? null : pod.reason,
      created: pod?.creationTimestamp ?? null,
    }
  })
}

function byState(one: TableLine, other: TableLine): number {
  return RANKS[one.state] - RANKS[other.state]
}

function byText(column: Column) {
  return (one: TableLine, other: TableLine) => compareNatural(lineText(one, column), lineText(other, column))
}

function byPlace(one: TableLine, other: TableLine): number {
  return (
    compareNatural(lineText(one, 'Zone'), lineText(other, 'Zone')) ||
    compareNatural(lineText(one, 'Node'), lineText(other, 'Node')) ||
    compareNatural(one.endpoint.key, other.endpoint.key)
  )
}

/** What a column says of a line, in plain words. */
export function lineText(line: TableLine, column: Column): string {
  const { endpoint, zone, created } = line
  switch (column) {
    case 'State':
      return stateText(line)
    case 'Target':
      return endpoint.targetRef?.name ?? '(no target)'
    case 'Address':
      return endpoint.addresses.join(', ')
    case 'Ports':
      return endpoint.ports.length === 0 ? 'none' : endpoint.ports.map(portWords).join(', ')
    case 'Conditions':
      return conditionsText(endpoint)
    case 'Slice':
      return endpoint.slice
    case 'Node':
      return endpoint.nodeName ?? '(no node)'
    case 'Zone':
      return zone ?? '(no zone)'
    case 'Created':
      return created ?? ''
    default:
      return column satisfies never
  }
}

/** What every pod says that is not Ready; it tells nothing more. */
const USUAL_REASON = 'ContainersNotReady'

/** "not ready, ReadinessGatesNotReady" */
export function stateText({ endpoint, state, reason }: TableLine): string {
  if (endpoint.ignored !== null) return 'ignored'
  const words = stateWords(state, endpoint.published)
  return reason === null || reason === USUAL_REASON || state === 'ready' ? words : `${words}, ${reason}`
}

function conditionsText({ conditions }: EndpointView): string {
  const holds = Object.entries(conditions).flatMap(([name, value]) => (value ? [name] : []))
  return holds.length === 0 ? 'none' : holds.join(', ')
}

/** "82 not ready, 162 ready": entries by state, for the line over the table. */
export function entryCounts(
  lines: readonly TableLine[],
): readonly { readonly state: CellState; readonly count: number }[] {
  const counts = Map.groupBy(lines, ({ state }) => state)
  return CELL_STATES.toSorted((one, other) => RANKS[one] - RANKS[other]).flatMap(state => {
    const count = counts.get(state)?.length ?? 0
    return count === 0 ? [] : [{ state, count }]
  })
}

/** The lines as a file for spreadsheets (RFC 4180). */
export function tableCsv(lines: readonly TableLine[]): string {
  const rows = [COLUMNS, ...lines.map(line => COLUMNS.map(column => lineText(line, column)))]
  return rows.map(row => `${row.map(csvField).join(',')}\r\n`).join('')
}

/** Spreadsheets run what begins like a formula: a quote before it keeps it text. */
function csvField(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}
