import { concerning, type Seen, seenIn } from '@slicescope/diagnosis'
import type { Listers, Resource, ResourceDelta } from '@slicescope/model'
import type { OwnServices } from './reads/own-services.ts'

/** What Services are made of. */
const MADE_OF: ReadonlySet<Resource> = new Set<Resource>(['services', 'endpointslices', 'pods', 'nodes'])

/** What a Delta shows to have happened to each Service that it touches. `listers` are as of after it. */
export function seenByService(
  delta: ResourceDelta,
  { near, far }: OwnServices,
  listers: Listers,
): readonly (readonly [key: string, seen: Seen])[] {
  const seen = seenIn(delta)
  if (seen.length === 0) return []
  // Whom pods and Nodes explain something, they need not belong to.
  const touched = new Set(MADE_OF.has(delta.resource) ? near : far)
  return [...touched].flatMap(key => {
    const service = listers.services.get(key)
    const own =
      service === undefined
        ? seen.filter(({ type }) => type === 'service-deleted')
        : concerning(service, { seen, delta, listers })
    return own.map(each => [key, each] as const)
  })
}
