import { GROUPINGS, HEALTHS } from '@slicescope/picture'
import { parseFrom } from './from.ts'
import { parseCompared, parseMoment } from './moment.ts'
import { NOWHERE, type Place, type Selection, SERVICE_TYPES, type ServiceName, TABS } from './place.ts'
import { parseRange } from './range.ts'

/** The place that an address names. What is not understood is left out, so that old links keep working. */
export function parsePlace({ pathname, search }: { readonly pathname: string; readonly search: string }): Place {
  const params = new URLSearchParams(search)
  const segments = pathname.split('/').slice(1).map(decode)
  const cluster = segments[0] === 'c' && segments[1] ? segments[1] : null
  const group = params.get('group')
  const compare = parseCompared(params.get('compare') ?? '')
  return {
    cluster,
    service: cluster === null ? null : parseService(segments.slice(2)),
    isOverview: cluster !== null && segments.length === 3 && segments[2] === 'overview',
    selection: parseSelection(params.get('sel')),
    grouping: GROUPINGS.find(each => each === group) ?? NOWHERE.grouping,
    view: params.get('view') === 'table' ? 'table' : 'graph',
    tab: TABS.find(each => each === params.get('tab')) ?? NOWHERE.tab,
    from: parseFrom(params.get('from') ?? ''),
    mark: params.get('mark') || null,
    at: compare?.to ?? parseMoment(params.get('at') ?? ''),
    compare,
    range: parseRange(params.get('range') ?? '') ?? NOWHERE.range,
    query: params.get('q') ?? '',
    namespace: params.get('ns') || null,
    health: parseHealth(params.get('health') ?? ''),
    finding: params.get('finding') || null,
    type: SERVICE_TYPES.find(each => each === params.get('type')) ?? null,
    zone: params.get('zone'),
    node: params.get('node') || null,
    workload: params.get('workload') || null,
    identity: params.get('id') || null,
  }
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

function parseService([ns, namespace, svc, name]: readonly string[]): ServiceName | null {
  return ns === 'ns' && svc === 'svc' && namespace && name ? { namespace, name } : null
}

function parseSelection(text: string | null): Selection | null {
  const [, kind = '', key] = /^(slice|zone|node|pod):(.*)$/s.exec(text ?? '') ?? []
  if (key === undefined) return null
  switch (kind) {
    case 'slice':
    case 'node':
    case 'pod':
      return key === '' ? null : { kind, key }
    case 'zone':
      return { kind, key }
    default:
      return null
  }
}

function parseHealth(text: string) {
  const words = text.split(',')
  return HEALTHS.filter(health => words.includes(health))
}
