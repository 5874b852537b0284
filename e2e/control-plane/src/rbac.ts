import type { Json } from './kube-types.ts'
import { type BoundUser, userName } from './users.ts'

type Rule = {
  readonly apiGroups: readonly string[]
  readonly resources: readonly string[]
  readonly verbs: readonly string[]
}

const READ = ['get', 'list', 'watch'] as const
const RBAC_PATH = '/apis/rbac.authorization.k8s.io/v1'

/** Everything the product may read (facts, section 10); secrets and configmaps are not among it. */
const READABLE: Readonly<Record<string, readonly string[]>> = {
  '': ['services', 'pods', 'nodes', 'namespaces', 'endpoints', 'events', 'resourcequotas', 'replicationcontrollers'],
  'discovery.k8s.io': ['endpointslices'],
  apps: ['deployments', 'replicasets', 'statefulsets', 'daemonsets'],
  batch: ['jobs', 'cronjobs'],
  'events.k8s.io': ['events'],
  'networking.k8s.io': ['networkpolicies', 'ingresses'],
  'coordination.k8s.io': ['leases'],
  autoscaling: ['horizontalpodautoscalers'],
  policy: ['poddisruptionbudgets'],
  'admissionregistration.k8s.io': ['validatingwebhookconfigurations', 'mutatingwebhookconfigurations'],
  'apiregistration.k8s.io': ['apiservices'],
  'gateway.networking.k8s.io': ['httproutes'],
}

function rulesWithout(...left: readonly string[]): readonly Rule[] {
  return Object.entries(READABLE).map(([group, resources]) => ({
    apiGroups: [group],
    resources: resources.filter(resource => !left.includes(resource)),
    verbs: READ,
  }))
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
