import { isPodFinished, isPodTerminating } from '@slicescope/kubernetes'
import { isSelected, type Labels, type Pod } from '@slicescope/model'
import type { Case } from '../case.ts'
import { isAppKey, type PairMiss } from '../selectors/near-miss.ts'
import { nearSets } from '../selectors/near-sets.ts'
import { WORKLOAD_KINDS } from '@slicescope/graph'

/** Labels that operators and sidecars are known to set at run time, so that a Service follows the leader. */
const ROLE_KEYS: ReadonlySet<string> = new Set([
  'redis-role',
  'redisfailovers-role',
  'spilo-role',
  'cnpg.io/instanceRole',
  'postgres-operator.crunchydata.com/role',
  'vault-active',
  'vault-sealed',
  'vault-initialized',
  'mysql.oracle.com/cluster-role',
  'moco.cybozu.com/role',
  'ray.io/serve',
])

const FOLLOWERS = ['replica', 'slave', 'standby', 'secondary', 'follower', 'reader', 'sync_standby'] as const

const ROLES: ReadonlySet<string> = new Set(['master', 'primary', 'leader', 'active', 'writer', ...FOLLOWERS])

/** As in `role`, `my-role`, `instanceRole`, `is-leader`. */
const ROLE_WORD = /(?:^|[^a-z])(?:role|leader|master|primary|active)(?:$|[^a-z])|[a-z]Role$/

/** Given to every pod by a controller, which decides over no role. */
const GIVEN: ReadonlySet<string> = new Set([
  'pod-template-hash',
  'controller-revision-hash',
  'pod-template-generation',
  'rollouts-pod-template-hash',
  'statefulset.kubernetes.io/pod-name',
  'apps.kubernetes.io/pod-index',
  'batch.kubernetes.io/job-completion-index',
  'topology.kubernetes.io/zone',
  'topology.kubernetes.io/region',
])

/** A pair of the selector that something sets on pods while they run, and that no pod has. */
export interface MissingRole {
  readonly key: string
  readonly value: string
  /** Whether what sets the label is known to be no pod template. */
  readonly isProven: boolean
  /** The pods that have all other pairs. */
  readonly pods: readonly Pod[]
}

/** The role that no pod carries, of a selector that matches none; null where the pair is an ordinary one. Needs pods, WORKLOAD_KINDS help. */
export function missingRole(c: Case): MissingRole | null {
  return c.once(findMissingRole)
}

function findMissingRole(c: Case): MissingRole | null {
  const isAlone = Object.keys(c.service.spec.selector).length === 1
  const near = nearSets(c, misses => misses.length === 1)
  const miss = near
    .flatMap(({ misses }) => misses)
    // Where it is the only pair, no other tells whose pods are meant: it must speak for itself.
    .find(each => mayBeRole(each, c) && (!isAlone || (each.kind !== 'absent' && isRoleKey(each.key))))
  if (miss === undefined) return null
  const alike = near.filter(({ misses }) => misses[0]?.key === miss.key)
  if (alike.some(({ misses }) => misses.some(isSlip))) return null
  const pods = alike.flatMap(set => set.pods).filter(pod => !isPodFinished(pod) && !isPodTerminating(pod))
  const { key, value } = miss
  return pods.length === 0 ? null : { key, value, isProven: knowsWorkloads(c), pods }
}

/** Of the value: whether one pod alone is right not to have it. */
export function isFollower(value: string): boolean {
  return FOLLOWERS.some(follower => follower === value.toLowerCase())
}

function mayBeRole(miss: PairMiss, c: Case): boolean {
  const { key, value } = miss
  if (GIVEN.has(key) || isSlip(miss)) return false
  if (ROLE_KEYS.has(key)) return true
  if (isAppKey(key)) return false
  const templates = templatesBeside(key, c)
  if (templates.some(labels => Object.hasOwn(labels, key))) return false
  if (isRoleKey(key) || isRole(value)) return true
  // Something other than a template sets it: the pods have it, and what makes them does not.
  return miss.kind !== 'absent' && templates.length > 0
}

/** A near miss of the value or the key, unless both values are roles: leader and reader. */
function isSlip(miss: PairMiss): boolean {
  if (miss.kind === 'key') return true
  return (miss.kind === 'value' || miss.kind === 'case') && !(isRole(miss.value) && isRole(miss.found))
}

function isRoleKey(key: string): boolean {
  return ROLE_KEYS.has(key) || ROLE_WORD.test(key)
}

function isRole(value: string): boolean {
  return ROLES.has(value.toLowerCase())
}

function knowsWorkloads(c: Case): boolean {
  return WORKLOAD_KINDS.every(kind => c.knows(kind))
}

/** The labels in the templates whose pods have all pairs but that one. */
function templatesBeside(key: string, c: Case): readonly Labels[] {
  const { [key]: _, ...rest } = c.service.spec.selector
  return WORKLOAD_KINDS.flatMap(kind => {
    const workloads = c.read(kind)
    // Their pods do not match, so nothing else tells that one comes or goes.
    if (workloads.countByIndex('namespace', c.namespace) === 0) return []
    return workloads
      .byIndex('namespace', c.namespace)
      .map(({ spec }) => spec.template?.metadata?.labels ?? {})
      .filter(labels => isSelected(rest, labels))
  })
}
