import { type ObjectKey, type Resource, RESOURCES } from '@slicescope/model'

/** What is stored together: objects whose names say that they belong together are in one bucket. */
export type Bucket = number

const BUCKETS = 4096

/** Whatever has no namespace, and all entries that are about no object. */
export const CLUSTER_BUCKET: Bucket = BUCKETS

/** Of these there are many; all else of a namespace is in one bucket. */
const BY_NAME: ReadonlySet<Resource> = new Set<Resource>(['pods', 'endpointslices', 'endpoints', 'events'])

/** The bucket of an object. It follows from its key alone, so an object never moves. */
export function bucketOf(resource: Resource, key: ObjectKey): Bucket {
  if (!RESOURCES[resource].namespaced) return CLUSTER_BUCKET
  if (BY_NAME.has(resource)) return hashOf(resource === 'endpoints' ? key : stemOf(key)) % BUCKETS
  return bucketOfNamespace(key.slice(0, key.indexOf('/')))
}

/** Of what is remembered of a Service; its slices and most of its pods are there, too. */
export function bucketOfService(key: ObjectKey): Bucket {
  return hashOf(key) % BUCKETS
}

/** Of its Services, workloads, policies and the like. */
export function bucketOfNamespace(namespace: string): Bucket {
  return hashOf(namespace) % BUCKETS
}

/** FNV-1a, 32 bits. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash >>> 0
}

/** Of characters that the API server generates names from; a ReplicaSet's hash is longer and has a digit. */
const GENERATED = /-(?:\d+|(?:[bcdf-hj-np-tv-xz24-9]{6,10}-)?[bcdf-hj-np-tv-xz2456789]{5})$/

/** Without what a controller appended to the name of what it made. */
function stemOf(key: ObjectKey): string {
  const dot = key.indexOf('.')
  return (dot === -1 ? key : key.slice(0, dot)).replace(GENERATED, '')
}
