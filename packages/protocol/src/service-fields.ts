import type { ServiceView } from '@slicescope/view'
import { withoutAges } from './ages.ts'
import { addDigests, type Digest, digestOf, NO_DIGEST, subtractDigests } from './digest.ts'
import { isEqualJson } from './json-equality.ts'

/** The parts of a ServiceView whose entities have keys and travel one by one. */
export type ServiceCollection =
  | 'slices'
  | 'endpoints'
  | 'backends'
  | 'pods'
  | 'absentPods'
  | 'zones'
  | 'nodes'
  | 'ports'

/** All others travel whole when they change. */
export type ServiceFields = Omit<ServiceView, ServiceCollection>

const NAMED: { readonly [K in keyof ServiceFields]: K } = {
  service: 'service',
  health: 'health',
  ready: 'ready',
  total: 'total',
  starting: 'starting',
  terminating: 'terminating',
  absent: 'absent',
  servingTerminating: 'servingTerminating',
  notReady: 'notReady',
  unknown: 'unknown',
  wanted: 'wanted',
  rolling: 'rolling',
  recovered: 'recovered',
  standing: 'standing',
  loss: 'loss',
  verdict: 'verdict',
  findings: 'findings',
  cannotTell: 'cannotTell',
  checklist: 'checklist',
  changes: 'changes',
  unchangedBefore: 'unchangedBefore',
  nearMisses: 'nearMisses',
  traffic: 'traffic',
  dns: 'dns',
  legacyEndpoints: 'legacyEndpoints',
  deleted: 'deleted',
  freshness: 'freshness',
}
const NAMES = Object.values(NAMED)

/** Ages aside. */
export function changedFields(before: ServiceFields, after: ServiceFields): Partial<ServiceFields> {
  const changed: Partial<ServiceFields> = {}
  for (const name of NAMES) {
    if (!isEqualJson(wireForm(before, name), wireForm(after, name))) copyField(changed, after, name)
  }
  return changed
}

function copyField<K extends keyof ServiceFields>(
  to: Partial<Pick<ServiceFields, K>>,
  from: Pick<ServiceFields, K>,
  name: K,
): void {
  to[name] = from[name]
}

/** What a change of fields adds to the digest. */
export function fieldsDifference(before: ServiceFields, changed: Partial<ServiceFields>): Digest {
  const after = { ...before, ...changed }
  return NAMES.filter(name => name in changed).reduce(
    (sum, name) => addDigests(sum, subtractDigests(digestOfField(after, name), digestOfField(before, name))),
    NO_DIGEST,
  )
}

export function digestOfFields(fields: ServiceFields): Digest {
  return NAMES.reduce((sum, name) => addDigests(sum, digestOfField(fields, name)), NO_DIGEST)
}

function digestOfField(fields: ServiceFields, name: keyof ServiceFields): Digest {
  return digestOf(name, wireForm(fields, name))
}

function wireForm(fields: ServiceFields, name: keyof ServiceFields): unknown {
  return name === 'freshness' ? withoutAges(fields.freshness) : fields[name]
}
