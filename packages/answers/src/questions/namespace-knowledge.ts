import { isUnreadable, type Listers, type Resource, type WatchState } from '@slicescope/model'

/**
 * What can be said of a namespace:
 * - `there`, `absent`: it exists, or does not
 * - `forbidden`: its Services cannot be listed
 * - `not-watched`: it is none of --namespace
 * - `not-recorded`: a recording holds nothing of it
 * - `not-asked`: it will be asked about, if that is wanted
 * - `loading`: that is not known yet
 * - `cannot-tell`: its Services may be listed and are none, but namespaces may not
 */
export type NamespaceKnowledge =
  | 'there'
  | 'absent'
  | 'forbidden'
  | 'not-watched'
  | 'not-recorded'
  | 'not-asked'
  | 'loading'
  | 'cannot-tell'

interface Known {
  readonly watches: readonly WatchState[]
  readonly listers: Pick<Listers, 'services' | 'namespaces'>
}

export function knowledgeOf(namespace: string, { watches, listers }: Known): NamespaceKnowledge {
  const ofResource = (resource: Resource) => watches.filter(watch => watch.resource === resource)
  const services = ofResource('services').filter(watch => [null, namespace].includes(watch.namespace))
  if (services.length === 0) return 'not-watched'
  const isFollowed = services.some(watch => watch.namespace === namespace && watch.hasSynced)
  const isHeld = isFollowed || listers.services.countByIndex('namespace', namespace) > 0
  if (!isHeld && services.some(({ byNamespace }) => mayBeFollowed(byNamespace, namespace))) return 'not-asked'
  if (!isHeld && services.every(({ phase }) => phase === 'forbidden')) return 'forbidden'
  if (!isHeld && services.every(({ phase }) => isUnreadable(phase))) return 'not-recorded'
  if (isHeld || listers.namespaces.get(namespace) !== undefined) return 'there'
  const namespaces = ofResource('namespaces')
  if (namespaces.some(({ phase }) => isUnreadable(phase))) return 'cannot-tell'
  return namespaces.length > 0 && namespaces.every(({ hasSynced }) => hasSynced) ? 'absent' : 'loading'
}

/** What is known of a moment of which nothing more will be known. */
export function settledKnowledge(knowledge: NamespaceKnowledge): NamespaceKnowledge {
  return knowledge === 'loading' || knowledge === 'not-asked' ? 'cannot-tell' : knowledge
}

export function isForbiddenEverywhere(resource: Resource, watches: readonly WatchState[]): boolean {
  const own = watches.filter(watch => watch.resource === resource)
  return own.length > 0 && own.every(({ phase }) => isUnreadable(phase))
}

/** In that namespace, which has not been asked about, or is not followed. */
function mayBeFollowed(byNamespace: WatchState['byNamespace'], namespace: string): boolean {
  return byNamespace?.isLooking === true || byNamespace?.named.includes(namespace) === true
}
