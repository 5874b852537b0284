import { parseTopic, type Topic } from '@slicescope/protocol'

/**
 * What a page that shows this Service, or none, watches. A name that no Service can have is not asked for: the server
 * would refuse the stream, and with it that of all other tabs.
 */
export function topicsOf(service: { readonly namespace: string; readonly name: string } | null): readonly Topic[] {
  const overview: Topic = { type: 'overview', namespace: '*' }
  if (service === null) return [overview]
  const key = `${service.namespace}/${service.name}`
  return canBeService(key) ? [overview, { type: 'service', key }] : [overview]
}

/** Whether the API would take a Service of this namespace and name. */
export function canBeService(key: string): boolean {
  return parseTopic(`service:${key}`) !== undefined
}
