import { READ_RIGHTS } from '@slicescope/model'
import type { Json } from './kube-types.ts'
import { type BoundUser, userName } from './users.ts'

type Rule = (typeof READ_RIGHTS)[number]

const RBAC_PATH = '/apis/rbac.authorization.k8s.io/v1'

/** Everything that the product reads, but the resources that are left out. */
function rulesWithout(...left: readonly string[]): readonly Rule[] {
  return READ_RIGHTS.map(rule => ({ ...rule, resources: rule.resources.filter(resource => !left.includes(resource)) }))
}

const RULES: Readonly<Record<BoundUser, readonly Rule[]>> = {
  dns: rulesWithout(),
  reader: rulesWithout(),
  oneNamespace: rulesWithout('nodes', 'namespaces'),
  withoutPods: rulesWithout('pods'),
  withoutNodes: rulesWithout('nodes'),
}

export type RbacObject = { readonly path: string; readonly body: Json }

export type Rights = {
  readonly role: RbacObject
  readonly binding: RbacObject
  /** Namespace in which the rights hold; undefined: in all of them. */
  readonly namespace: string | undefined
}

/** The Role and RoleBinding (in `namespace`, for the user of one namespace) or ClusterRole and ClusterRoleBinding of a user. */
export function rightsOf(user: BoundUser, namespace: string): Rights {
  const scope = user === 'oneNamespace' ? namespace : undefined
  const kind = scope === undefined ? 'ClusterRole' : 'Role'
  const path = scope === undefined ? RBAC_PATH : `${RBAC_PATH}/namespaces/${scope}`
  const plural = scope === undefined ? 'clusterrole' : 'role'
  const name = `slicescope-${userName(user)}`
  const metadata = { name, ...(scope === undefined ? {} : { namespace: scope }) }
  const apiGroup = 'rbac.authorization.k8s.io'
  return {
    namespace: scope,
    role: { path: `${path}/${plural}s`, body: { metadata, rules: RULES[user] } },
    binding: {
      path: `${path}/${plural}bindings`,
      body: {
        metadata,
        roleRef: { apiGroup, kind, name },
        subjects: [{ apiGroup, kind: 'User', name: userName(user) }],
      },
    },
  }
}
