import type { DnsAnswer, EventsAnswer, ExpectedAnswer, NodeTraffic, TrafficGroups } from '@slicescope/view'
import type { UseQueryOptions } from '@tanstack/react-query'
import { type AskedService, refreshOf, servicePath } from './asked.ts'
import { getJson, hasList } from './get-json.ts'

/** ms; they are asked again when the view changes, but Nodes and pods change them too. */
const REFRESH = 10_000

/** Of all nodes; with a zone, of those there. */
export function trafficGroupsQuery(asked: AskedService, zone?: string): UseQueryOptions<TrafficGroups> {
  const query = zone === undefined ? '' : `?zone=${encodeURIComponent(zone)}`
  return {
    queryKey: ['traffic', asked, 'zone', zone ?? null],
    queryFn: ({ signal }) =>
      getJson(servicePath(asked, `/traffic${query}`), {
        signal,
        isExpected: (body): body is TrafficGroups => hasList(body, 'groups'),
      }),
    refetchInterval: refreshOf(asked, REFRESH),
    retry: false,
  }
}

export function nodeTrafficQuery(asked: AskedService, node: string): UseQueryOptions<NodeTraffic> {
  return {
    queryKey: ['traffic', asked, 'node', node],
    queryFn: ({ signal }) =>
      getJson(servicePath(asked, `/traffic?node=${encodeURIComponent(node)}`), {
        signal,
        isExpected: (body): body is NodeTraffic => hasList(body, 'ports'),
      }),
    refetchInterval: refreshOf(asked, REFRESH),
    retry: false,
  }
}

export function dnsQuery(asked: AskedService): UseQueryOptions<DnsAnswer> {
  return {
    queryKey: ['dns', asked],
    queryFn: ({ signal }) =>
      getJson(servicePath(asked, '/dns'), { signal, isExpected: (body): body is DnsAnswer => hasList(body, 'names') }),
    refetchInterval: refreshOf(asked, REFRESH),
    retry: false,
  }
}

export function expectedQuery(asked: AskedService): UseQueryOptions<ExpectedAnswer> {
  return {
    queryKey: ['expected', asked],
    queryFn: ({ signal }) =>
      getJson(servicePath(asked, '/expected'), {
        signal,
        isExpected: (body): body is ExpectedAnswer => hasList(body, 'lines'),
      }),
    refetchInterval: refreshOf(asked, REFRESH),
    retry: false,
  }
}

export function eventsQuery(asked: AskedService): UseQueryOptions<EventsAnswer> {
  return {
    queryKey: ['events', asked],
    queryFn: ({ signal }) =>
      getJson(servicePath(asked, '/events'), {
        signal,
        isExpected: (body): body is EventsAnswer => hasList(body, 'events'),
      }),
    refetchInterval: refreshOf(asked, REFRESH),
    retry: false,
  }
}
