import type { Comparison, History, Timeline, Timelines } from '@slicescope/view'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { type AskedService, clusterPath, servicePath } from './asked.ts'
import type { Compared } from '../url/place.ts'
import { getJson, hasList } from './get-json.ts'

/** A stretch of time, ms since the epoch. */
interface Span {
  readonly from: number
  readonly to: number
}

/** The last `length` ms up to now, or a stretch of the past. */
export type AskedSpan = { readonly length: number } | Span

interface Timed {
  readonly asked: AskedSpan
  /** The server's clock, ms. */
  readonly now: () => number
}

/** ms; what is newer the page sees itself. */
const REFRESH = { short: 10_000, long: 60_000, begin: 3000 }
const LONG_MS = 6 * 3_600_000

/** Counts, marks and changes of a Service over time. */
export function timelineQuery(service: AskedService, { asked, now }: Timed) {
  return queryOptions({
    queryKey: ['timeline', service, asked],
    queryFn: ({ signal }) =>
      getJson(servicePath({ ...service, at: null }, `/timeline?${spanParams(asked, now())}`), {
        signal,
        isExpected: (body): body is Timeline => hasList(body, 'points'),
      }),
    placeholderData: keepPreviousData,
    refetchInterval: refreshOf(asked),
    retry: false,
  })
}

function refreshOf(asked: AskedSpan): number | false {
  if (!('length' in asked)) return false
  return asked.length > LONG_MS ? REFRESH.long : REFRESH.short
}

/** Counts of all Services over time, in short, and which of them were broken. */
export function timelinesQuery(cluster: string, { asked, now }: Timed) {
  return queryOptions({
    queryKey: ['timelines', cluster, asked],
    queryFn: ({ signal }) =>
      getJson(clusterPath({ cluster, at: null }, `/timelines?${spanParams(asked, now())}`), {
        signal,
        isExpected: (body): body is Timelines => hasList(body, 'services'),
      }),
    placeholderData: keepPreviousData,
    refetchInterval: refreshOf(asked),
    retry: false,
  })
}

/** What of a cluster is recorded. */
export function historyQuery(cluster: string) {
  return queryOptions({
    queryKey: ['history', cluster],
    queryFn: ({ signal }) =>
      getJson(clusterPath({ cluster, at: null }, '/history'), {
        signal,
        isExpected: (body): body is History => hasList(body, 'gaps'),
      }),
    // Recording begins once the cluster is listed.
    refetchInterval: ({ state: { data } }) => (data?.from == null ? REFRESH.begin : REFRESH.long),
    retry: false,
  })
}

/** What differs between two moments of a Service. */
export function compareQuery(service: AskedService, { from, to }: Compared) {
  return queryOptions({
    queryKey: ['compare', service.cluster, service.service, from, to],
    queryFn: ({ signal }) =>
      getJson(
        servicePath({ ...service, at: null }, `/compare?from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}`),
        { signal, isExpected: (body): body is Comparison => hasList(body, 'clauses') },
      ),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    retry: false,
  })
}

function spanParams(asked: AskedSpan, now: number): string {
  const { from, to } = 'length' in asked ? { from: now - asked.length, to: now } : asked
  return [`from=${timeParam(from)}`, `to=${timeParam(to)}`].join('&')
}

function timeParam(ms: number): string {
  return encodeURIComponent(new Date(ms).toISOString())
}
