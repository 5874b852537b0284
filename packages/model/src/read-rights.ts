import { RESOURCE_NAMES, RESOURCES } from './resources.ts'

/** A rule of an RBAC role. */
export interface ReadRight {
  readonly apiGroups: readonly [group: string]
  readonly resources: readonly string[]
  readonly verbs: readonly string[]
}

/** Read one by one when a verdict depends on them, never listed. */
const LEASES: ReadRight = { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['get'] }

/** Everything that Slicescope reads from a cluster, as the rules of a role. */
export const READ_RIGHTS: readonly ReadRight[] = [
  ...[...new Set(RESOURCE_NAMES.map(resource => RESOURCES[resource].group))].map(group => ({
    apiGroups: [group] as const,
    resources: RESOURCE_NAMES.filter(resource => RESOURCES[resource].group === group),
    verbs: ['get', 'list', 'watch'],
  })),
  LEASES,
]
