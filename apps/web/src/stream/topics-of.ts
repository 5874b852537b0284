import type { Topic } from '@slicescope/protocol'

/** What a page that shows this Service, or none, watches. */
export function topicsOf(service: { readonly namespace: string; readonly name: string } | null): readonly Topic[] {
  const overview: Topic = { type: 'overview', namespace: '*' }
  if (service === null) return [overview]
  return [overview, { type: 'service', key: `${service.namespace}/${service.name}` }]
}
