import { formatFrom } from './from.ts'
import { formatCompared } from './moment.ts'
import { NOWHERE, type Place } from './place.ts'
import { formatRange } from './range.ts'

/** The address of a place, the inverse of `parsePlace`. What is as usual is left out. */
export function formatPlace(place: Place): string {
  return `${formatPath(place)}${formatQuery(place)}`
}

function formatPath({ cluster, service, isOverview }: Place): string {
  if (cluster === null) return '/'
  const base = `/c/${encodeURIComponent(cluster)}`
  if (service === null) return isOverview ? `${base}/overview` : base
  return `${base}/ns/${encodeURIComponent(service.namespace)}/svc/${encodeURIComponent(service.name)}`
}

function formatQuery(place: Place): string {
  const { selection, grouping, view, tab, from, mark, query, namespace, health, finding, type, zone, node } = place
  const pairs = [
    selection && pair('sel', `${selection.kind}:${selection.key}`),
    grouping !== NOWHERE.grouping && pair('group', grouping),
    view !== NOWHERE.view && pair('view', view),
    tab !== NOWHERE.tab && pair('tab', tab),
    from !== null && pair('from', formatFrom(from)),
    mark !== null && pair('mark', mark),
    place.at !== null && place.compare === null && pair('at', place.at),
    place.compare !== null && pair('compare', formatCompared(place.compare)),
    place.range !== NOWHERE.range && pair('range', formatRange(place.range)),
    query !== '' && pair('q', query),
    namespace !== null && pair('ns', namespace),
    health.length > 0 && pair('health', health.join(',')),
    finding !== null && pair('finding', finding),
    type !== null && pair('type', type),
    zone !== null && pair('zone', zone),
    node !== null && pair('node', node),
    place.workload !== null && pair('workload', place.workload),
    place.identity !== null && pair('id', place.identity),
  ].filter(each => typeof each === 'string')
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}

/** Colons, slashes and commas stay readable. */
function pair(name: string, value: string): string {
  return `${name}=${encodeURIComponent(value).replace(/%(3A|2F|2C)/g, decodeURIComponent)}`
}
